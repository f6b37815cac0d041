import { execFileSync } from "node:child_process";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { needsPython, PYTHON } from "../../testing/requirement";
import { editDistance, nearestName } from "./nearest-name";
import { type ParameterValue, parseParameter, readings, toSource } from "./parameter-text";

/** What JavaScript makes of an expression. */
function evaluate(source: string): unknown {
  return new Function(`"use strict"; return (${source});`)();
}

const first = (text: string): ParameterValue => readings(text)[0];

describe("a parameter's text", () => {
  it.each([
    [".5", 0.5],
    ["1.", 1],
    ["+5", 5],
    ["-.5e-3", -0.0005],
    ["1e5", 100000],
    ["1_000", 1000],
    ["007", 7],
    [" 5 ", 5],
    ["NaN", Number.NaN],
    ["nan", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-inf", Number.NEGATIVE_INFINITY],
    ["0x10", 16],
    ["-0b101", -5],
    ["0o17", 15],
    ["5n", 5n],
    ["12345678901234567890", 12345678901234567890n],
    ["None", null],
    ["null", null],
    ["True", true],
    ["false", false],
    ["[1, 2]", [1, 2]],
    ['{"a": [true, null]}', { a: [true, null] }],
    ['"5"', "5"],
    ["", ""],
    ["uniform", "uniform"],
    ["undefined", "undefined"],
    ["1e999", "1e999"],
    ["1__0", "1__0"],
    ["5px", "5px"],
    ["[1, 2", "[1, 2"],
    ["TRUE", "TRUE"],
  ])("%j is first read as %s", (text, value) => {
    expect(first(text)).toEqual(value);
    expect(readings(text).at(-1) === text || text === "undefined").toBe(true);
  });

  const papermill = needsPython(["json"], "python3");
  // The rule of papermill's own command line (cli.py, _resolve_type), in the language that it is written in.
  it.skipIf(papermill.skip)(papermill.title("is a number wherever Python takes it for one"), () => {
    const digits = fc.stringMatching(/^[+-]?[\d_.eE+-]{1,6}$/);
    const word = fc.constantFrom("nan", "NaN", "inf", "-inf", "Infinity", "True", "False", "None", "infinit", "x1");
    const texts = fc.sample(fc.oneof(digits, word), { numRuns: 3000, seed: 18 });
    const program = `import json, sys, math
def read(text):
    if text in ("True", "False"): return text == "True"
    if text == "None": return None
    try: return float(int(text))
    except ValueError: pass
    try: return float(text)
    except ValueError: return text
print(json.dumps([read(text) for text in json.load(sys.stdin)]))`;
    const stdout = execFileSync(PYTHON, ["-c", program], { input: JSON.stringify(texts), encoding: "utf8" });
    const read = evaluate(stdout) as readonly unknown[];
    let numbers = 0;
    for (const [at, text] of texts.entries()) {
      if (typeof read[at] === "number") numbers++;
      // A number that overflows is refused, not made infinite.
      if (read[at] === Number.POSITIVE_INFINITY && /\d/.test(text)) continue;
      if (read[at] === Number.NEGATIVE_INFINITY && /\d/.test(text)) continue;
      // Python's whole number 0 has no sign.
      const value = first(text);
      expect([text, value === 0 ? 0 : value]).toEqual([text, read[at] === 0 ? 0 : read[at]]);
    }
    expect(numbers).toBeGreaterThan(500);
  });

  it("becomes an expression with the same value, in every compiler", () => {
    const value = fc.letrec<{ value: ParameterValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(
          null,
          true,
          false,
          Number.NaN,
          Number.NEGATIVE_INFINITY,
          -0,
          "\u2028",
          "\u2029x",
          "\ud83d",
          '"`\\\n',
        ),
        fc.double(),
        fc.bigInt(),
        fc.string({ unit: "binary" }),
        fc.array(tie("value")),
        fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value")),
      ),
    })).value;
    fc.assert(
      fc.property(value, (each) => {
        const source = toSource(each);
        expect(source).not.toMatch(/[\u2028\u2029]/);
        const back = evaluate(source);
        if (typeof each === "object" && each !== null && !Array.isArray(each)) {
          expect(Object.keys(back as object)).toEqual(Object.keys(each));
        }
        expect(back).toEqual(each);
      }),
      { seed: 18, numRuns: 300 },
    );
  });
});

describe("a parameter's name", () => {
  it.each([
    "π=3",
    "naïve=1",
    "$x_1=",
    "of=1",
    "async=1",
    "type=1",
    "变量=1",
    "a\u200db=1",
  ])("%s is a variable's", (text) => {
    expect(parseParameter(text)).toEqual([text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]);
  });

  it.each(["1x=1", "a-b=1", "=1", "v", "a b=1", "x.y=1", "😀=1"])("%s is none", (text) => {
    expect(() => parseParameter(text)).toThrow(/is not of the form name=value with a variable's name/);
  });

  it("is refused exactly where the compiler refuses to declare it", () => {
    const words = Array.from({ length: ts.SyntaxKind.LastKeyword - ts.SyntaxKind.FirstKeyword + 1 }, (_, at) =>
      ts.tokenToString(ts.SyntaxKind.FirstKeyword + at),
    ).flatMap((each) => each ?? []);
    expect(words.length).toBeGreaterThan(60);
    for (const word of [...words, "eval", "arguments", "value"]) {
      const { diagnostics = [] } = ts.transpileModule(`let ${word} = 1;\nexport {};`, { reportDiagnostics: true });
      // In a module these are refused by the type checker or by the engine, not by the parser.
      const late = ["eval", "arguments", "undefined", "await", "let", "static", "yield", "require"].includes(word);
      const strict = /^(implements|interface|package|private|protected|public)$/.test(word);
      const refused = diagnostics.length > 0 || late || strict;
      const accepted = (() => {
        try {
          return parseParameter(`${word}=1`)[0] === word;
        } catch {
          return false;
        }
      })();
      expect([word, accepted]).toEqual([word, !refused]);
    }
    expect(() => parseParameter("class=1")).toThrow(/"class" is a word of the language/);
  });
});

describe("the nearest name", () => {
  it("is a metric's, and the one a reader would have meant", () => {
    const word = fc.string({ maxLength: 6, unit: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(editDistance(a, `${b}x`)).toBeLessThanOrEqual(editDistance(a, b) + 1);
      }),
    );
    expect(editDistance("replciations", "replications")).toBe(1);
    const names = ["full", "sizes", "replications", "seed"];
    expect(nearestName("size", names)).toBe("sizes");
    expect(nearestName("Seed", names)).toBe("seed");
    expect(nearestName("repplicaton", names)).toBe("replications");
    expect(nearestName("bandwidth", names)).toBeUndefined();
    expect(nearestName("x", [])).toBeUndefined();
  });
});
