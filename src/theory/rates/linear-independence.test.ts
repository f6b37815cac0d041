import { describe, expect, it } from "vitest";
import { smallestGramEigenvalue, squaredDistanceToSpan } from "./linear-independence";

const one = () => 1;
const x = (t: number) => t;

describe("linear independence of functions of a uniform covariate", () => {
  it("is 1 for orthogonal and 0 for dependent functions", () => {
    expect(smallestGramEigenvalue([one, x])).toBeCloseTo(1, 12);
    expect(smallestGramEigenvalue([one, x, (t) => 2 - 3 * t])).toBeLessThan(1e-14);
    expect(smallestGramEigenvalue([one, () => 0])).toBe(0);
  });

  it("knows the moments of the uniform law: var x^2 = 4/5, x^3 against its regression on x leaves 108/175", () => {
    expect(squaredDistanceToSpan((t) => t * t, [one])).toBeCloseTo(4 / 5, 12);
    expect(squaredDistanceToSpan((t) => t ** 3, [one, x])).toBeCloseTo(108 / 175, 12);
    expect(squaredDistanceToSpan((t) => 4 - t, [one, x])).toBeLessThan(1e-28);
    expect(squaredDistanceToSpan(x, [])).toBeCloseTo(1, 12);
  });

  it("refuses a span of dependent functions", () => {
    expect(() => squaredDistanceToSpan(x, [one, () => 2])).toThrow(/linearly dependent/);
  });
});
