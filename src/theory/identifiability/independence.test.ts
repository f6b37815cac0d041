import { describe, expect, it } from "vitest";
import { independence, shareOutside } from "./independence";

/** Gauss-Legendre on two points: exact for the products below. */
const nodes = [-1, -0.5, 0, 0.5, 1];
const f = (g: (x: number) => number): Float64Array => Float64Array.from(nodes, g);

describe("linear independence by the Gram matrix", () => {
  it("is that of two vectors at an angle: singular values sqrt(1 +- cos)", () => {
    const angle = 0.3;
    const { margin, condition } = independence([
      Float64Array.of(1, 0),
      Float64Array.of(Math.cos(angle), Math.sin(angle)),
    ]);
    expect(margin).toBeCloseTo(Math.sqrt(1 - Math.cos(angle)), 14);
    expect(condition).toBeCloseTo((1 + Math.cos(angle)) / (1 - Math.cos(angle)), 10);
  });

  it("does not depend on the scale of the functions, and a zero function is dependent", () => {
    const [a, b] = [f((x) => x), f((x) => 1 + x * x)];
    expect(independence([a, b.map((v) => 1e9 * v)]).margin).toBeCloseTo(independence([a, b]).margin, 14);
    expect(independence([a, f(() => 0)])).toEqual({ margin: 0, condition: Number.POSITIVE_INFINITY });
  });

  it("sees 1, x, 2 - 3x", () => {
    expect(independence([f(() => 1), f((x) => x), f((x) => 2 - 3 * x)]).margin).toBeLessThan(1e-15);
  });

  it("measures what is outside a span, dependent spanning functions included", () => {
    const span = [f(() => 1), f((x) => x), f((x) => 1 + x)];
    // x^2 against 1 and x on these nodes: mean 1/2, sum of squares 2 1/8, of residuals 7/8.
    expect(
      shareOutside(
        f((x) => x * x),
        span,
      ),
    ).toBeCloseTo(Math.sqrt(0.875 / 2.125), 13);
    expect(
      shareOutside(
        f((x) => 4 - x),
        span,
      ),
    ).toBeLessThan(1e-15);
  });
});
