import ts from "typescript";
import { describe, expect, it } from "vitest";
import { setParameters } from "./set-parameters";

function set(source: string, ...given: readonly (readonly [string, string])[]): string {
  return setParameters(source, new Map(given)).source;
}

/** What an expression is after the cell, as plain JavaScript runs it. */
function after(cell: string, expression: string): unknown {
  const script = ts.transpileModule(cell, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText;
  return new Function(`${script}\nreturn ${expression};`)();
}

describe("the parameters of a cell", () => {
  it.each([
    ["let v = 1; const twice = () => v * 2", "twice()"],
    ["const v = 1; const twice = () => v * 2", "twice()"],
    ["var v = 1; function twice() { return v * 2 }", "twice()"],
    ["let v: number; const twice = () => v * 2", "twice()"],
    ["let v: number\nconst twice = () => v * 2", "twice()"],
    ["let { v } = { v: 1 }; const twice = () => v * 2", "twice()"],
    ["let [, v = 3] = [1, 2]\nconst twice = () => v * 2", "twice()"],
    ["const v = <number>1, twice = () => v * 2;", "twice()"],
    ["let v = (1 as number | string); const twice = () => Number(v) * 2", "twice()"],
    ["let v = 1; const half = v / 2; // of v", "half * 4"],
    ["let v = 1;\nv = v + 10;\nconst twice = () => v * 2", "twice()"],
    ["let v = 1; if (v < 5) { v++ } const twice = () => v * 2", "twice()"],
    ["let v = 1; [v] = [7]\nconst twice = () => v * 2", "twice()"],
  ])("reach all of %j", (cell, expression) => {
    expect(after(set(cell, ["v", "2"]), expression)).toBe(4);
  });

  it("change nothing but the values", () => {
    const cell = "// Sizes, in thousands.\nlet n = 5; // a comment\nlet law: 'uniform' | 'normal' = 'uniform';\n";
    expect(set(cell, ["n", "1e3"], ["law", "normal"])).toBe(
      `// Sizes, in thousands.\nlet n = 1000; // a comment\nlet law: 'uniform' | 'normal' = "normal";\n`,
    );
    expect(set("let v = 1", ["w", "2"])).toBe("let v = 1");
  });

  it.each([
    ["let v: number = 1", "5", "5"],
    ["let v: number = 1", ".5", "0.5"],
    ["let v: number = 1", "1.", "1"],
    ["let v: number = 1", "+5", "5"],
    ["let v: number = 1", "NaN", "NaN"],
    ["let v: number = 1", "Infinity", "Infinity"],
    ["let v: number = 1", "0x10", "16"],
    ["let v = 1", "NaN", "NaN"],
    ["let v: string = ''", "5", '"5"'],
    ["let v = 'a'", "True", '"True"'],
    ["let v = 'a'", '"quoted"', '"quoted"'],
    ["let v = 'a'", "null", '"null"'],
    ["let v: number | null = 1", "None", "null"],
    ["let v: number | undefined = 1", "None", "undefined"],
    ["let v: number | string = 1", "5", "5"],
    ["let v: number | string = 1", "five", '"five"'],
    ["let v = false", "True", "true"],
    ["let v = 1n", "5", "5n"],
    ["let v: bigint = 1n", "0x10", "16n"],
    ["type Law = 'a' | 'b'; let v: Law = 'a'", "b", '"b"'],
    ["let v: [number, string] = [1, 'x']", '[2, "y"]', '[2, "y"]'],
    ["let v: readonly number[] = [1]", "[]", "[]"],
    ["let v: unknown = 1", "[1,2]", "[1, 2]"],
    ["interface Law { name: string } let v: Law = { name: 'a' }", '{"name": "b"}', '{ "name": "b" }'],
    ["import { nothing } from './no-such-module'; let v: nothing = 1", "7", "7"],
  ])("of %j: %s is %s", (cell, text, value) => {
    expect(set(cell, ["v", text])).toContain(`= ${value}`);
  });

  it.each([
    ["let v = [1, 2]", "[]", "let v: number[] = []"],
    ["let v = [1 as number | string]", "[2]", "let v: (string | number)[] = [2]"],
    ["let v = Math.random() < 2 ? 1 : null", "3", "let v: number | null = 3"],
  ])("keep the type of %j given %s", (cell, text, changed) => {
    expect(set(cell, ["v", text])).toBe(changed);
  });

  it.each([
    ["let v: number = 1", "five", /v=five cannot be set: the notebook declares v as number, which "five" is not/],
    ["let v: number = 1", "None", /declares v as number, which "None" is not/],
    ["let v: number = 1", "True", /declares v as number, which "True" is not/],
    ["const v = 1", "1e999", /declares v as number/],
    ["let v = 1", "12345678901234567890", /declares v as number/],
    ["let v = true", "1", /declares v as boolean/],
    ["let v: 'a' | 'b' = 'a'", "c", /declares v as "a" \| "b"/],
    ["let v: number[] = [1]", '["x"]', /declares v as number\[\]/],
    ["let v: { n: number } = { n: 1 }", '{"m": 1}', /declares v as \{ n: number; \}/],
    ["let v = new Date()", "2020", /declares v as Date/],
    ["import { exp } from 'contaminated-moe'; let v = exp(1)", "x", /declares v as number/],
    ["function v() {}", "1", /as a function, a class or an import, not as a variable/],
    ["import { v } from 'contaminated-moe'", "1", /as a function, a class or an import/],
    ["const { v } = { v: 1 }", "1", /takes it out of another value with const; declare it with let/],
  ])("of %j refuse %s", (cell, text, message) => {
    expect(() => set(cell, ["v", text])).toThrow(message);
  });
});
