import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readNotebook } from "../../jupyter/runner/notebook-file";
import { draftNotebook } from "../../jupyter/testing/draft-notebook";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

const program = join(__dirname, "../../../dist/cli/cmoe.js");

function start(parameters: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, "run", ...parameters], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Waits until the cell that writes its kernel's number has done so. */
async function kernelOf(file: string): Promise<number> {
  while (!existsSync(file) || readFileSync(file, "utf8") === "")
    await new Promise((resolve) => setTimeout(resolve, 20));
  return Number(readFileSync(file, "utf8"));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const longCells = (file: string): readonly string[] => [
  "console.log('done one')",
  `import { writeFileSync } from 'node:fs'; console.log('in two');
writeFileSync(${JSON.stringify(join(directory, file))}, String(process.pid));
await new Promise((r) => setTimeout(r, 60000))`,
  "3",
];

describe("cmoe run, stopped", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("by %s keeps what was executed, says where it stopped and leaves no kernel", async (signal, code) => {
    const long = draftNotebook(directory, signal, longCells(`${signal}.pid`));
    const later = draftNotebook(directory, `${signal}-later`, ["1"]);
    const child = start([long, later, "--out", "out"]);
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const kernel = await kernelOf(join(directory, `${signal}.pid`));
    child.kill(signal);
    expect((await once(child, "close"))[0]).toBe(code);
    expect(said).toMatch(new RegExp(`cell 2 \\(c2\\): RunStopped: the run was stopped by ${signal} in this cell`));
    expect(said).toMatch(/-later\.ipynb: it was not begun/);
    const written = readNotebook(join(directory, "out", `${signal}.ipynb`));
    expect(written.metadata.cmoe).toMatchObject({
      stopped: { cell: 2, id: "c2", cells: 3, reason: expect.stringContaining(signal) },
    });
    expect(written.cells[0]?.outputs).toMatchObject([{ text: "done one\n" }]);
    expect(written.cells[1]?.outputs[0]).toMatchObject({ text: "in two\n" });
    expect(written.cells[1]?.outputs.at(-1)).toMatchObject({ output_type: "error", ename: "RunStopped" });
    expect(written.cells[2]?.executionCount).toBeNull();
    expect(isAlive(kernel)).toBe(false);
    expect(existsSync(join(directory, "out", `${signal}-later.ipynb`))).toBe(false);
  });

  it("by SIGKILL has written what was done before the cell", async () => {
    const child = start([draftNotebook(directory, "killed", longCells("killed.pid")), "--out", "out"]);
    await kernelOf(join(directory, "killed.pid"));
    child.kill("SIGKILL");
    await once(child, "close");
    const written = readNotebook(join(directory, "out/killed.ipynb"));
    expect(written.metadata.cmoe).toMatchObject({ stopped: { cell: 2, id: "c2" } });
    expect(written.cells[0]?.outputs).toMatchObject([{ text: "done one\n" }]);
  });

  it.each([[[]], [["--json"]]])("is not stopped by a reader that goes away (%j)", async (options) => {
    const cells = ["for (let i = 0; i < 2000; i++) console.log('line', i)", "1 + 1", "2 + 2"];
    const name = `head${options.join("")}`;
    const child = start([draftNotebook(directory, name, cells), "--out", "out", ...options]);
    await once(child.stderr ?? child, "data");
    child.stderr?.destroy();
    child.stdout?.destroy();
    expect((await once(child, "close"))[0]).toBe(0);
    const written = readNotebook(join(directory, `out/${name}.ipynb`));
    expect(written.cells.map((cell) => cell.executionCount)).toEqual([1, 2, 3]);
    expect(String(written.cells[0]?.outputs[0]?.text).split("\n")).toHaveLength(2001);
    expect(written.metadata.cmoe).toBeUndefined();
  });
});
