import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numerics/random-stream";
import { rounded, roundingOf, toGrid } from "./rounding";

function normals(n: number, replicate = 0): Float64Array {
  const out = new Float64Array(n);
  new RandomStream({ seed: 1, path: "rounding", n, replicate }).normals(0, out);
  return out;
}

describe("the grid of rounded values", () => {
  it.each([
    [1, 0],
    [0.5, 0],
    [0.25, 0],
    [0.1, 0],
    [5, 0],
    [0.001, 0],
    [1 / 3, 0],
    [1, 0.5],
    [1 / 1.8, -32 / 1.8],
  ])("is found: steps of %s from %s", (step, offset) => {
    for (const centre of [0, 20, -300]) {
      const values = normals(200).map((z) => toGrid({ step, offset }, centre + 4 * step * z + 6 * step));
      const found = roundingOf(values);
      expect(found?.step).toBeCloseTo(step, 9);
      const place = (offset - (found?.offset ?? 0)) / step;
      expect(Math.abs(place - Math.round(place))).toBeLessThan(1e-6);
    }
  });

  it("is not seen in exact values, few or many, shifted or scaled", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 3000 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(1e-6, 1, 1e6),
        fc.constantFrom(0, 300, -1e4),
        (n, replicate, scale, shift) => {
          const values = normals(n, replicate).map((z) => scale * z + shift);
          const found = roundingOf(values);
          // Large shifts leave fewer digits; a grid finer than a thousandth of the spread is none that matters.
          expect(found === undefined || found.step < 1e-3 * scale).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is not seen by accident in few values that a large shift leaves few digits, and is seen in many", () => {
    for (let replicate = 0; replicate < 3000; replicate++) {
      expect(roundingOf(normals(4 + (replicate % 5), replicate).map((z) => 1e-6 * z + 300))).toBeUndefined();
    }
    // Cents of prices about 250,000.
    const prices = normals(40).map((z) => toGrid({ step: 0.01, offset: 0 }, 250_000 + z));
    expect(roundingOf(prices)?.step).toBeCloseTo(0.01, 6);
  });

  it("puts other values on the same grid, and grid values where they were", () => {
    const values = normals(50).map((z) => 0 + Math.round(2 * z) / 2);
    const grid = roundingOf(values);
    expect(Array.from(rounded({ y: values }, grid).y)).toEqual(Array.from(values));
    expect(rounded({ y: normals(50, 7) }, grid).y.every((y) => Number.isInteger(2 * y))).toBe(true);
    expect(roundingOf(Float64Array.of(0, 1, 1, 0))).toBeUndefined();
  });
});
