import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { needsPython, PYTHON } from "../testing/requirement";
import { formatNotebook, readNotebook, unusedId, writeNotebook } from "./notebook-file";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

interface RawCell {
  readonly id?: string;
  readonly source?: string;
  readonly outputs?: readonly object[];
}

function write(name: string, cells: readonly RawCell[]): string {
  const file = join(directory, `${name}.ipynb`);
  const all = cells.map((cell) => ({
    cell_type: "code",
    metadata: {},
    source: "",
    outputs: [],
    execution_count: null,
    ...cell,
  }));
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: all }));
  return file;
}

const nbformat = needsPython(["nbformat"], "python3-nbformat");

/** Jupyter reads the file, finds it valid and would write the same bytes. */
function check(file: string): void {
  const code = `import nbformat, pathlib, sys
text = pathlib.Path(sys.argv[1]).read_text(encoding="utf8")
notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
nbformat.validate(notebook)
written = nbformat.writes(notebook)
written.encode("utf8")
assert written + "\\n" == text`;
  execFileSync(PYTHON, ["-W", "error", "-c", code, file]);
}

describe("a notebook file", () => {
  it("survives reading and writing", () => {
    const file = join(__dirname, "../fixtures/small.ipynb");
    expect(JSON.parse(formatNotebook(readNotebook(file)))).toEqual(JSON.parse(readFileSync(file, "utf8")));
  });

  it("is written as JSON.stringify indents it", () => {
    for (const cells of [
      [],
      [
        { id: "a", source: "1\n2" },
        { id: "b", outputs: [{ output_type: "display_data" }] },
      ],
    ]) {
      const text = formatNotebook(readNotebook(write("indented", cells)));
      expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 1)}\n`);
      expect(JSON.parse(text).cells).toHaveLength(cells.length);
    }
  });

  it("gives a cell without an id one that no other cell has", () => {
    const cells = readNotebook(write("ids", [{}, { id: "cell-1" }, { id: "cell-1-2" }, {}, { id: "cell-4" }])).cells;
    expect(cells.map((cell) => cell.id)).toEqual(["cell-1-3", "cell-1", "cell-1-2", "cell-4-2", "cell-4"]);
    expect(unusedId("a", new Set(["b"]))).toBe("a");
    expect(() => readNotebook(write("twice", [{ id: "x" }, {}, { id: "x" }]))).toThrow(/two cells with the id "x"/);
  });

  it.skipIf(nbformat.skip)(nbformat.title("can be read where a cell has printed half a character"), () => {
    const half = "😀".slice(0, 1);
    const outputs = [
      { output_type: "stream", name: "stdout", text: `a${half}` },
      { output_type: "display_data", data: { "application/json": { [half]: [half, "😀"] } }, metadata: {} },
    ];
    const file = join(directory, "half.ipynb");
    const [cell] = readNotebook(write("source", [{ id: "a", source: `'${half}'` }])).cells;
    if (!cell) throw new Error("the notebook has no cell");
    writeNotebook(file, { metadata: {}, cells: [{ ...cell, outputs }] });
    check(file);
    const [back] = readNotebook(file).cells;
    expect(back?.outputs[0]?.text).toBe("a\ufffd");
    expect(JSON.stringify(back?.outputs[1])).toContain('["\ufffd","😀"]');
  });
});
