import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bias, meanAbsoluteError, rootMeanSquaredError } from "./monte-carlo-error";

const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
const rootMeanSquare = (list: readonly number[]): number => Math.sqrt(mean(list.map((value) => value * value)));

/** From all pairs: an unbiased variance without any mean. */
function sampleStandardDeviation(list: readonly number[]): number {
  const pairs = list.flatMap((left) => list.map((right) => (left - right) ** 2 / 2));
  return Math.sqrt((mean(pairs) * list.length) / (list.length - 1));
}

const micro = fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1e6);
const errors = fc.array(micro, { minLength: 2, maxLength: 40 });

function close(actual: number | null, expected: number, scale: number): void {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * (1e-300 + scale));
}

describe("Monte Carlo errors", () => {
  it("of mean and mean absolute error are s / sqrt(R)", () => {
    fc.assert(
      fc.property(errors, (list) => {
        const sample = Float64Array.from(list);
        const size = Math.max(...list.map(Math.abs));
        close(bias(sample).value, mean(list), size);
        close(bias(sample).mcse, sampleStandardDeviation(list) / Math.sqrt(list.length), size);
        const absolute = list.map(Math.abs);
        close(meanAbsoluteError(sample).value, mean(absolute), size);
        close(meanAbsoluteError(sample).mcse, sampleStandardDeviation(absolute) / Math.sqrt(list.length), size);
      }),
    );
  });

  it("jackknife of the RMSE: the closed form equals leaving each replicate out", () => {
    fc.assert(
      fc.property(errors, (list) => {
        const { value, mcse } = rootMeanSquaredError(Float64Array.from(list));
        const size = Math.max(...list.map(Math.abs));
        close(value, rootMeanSquare(list), size);
        const without = list.map((_, i) => rootMeanSquare(list.filter((__, j) => j !== i)));
        const centre = mean(without);
        const squares = without.reduce((sum, each) => sum + (each - centre) ** 2, 0);
        // Left-out sums cancel: half the digits are enough where one error dominates.
        expect(
          Math.abs((mcse ?? Number.NaN) - Math.sqrt((squares * (list.length - 1)) / list.length)),
        ).toBeLessThanOrEqual(1e-6 * (1e-300 + size));
      }),
    );
  });

  it("scales with the errors, up to the edge of the doubles", () => {
    const list = [1, -2, 3, 0.5];
    const plain = rootMeanSquaredError(Float64Array.from(list));
    for (const factor of [1e-200, 1e200]) {
      const scaled = rootMeanSquaredError(Float64Array.from(list, (e) => e * factor));
      expect(scaled.value / factor / plain.value).toBeCloseTo(1, 12);
      expect((scaled.mcse ?? 0) / factor / (plain.mcse ?? 1)).toBeCloseTo(1, 12);
    }
  });

  it("has no standard error for one replicate", () => {
    expect(rootMeanSquaredError(Float64Array.of(2))).toEqual({ value: 2, mcse: null });
  });
});
