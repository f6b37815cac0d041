import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { KernelProcess } from "../runner/kernel-process";
import { findKernelSpec, PROJECT_ROOT } from "../runner/kernel-spec";
import { WireClient } from "../runner/wire-client";

const launcher = join(PROJECT_ROOT, "jupyter/kernels/contaminated-moe/start.cjs");
const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };
const sound = { transport: "tcp", ip: "127.0.0.1", key: "k", signature_scheme: "hmac-sha256", ...ports };

/** Starts the kernel with this connection file and returns its exit code and last word. */
async function start(content: string): Promise<{ readonly code: unknown; readonly said: string }> {
  const file = join(directory, "connection.json");
  writeFileSync(file, content);
  return promisify(execFile)(process.execPath, [launcher, file], { cwd: directory }).then(
    () => ({ code: 0, said: "" }),
    (error: { readonly code: unknown; readonly stderr: string }) => ({ code: error.code, said: error.stderr }),
  );
}

describe("a malformed connection file", () => {
  it.each([
    ["is not JSON", "{", /is not JSON/],
    ["is no object", "[]", /is not a JSON object/],
    ["lacks its key", JSON.stringify({ ...sound, key: undefined }), /has no text in "key"/],
    ["has no port", JSON.stringify({ ...sound, hb_port: "x" }), /holds "x" in "hb_port"/],
    ["has another transport", JSON.stringify({ ...sound, transport: "ipc" }), /transport "ipc"/],
    ["has another signature", JSON.stringify({ ...sound, signature_scheme: "md5" }), /signature scheme "md5"/],
  ])("that %s is one sentence and exit code 2", async (_, content, message) => {
    const { code, said } = await start(content);
    expect(code).toBe(2);
    expect(said).toMatch(message);
    expect(said.trim().split("\n")).toHaveLength(1);
  });

  it("that is missing, too", async () => {
    await expect(promisify(execFile)(process.execPath, [launcher, "nowhere.json"])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nowhere\.json cannot be read/),
    });
  });
});

describe("the address", () => {
  it("in use is named", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { code, said } = await start(JSON.stringify({ ...sound, iopub_port: port }));
    server.close();
    expect(code).toBe(2);
    expect(said).toContain(`Port ${port} of 127.0.0.1 is already in use`);
  });
});

describe("messages of others", () => {
  it("are ignored, on the one address the kernel was told", async () => {
    const kernel = await KernelProcess.start(findKernelSpec("contaminated-moe"), directory);
    const answers: string[] = [];
    const client = (key: string): WireClient => {
      const made = new WireClient({ ...kernel.connection, key });
      made.listen(
        () => answers.push(key),
        () => {},
      );
      return made;
    };
    const right = client(kernel.connection.key);
    const wrong = client("another key");
    const unsigned = client("");
    await wrong.send("shell", wrong.request("kernel_info_request", {}));
    await unsigned.send("control", unsigned.request("shutdown_request", {}));
    await right.send("shell", right.request("kernel_info_request", {}));
    while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answers).toEqual([kernel.connection.key]);
    const elsewhere = connect(kernel.connection.shell_port, "127.0.0.2");
    await expect(
      new Promise((resolve, reject) => elsewhere.on("connect", resolve).on("error", reject)),
    ).rejects.toThrow(/ECONNREFUSED/);
    // The other two have connections of their own: give their messages time to arrive.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await right.send("control", right.request("shutdown_request", {}));
    const { said } = await kernel.ended;
    for (const each of [right, wrong, unsigned]) each.close();
    expect(said).toMatch(/bad signature; it is ignored/);
    expect(said).toMatch(/not signed; it is ignored/);
  });
});
