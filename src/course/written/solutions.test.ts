import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WRITTEN_EXERCISES } from "./all";
import { pointsOf } from "./written-exercise";

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe("written exercises", () => {
  it.each(
    WRITTEN_EXERCISES,
  )("of $notebook: six points for the proof, two for the reason, one wrong claim of four", (all) => {
    expect([pointsOf(all.proof.rubric), pointsOf(all.claims.rubric)]).toEqual([6, 2]);
    expect(all.claims.all.map(({ letter }) => letter)).toEqual(["A", "B", "C", "D"]);
    expect(all.claims.all.map(({ letter }) => letter)).toContain(all.claims.wrong);
  });
});

describe("the solution of notebook 06", () => {
  const ratios = fc.array(fc.double({ min: 0.05, max: 20, noNaN: true }), { minLength: 8, maxLength: 30 });
  const responsibility = (share: number, ratio: number): number => (share * ratio) / (1 - share + share * ratio);
  const step = (share: number, all: readonly number[]): number => mean(all.map((each) => responsibility(share, each)));

  it("(a) EM's step is the score times share (1 - share) / n", () => {
    fc.assert(
      fc.property(ratios, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (all, share) => {
        const logLikelihood = (at: number): number => mean(all.map((each) => Math.log(1 - at + at * each)));
        const h = 1e-5;
        const score = (logLikelihood(share + h) - logLikelihood(share - h)) / (2 * h);
        expect(step(share, all)).toBeCloseTo(share + share * (1 - share) * score, 6);
      }),
    );
  });

  it("(b) errors shrink by the fraction of missing information", () => {
    // The maximum lies inside: some ratios are below 1, some above.
    const all = [0.1, 0.2, 0.4, 0.5, 0.9, 2, 3, 6];
    let share = 0.5;
    for (let k = 0; k < 5000; k++) share = step(share, all);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.95);
    const missing = mean(all.map((each) => responsibility(share, each) * (1 - responsibility(share, each))));
    const h = 1e-5;
    const derivative = (step(share + h, all) - step(share - h, all)) / (2 * h);
    expect(derivative).toBeCloseTo(missing / (share * (1 - share)), 8);
  });
});

describe("the solution of notebook 07", () => {
  it("(b), (c) the sum of squares of evenly spaced sizes, and 492 replications", () => {
    const sizes = Array.from({ length: 20 }, (_, k) => Math.log(10) * (3 + (2 * k) / 19));
    const squares = sizes.reduce((sum, each) => sum + (each - mean(sizes)) ** 2, 0);
    expect(squares).toBeCloseTo(((2 * Math.log(10)) ** 2 * 20 * 21) / (12 * 19), 10);
    expect(Math.ceil(1.96 ** 2 / (2 * squares * 1e-4))).toBe(492);
  });
});
