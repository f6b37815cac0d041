import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { needsPython, PYTHON } from "../testing/requirement";
import { Session } from "./session";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Python's kernel, robbed of its replies to cells: what a kernel does whose reply cannot be made JSON. */
const KERNEL = `import sys
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp

class Silent(IPythonKernel):
    async def execute_request(self, stream, ident, parent):
        pass

IPKernelApp.launch_instance(kernel_class=Silent)
`;

const ipykernel = needsPython(["ipykernel"], "python3-ipykernel");

describe.skipIf(ipykernel.skip)(ipykernel.title("a kernel that never replies"), () => {
  it("is told from one that still computes, and killed", async () => {
    const program = join(directory, "silent.py");
    writeFileSync(program, KERNEL);
    const argv = [PYTHON, program, "-f", "{connection_file}"];
    const spec = { name: "silent", directory, argv, displayName: "", language: "python", environment: {} };
    const session = await Session.open(spec, directory, () => {});
    const end = await session.execute("1", { timeoutSeconds: 60, onSent: () => {} });
    expect(end).toEqual({ kind: "silent", missing: "reply" });
    await session.close();
  });
});
