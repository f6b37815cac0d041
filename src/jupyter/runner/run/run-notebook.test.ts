import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Draft, draftNotebook } from "../../testing/draft-notebook";
import { needsPython, PYTHON } from "../../testing/requirement";
import { readNotebook } from "../notebook-file";
import { type NotebookRun, type RunEvent, type RunOptions, runNotebook } from "./run-notebook";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
const out = join(directory, "out");
afterAll(() => rmSync(directory, { recursive: true }));

const fixture = (name: string): string => join(__dirname, "../../fixtures", `${name}.ipynb`);

function run(name: string, options: RunOptions = {}): Promise<NotebookRun> {
  return runNotebook(fixture(name), { outDirectory: out, ...options });
}

const draft = (name: string, cells: readonly Draft[], kernel?: string): string =>
  draftNotebook(directory, name, cells, kernel);

/** What the code cells of a run show as their results. */
function results(run: NotebookRun): readonly unknown[] {
  return run.executed.cells.map(
    (cell) => (cell.outputs[0]?.data as Record<string, unknown> | undefined)?.["text/plain"],
  );
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
    // Its figures are drawn by a browser, which takes minutes on a machine that is shared by many.
  }, 600_000);

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

  it("gives parameters other initial values, which functions of their cell see", async () => {
    const { executed } = await run("tagged", {
      parameters: new Map([
        ["n", "3"],
        ["law", "normal"],
      ]),
    });
    expect(executed.cells[0]?.source).toBe('let n = 3;\nlet law = "normal";');
    expect(executed.cells[1]?.outputs).toMatchObject([{ data: { "text/plain": "'3 normal'" } }]);
    expect(executed.metadata.cmoe).toEqual({ parameters: { n: "3", law: "normal" } });
    for (const word of ["let", "const"]) {
      const source = `${word} v = 1; const twice = () => v * 2`;
      const file = draft(`twice-${word}`, [{ source, tags: ["parameters"] }, "twice()"]);
      const done = await runNotebook(file, { outDirectory: out, parameters: new Map([["v", "2"]]) });
      expect(results(done)[1]).toBe("4");
    }
  });

  it("declares what the notebook does not, with a warning that names the nearest", async () => {
    const warnings: string[] = [];
    const done = await run("tagged", {
      parameters: new Map([
        ["lav", "normal"],
        ["n", "4"],
      ]),
      onProgress: (event) => event.kind === "warning" && warnings.push(event.text),
    });
    expect(done.executed.cells[1]).toMatchObject({
      id: "injected-parameters",
      source: '// Parameters that the notebook does not declare.\nlet lav = "normal";',
    });
    expect(results(done)[2]).toBe("'4 uniform'");
    expect(warnings).toEqual([expect.stringMatching(/does not declare the parameter lav \(did you mean law\?\)/)]);
    const again = await runNotebook(done.output, { outDirectory: out, parameters: new Map([["n", "6"]]) });
    expect(again.executed.cells.map((cell) => cell.id)).toEqual(["c1", "c2"]);
    expect(results(again)[1]).toBe("'6 uniform'");
  });

  it("leaves out cells tagged skip-execution and goes on after those tagged raises-exception", async () => {
    const file = draft("tags", [
      { source: "throw new Error('skip me')", tags: ["skip-execution"] },
      { source: "throw new Error('meant')", tags: ["raises-exception"] },
      "1 + 1",
    ]);
    const { failure, executed } = await runNotebook(file, { outDirectory: out });
    expect(failure).toBeUndefined();
    expect(executed.cells.map((cell) => cell.executionCount)).toEqual([null, 1, 2]);
    expect(executed.cells[0]?.outputs).toEqual([]);
    expect(executed.cells[1]?.outputs).toMatchObject([{ output_type: "error", evalue: "meant" }]);
  });

  it("starts from a cell, with the parameters, and leaves the outputs before it", async () => {
    const file = draft("from", [
      { source: "let n = 1;", tags: ["parameters"] },
      "console.log('once'); let made = n",
      "let own = n + 10; own",
      "own + 1",
    ]);
    const whole = await runNotebook(file, { outDirectory: out });
    for (const from of ["3", "c3"]) {
      const part = await runNotebook(whole.output, {
        outDirectory: join(directory, "part"),
        fromCell: from,
        parameters: new Map([["n", "5"]]),
      });
      expect(part.failure).toBeUndefined();
      expect(part.executed.cells.map((cell) => cell.executionCount)).toEqual([1, 2, 2, 3]);
      expect(part.executed.cells[1]?.outputs).toMatchObject([{ text: "once\n" }]);
      expect(results(part).slice(2)).toEqual(["15", "16"]);
    }
    await expect(runNotebook(file, { fromCell: "5" })).rejects.toThrow(/no cell "5" to start from.*1 to 4/);
    await expect(runNotebook(file, { fromCell: "C2" })).rejects.toThrow(/Did you mean "c2"\?/);
  });

  it("has a time for all cells, too, and says where it was over", async () => {
    const file = draft("slow", [
      "await new Promise((r) => setTimeout(r, 1)); 'begun'",
      "for (const _ of Array(1000)) await new Promise((r) => setTimeout(r, 100));",
      "3",
    ]);
    // Whatever else the machine does, a kernel starts within it.
    const { seconds } = await runNotebook(draft("quick", ["1"]), { outDirectory: out });
    const all = Math.ceil(4 + 3 * seconds);
    const { failure, output } = await runNotebook(file, { outDirectory: out, totalTimeoutSeconds: all });
    expect(failure).toMatchObject({
      cell: 2,
      ename: "RunTimeout",
      evalue: expect.stringContaining(`longer than ${all} s in all`),
    });
    const written = readNotebook(output);
    expect(written.metadata.cmoe).toMatchObject({ stopped: { cell: 2, id: "c2", cells: 3 } });
    expect(written.cells[0]?.outputs).toMatchObject([{ data: { "text/plain": "'begun'" } }]);
    const over = await runNotebook(file, { outDirectory: out, totalTimeoutSeconds: 0.01 });
    expect(over.failure).toMatchObject({ cell: 1, ename: "RunTimeout" });
    expect(over.executed.cells[0]?.executionCount).toBeNull();
  });

  it("ends a cell that takes too long, and its kernel when that does not help", async () => {
    const waits = draft("waits", ["await new Promise(() => {})", "1"]);
    const { failure } = await runNotebook(waits, { outDirectory: out, timeoutSeconds: 0.5 });
    expect(failure).toMatchObject({
      cell: 1,
      ename: "CellTimeout",
      evalue: expect.stringContaining("it was interrupted"),
    });
    // A stopped process hears of nothing.
    const stubborn = draft("stubborn", ["process.kill(process.pid, 'SIGSTOP'); await new Promise(() => {})"]);
    const again = await runNotebook(stubborn, { outDirectory: out, timeoutSeconds: 0.5 });
    expect(again.failure).toMatchObject({
      ename: "CellTimeout",
      evalue: expect.stringContaining("its kernel was killed"),
    });
  });

  it("cuts the output of a cell that would fill the memory", async () => {
    const file = draft("flood", [
      "const page = 'x'.repeat(1_000_000); for (let i = 0; i < 600; i++) console.log(page);",
      "1 + 1",
    ]);
    const done = await runNotebook(file, { outDirectory: out });
    expect(done.failure).toBeUndefined();
    expect(results(done)[1]).toBe("2");
    const { outputs } = readNotebook(done.output).cells[0] ?? { outputs: [] };
    const texts = outputs.map((each) => String(each.text));
    expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThan(20_001_000);
    expect(texts.join("")).toMatch(/^x{1000000}\n/);
    expect(texts.at(-1)).toMatch(/ cut /);
  });

  it("tells when the kernel dies", async () => {
    const dies = draft("dies", ["console.log('last words');", "process.exit(7)", "1"]);
    const { failure, executed } = await runNotebook(dies, { outDirectory: out });
    expect(failure).toMatchObject({ cell: 2, ename: "KernelDied", evalue: "the kernel died (exit code 7)" });
    expect(executed.cells[0]?.outputs).toMatchObject([{ text: "last words\n" }]);
  });
});

describe("bad input", () => {
  it("is one clear sentence each", async () => {
    await expect(runNotebook("nowhere.ipynb")).rejects.toThrow(/The notebook nowhere\.ipynb cannot be read/);
    await expect(runNotebook(join(__dirname, "../session.ts"))).rejects.toThrow(/session\.ts is not JSON/);
    await expect(runNotebook(draft("strange", ["1"], "no-such-kernel"))).rejects.toThrow(
      /There is no kernel "no-such-kernel"; this machine has .*contaminated-moe/,
    );
    expect(() => readNotebook(join(__dirname, "../../../../package.json"))).toThrow(
      /is not a notebook of format 4: at/,
    );
  });
});
