import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needsPython, PYTHON } from "../testing/requirement";
import { formatNotebook, type Notebook, readNotebook, writeNotebook } from "./notebook-file";
import { type NotebookRun, type RunEvent, type RunOptions, runNotebook } from "./run-notebook";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

const fixture = (name: string): string => join(__dirname, "../fixtures", `${name}.ipynb`);

function run(name: string, options: RunOptions = {}): Promise<NotebookRun> {
  return runNotebook(fixture(name), { outDirectory: join(directory, "out"), ...options });
}

/** A notebook of these code cells, on disk. */
function draft(name: string, sources: readonly string[], kernel: string = "contaminated-moe"): string {
  const cells = sources.map((source, at) => ({
    type: "code" as const,
    id: `c${at + 1}`,
    metadata: {},
    source,
    outputs: [],
    executionCount: null,
    rest: {},
  }));
  const notebook: Notebook = { metadata: { kernelspec: { name: kernel, display_name: kernel } }, cells };
  const file = join(directory, `${name}.ipynb`);
  writeNotebook(file, notebook);
  return file;
}

const nbformat = needsPython(["nbformat"], "python3-nbformat");

describe("a run", () => {
  let bytes: readonly string[];
  let last: NotebookRun;
  const events: RunEvent["kind"][] = [];
  beforeAll(async () => {
    const first = await run("small", { onProgress: (event) => events.push(event.kind) });
    const before = readFileSync(first.output, "utf8");
    last = await run("small");
    bytes = [before, readFileSync(last.output, "utf8")];
  });

  it("gives the same bytes twice, counts its cells and reports progress", () => {
    expect(last.failure).toBeUndefined();
    expect(bytes[0]).toBe(bytes[1]);
    const code = last.executed.cells.filter((cell) => cell.type === "code");
    expect(code.map((cell) => cell.executionCount)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.filter((kind) => kind === "cell ended")).toHaveLength(6);
    expect(code[2]?.outputs).toMatchObject([{ data: { "text/plain": "squares: 5 of 5 done" } }]);
    expect(code[4]?.outputs.map((each) => each.output_type)).toEqual(["stream", "stream", "execute_result"]);
  });

  it.skipIf(nbformat.skip)(nbformat.title("is valid nbformat 4.5, in the bytes Jupyter itself would write"), () => {
    const code = `import nbformat, pathlib, sys
text = pathlib.Path(sys.argv[1]).read_text(encoding="utf8")
notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
nbformat.validate(notebook)
assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
assert nbformat.writes(notebook) + "\\n" == text`;
    execFileSync(PYTHON, ["-W", "error", "-c", code, last.output]);
  });

  it("stops at a failing cell, keeps what was done and accepts failures that are meant", async () => {
    const { failure, executed } = await run("failing");
    expect(failure).toMatchObject({ cell: 3, id: "c3", ename: "RangeError", evalue: "above 3" });
    expect(failure?.traceback.join("\n")).toContain("> 3 | throw new RangeError");
    expect(executed.cells.map((cell) => cell.executionCount)).toEqual([1, 2, 3, null]);
    expect(executed.cells[1]?.outputs).toMatchObject([{ output_type: "error", evalue: "meant to fail" }]);
  });

  it("injects parameters after the tagged cell", async () => {
    const { executed } = await run("tagged", { parameters: { n: 3, law: "normal" } });
    expect(executed.cells[1]).toMatchObject({
      id: "injected-parameters",
      source: '// Parameters\nlet n = 3;\nlet law = "normal";',
    });
    expect(executed.cells[2]?.outputs).toMatchObject([{ data: { "text/plain": "'3 normal'" } }]);
  });

  it("ends a cell that takes too long, and its kernel when that does not help", async () => {
    const waits = draft("waits", ["await new Promise(() => {})", "1"]);
    const { failure } = await runNotebook(waits, { outDirectory: join(directory, "out"), timeoutSeconds: 0.5 });
    expect(failure).toMatchObject({
      cell: 1,
      ename: "CellTimeout",
      evalue: expect.stringContaining("it was interrupted"),
    });
    const stubborn = draft("stubborn", [
      "async function deaf() { await new Promise((r) => setTimeout(r, 1)); while (true) {} }\nawait deaf();",
    ]);
    const again = await runNotebook(stubborn, { outDirectory: join(directory, "out"), timeoutSeconds: 0.5 });
    expect(again.failure).toMatchObject({
      ename: "CellTimeout",
      evalue: expect.stringContaining("its kernel was killed"),
    });
  });

  it("tells when the kernel dies", async () => {
    const dies = draft("dies", ["console.log('last words');", "process.exit(7)", "1"]);
    const { failure, executed } = await runNotebook(dies, { outDirectory: join(directory, "out") });
    expect(failure).toMatchObject({ cell: 2, ename: "KernelDied", evalue: "the kernel died (exit code 7)" });
    expect(executed.cells[0]?.outputs).toMatchObject([{ text: "last words\n" }]);
  });
});

describe("bad input", () => {
  it("is one clear sentence each", async () => {
    await expect(runNotebook("nowhere.ipynb")).rejects.toThrow(/The notebook nowhere\.ipynb cannot be read/);
    await expect(runNotebook(join(__dirname, "session.ts"))).rejects.toThrow(/session\.ts is not JSON/);
    await expect(runNotebook(draft("strange", ["1"], "no-such-kernel"))).rejects.toThrow(
      /There is no kernel "no-such-kernel"; this machine has .*contaminated-moe/,
    );
    expect(() => readNotebook(join(__dirname, "../../../package.json"))).toThrow(/is not a notebook of format 4: at/);
  });
});

describe("a notebook file", () => {
  it("survives reading and writing", () => {
    const text = readFileSync(fixture("small"), "utf8");
    expect(JSON.parse(formatNotebook(readNotebook(fixture("small"))))).toEqual(JSON.parse(text));
  });
});
