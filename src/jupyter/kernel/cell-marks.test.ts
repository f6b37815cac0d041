import { describe, expect, it } from "vitest";
import { dropMarks, markCell, readMarks } from "./cell-marks";
import { completeness } from "./completeness";
import { History } from "./history";

describe("marks", () => {
  const code = "let a = 1;\n\nfunction f() {\n  return a;\n}\nf();";

  it("move no line and are dropped again", () => {
    const marked = markCell(code);
    expect(marked.code.split("\n")).toHaveLength(6);
    expect(dropMarks(marked.code)).toBe(code);
  });

  it("tell the line of the cell for each line of the output", () => {
    expect(
      readMarks("/*@1*/ let a = 1;\n/*@3*/ function f() {\n    /*@4*/ return a;\n}\nexports.x = /*@6*/ f();"),
    ).toEqual([0, 1, 3, 4, 4, 6]);
  });

  it("belong to the next line at the end of one", () => {
    expect(readMarks("for (;;) { /*@3*/\n    step();\n}")).toEqual([0, 1, 3, 3]);
  });

  it("shift columns by what they take", () => {
    const marked = markCell("if (x) { y; }");
    const at = marked.code.indexOf("y;");
    expect(marked.column(0, at)).toBe("if (x) { y; }".indexOf("y;"));
  });

  it.each([
    ["await (x)", true],
    ["for await (const x of xs) {}", true],
    ["if (x) { await [1]; }", true],
    ["const f = async () => { await x; };", false],
    ["class A { async m() { await x; } }", false],
  ])("%s awaits at its top: %s", (source, awaits) => {
    expect(markCell(source).awaits).toBe(awaits);
  });
});

describe("shorthand properties", () => {
  it("are written out, for tslab overlooks variables of other cells in them", () => {
    const marked = markCell("let o = { a, b: 1 };\n({ a, b } = o);");
    expect(dropMarks(marked.code)).toBe("let o = { a: a, b: 1 };\n({ a: a, b: b } = o);");
    // The column of "b: 1" in what the compiler sees is that of the cell again.
    expect(marked.column(0, marked.code.indexOf("b: 1"))).toBe("let o = { a, ".length);
  });

  it("leave declarations and names alone", () => {
    const source = "const { a, b } = c;\nimport { d } from 'e';";
    expect(dropMarks(markCell(source).code)).toBe(source);
  });
});

describe("completeness", () => {
  it.each([
    ["const f = () => {", "incomplete"],
    ["`open", "incomplete"],
    ["`open ${1", "incomplete"],
    ["a.", "incomplete"],
    ["1 + 1", "complete"],
    ["await (x)", "complete"],
    ["<number>x", "complete"],
    ["", "complete"],
    ["'open", "invalid"],
    ["1 1", "invalid"],
    [")", "invalid"],
  ])("of %s is %s", (code, status) => {
    expect(completeness(code).status).toBe(status);
  });

  it("suggests the indentation of the next line", () => {
    expect(completeness("  if (x) {")).toEqual({ status: "incomplete", indent: "    " });
  });
});

describe("history", () => {
  const history = new History();
  for (const [at, input] of ["a = 1", "b = 2", "a = 1"].entries()) history.add(at + 1, input, null);

  it("answers tail, range and search", () => {
    expect(history.answer({ hist_access_type: "tail", n: 1 })).toEqual([[1, 3, "a = 1"]]);
    expect(history.answer({ hist_access_type: "range", session: 0, start: 2, stop: 3, output: true })).toEqual([
      [1, 2, ["b = 2", null]],
    ]);
    expect(history.answer({ hist_access_type: "search", pattern: "a*", unique: true })).toEqual([[1, 3, "a = 1"]]);
    expect(history.answer({ hist_access_type: "range", session: 7 })).toEqual([]);
  });
});
