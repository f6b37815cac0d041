import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bands, bandsHolding } from "./bands";
import { LineSweep } from "./line-sweep";

/** Thousandths; numbers that nearly meet would leave open which of two intervals ends first. */
const thousandths = (min: number, max: number) => fc.integer({ min: 1000 * min, max: 1000 * max }).map((k) => k / 1000);
const rowBands = fc
  .array(
    fc.tuple(
      thousandths(-3, 3),
      thousandths(0.01, 1),
      thousandths(0.1, 5),
      thousandths(-3, 3),
      fc.oneof({ weight: 4, arbitrary: thousandths(-2, 2) }, { weight: 1, arbitrary: fc.constant(0) }),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) => rows.map(([low, ...others], k) => [low + 1e-5 * Math.sqrt(k + 2), ...others] as const));

function bandsFrom(rows: readonly (readonly [number, number, number, number, number])[], periodic: boolean): Bands {
  return {
    rows: Int32Array.from(rows, (_, k) => k),
    low: Float64Array.from(rows, ([low]) => low),
    high: Float64Array.from(rows, ([low, width]) => low + width),
    gain: Float64Array.from(rows, ([, , gain]) => gain),
    periodic,
  };
}

describe("a sweep along a line", () => {
  it("tells what is gained at the place it finds, and nowhere is more gained", () => {
    fc.assert(
      fc.property(rowBands, fc.boolean(), thousandths(0.5, 20), (rows, periodic, reach) => {
        const bands = bandsFrom(rows, periodic);
        const predictors = Float64Array.from(rows, ([, , , u]) => u);
        const speeds = Float64Array.from(rows, ([, , , , speed]) => speed);
        const gainAt = (t: number): number => {
          const held = bandsHolding(
            bands,
            predictors.map((u, k) => u + t * speeds[k]),
          );
          return held.reduce((sum, k) => sum + bands.gain[k], 0);
        };
        const found = new LineSweep(bands).best(predictors, speeds, [-reach, reach], 0, 0);
        const elsewhere = Array.from({ length: 400 }, (_, k) => gainAt(reach * ((2 * k + 1) / 400 - 1)));
        const most = Math.max(...elsewhere);
        const standing = bandsHolding(bands, predictors).reduce(
          (sum, k) => (speeds[k] === 0 ? sum + bands.gain[k] : sum),
          0,
        );
        if (found === undefined) return most <= standing + 1e-9;
        expect(Math.abs(found.t)).toBeLessThanOrEqual(reach);
        expect(gainAt(found.t)).toBeCloseTo(found.gain, 9);
        return found.gain >= most - 1e-9;
      }),
      { numRuns: 1000 },
    );
  });

  it("counts the rows that stand still in their bands, and only those", () => {
    // Held at -0.5 and standing; standing outside; and one that enters its band at t = 5.
    const bands = bandsFrom(
      [
        [-1, 1, 3, -0.5, 0],
        [0, 1, 7, -0.5, 0],
        [0, 1, 2, -5, 1],
      ],
      false,
    );
    const [predictors, speeds] = [Float64Array.of(-0.5, -0.5, -5), Float64Array.of(0, 0, 1)];
    const best = (bar: number) => new LineSweep(bands).best(predictors, speeds, [0, 10], bar, 0);
    expect(best(3)).toEqual({ t: 5.5, gain: 5 });
    expect(best(5)).toBeUndefined();
  });

  it("finds nothing where nothing exceeds the bar", () => {
    const bands = bandsFrom([[0, 1, 2, -5, 1]], false);
    const [predictors, speeds] = [Float64Array.of(-5), Float64Array.of(1)];
    expect(new LineSweep(bands).best(predictors, speeds, [0, 10], 2, 0)).toBeUndefined();
    expect(new LineSweep(bands).best(predictors, speeds, [0, 10], 1.9, 0)?.t).toBeCloseTo(5.5, 12);
    expect(new LineSweep(bands).best(predictors, speeds, [0, 4], 0, 0)).toBeUndefined();
  });

  it("ends where a predictor is so large that no turn of it can be counted", () => {
    const bands = bandsFrom([[0.1, 0.2, 1, 0, 1]], true);
    for (const predictor of [1e15, 6e16, 1e17, 1e300, Number.POSITIVE_INFINITY]) {
      const found = new LineSweep(bands).best(Float64Array.of(predictor), Float64Array.of(1), [-10, 10], 0, 0);
      if (found) expect(Math.abs(found.t)).toBeLessThanOrEqual(10);
    }
  });
});
