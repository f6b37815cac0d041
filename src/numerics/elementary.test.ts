import { describe, expect, it } from "vitest";
import { cos, cosTurn, exp, log, log1p, sin, sinTurn, tanh } from "./elementary";
import { erf, erfc, normalCdf, normalPdf } from "./error-function";
import reference from "./reference/elementary.json";

const EPSILON = 2 ** -52;

/** The unit in the last place of a double. */
function ulp(value: number): number {
  const size = Math.abs(value);
  if (size < 2 ** -1022) return 2 ** -1074;
  let exponent = Math.floor(Math.log2(size));
  if (2 ** exponent > size) exponent--;
  if (2 ** (exponent + 1) <= size) exponent++;
  return 2 ** (exponent - 52);
}

/**
 * The largest error over the committed arguments, divided by what is allowed at x; errors are measured against 80-digit
 * values (reference/elementary.py), so fractions of an ulp count.
 */
function worst(
  name: keyof typeof reference,
  f: (x: number) => number,
  allowed: (x: number, value: number) => number,
): number {
  const { x, value, rest } = reference[name];
  expect(x.length).toBeGreaterThan(100);
  const errors = x.map((at, i) => Math.abs(f(at) - value[i] - rest[i] * ulp(value[i])) / allowed(at, value[i]));
  return Math.max(...errors);
}

const ulps =
  (count: number) =>
  (_: number, value: number): number =>
    count * ulp(value);
const ulpsOfOne = (): number => EPSILON;

describe("errors of the elementary functions, against 80-digit references", () => {
  it.each([
    ["exp", exp, ulps(1)],
    ["log", log, ulps(1)],
    ["log1p", log1p, ulps(2)],
    ["tanh", tanh, ulps(2)],
    ["sin", sin, ulpsOfOne],
    ["cos", cos, ulpsOfOne],
    ["sinTurn", sinTurn, ulpsOfOne],
    ["cosTurn", cosTurn, ulpsOfOne],
    ["erf", erf, ulps(3)],
    ["erfc", erfc, (x: number, value: number) => 2 * (4 + x * x) * ulp(value)],
    ["normalCdf", normalCdf, () => EPSILON],
    ["normalPdf", normalPdf, (x: number, value: number) => (4 + x * x) * ulp(value)],
  ] as const)("%s is as exact as its comment says", (name, f, allowed) => {
    expect(worst(name, f, allowed)).toBeLessThan(1);
  });
});

describe("special arguments", () => {
  const inf = Number.POSITIVE_INFINITY;

  it("exp: 0, overflow, underflow, subnormal results, NaN", () => {
    expect(exp(0)).toBe(1);
    expect(exp(709.79)).toBe(inf);
    expect(exp(-inf)).toBe(0);
    expect(exp(-745.2)).toBe(0);
    expect(exp(-745)).toBe(5e-324);
    expect(exp(Number.NaN)).toBeNaN();
  });

  it("log: 1, 0, infinity, negative numbers, the smallest subnormal number", () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-inf);
    expect(log(inf)).toBe(inf);
    expect(log(-1)).toBeNaN();
    expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 12);
  });

  it("tails of tanh, erf and erfc, where polynomials would overflow", () => {
    for (const x of [30, 1e10, 1e150, inf]) {
      expect(tanh(x)).toBe(1);
      expect(tanh(-x)).toBe(-1);
      expect(erf(x)).toBe(1);
      expect(erf(-x)).toBe(-1);
      expect(erfc(x)).toBe(0);
      expect(erfc(-x)).toBe(2);
      expect(normalCdf(-40 - x)).toBe(0);
    }
  });

  it("sin and cos stay on the unit circle for huge arguments", () => {
    for (const x of [1e7, 1e15, 1e100, 1e308]) expect(sin(x) ** 2 + cos(x) ** 2).toBeCloseTo(1, 14);
  });
});
