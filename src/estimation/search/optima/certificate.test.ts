import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certify, poissonUpperBound } from "./certificate";

describe("the certificate", () => {
  it("has the exact Poisson bounds of the tables (Garwood 1936)", () => {
    // One-sided upper 95 % limits for 0, 1, 2, 5 and 10 events.
    const table = [
      [0, 2.99573],
      [1, 4.74386],
      [2, 6.29579],
      [5, 10.51303],
      [10, 16.9622],
    ] as const;
    for (const [count, bound] of table) expect(poissonUpperBound(count)).toBeCloseTo(bound, 4);
  });

  it("estimates the unseen mass by the share of starts that saw an optimum alone", () => {
    const found = certify([20, 7, 1, 1, 1], 60, 0.2);
    expect(found).toMatchObject({ starts: 60, reachedBest: 20, contenders: 5, seenOnce: 3, unseenMass: 0.05 });
    expect(found.unseenBound).toBeCloseTo(7.75366 / 60, 6);
    expect(found.satisfied).toBe(true);
    expect(certify([20, 7, 1, 1, 1], 60, 0.1).satisfied).toBe(false);
  });

  it("is not satisfied by a best optimum that few starts reached, whatever the bound", () => {
    expect(certify([4, 300], 1000, 0.1).satisfied).toBe(false);
    expect(certify([4, 300], 1000, 0.1).reason).toContain("only 4 of 1000");
    expect(certify([], 30, 0.1)).toMatchObject({ satisfied: false, reachedBest: 0 });
  });

  it("covers the true unseen mass in nearly 95 % of searches, at worst in 89 %, for any law of the optima", () => {
    // Good and Turing's own setting: species drawn at random, the mass of those never drawn known.
    const law = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(law, fc.nat(1e6), (weights, seed) => {
        const total = weights.reduce((sum, w) => sum + w, 0);
        let state = seed + 1;
        const uniform = (): number => {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          return state / 2 ** 32;
        };
        let covered = 0;
        const searches = 500;
        for (let search = 0; search < searches; search++) {
          const reached = weights.map(() => 0);
          for (let start = 0; start < 60; start++) {
            let at = uniform() * total;
            let k = 0;
            while (k < weights.length - 1 && at >= weights[k]) at -= weights[k++];
            reached[k]++;
          }
          const unseen = weights.reduce((sum, w, k) => sum + (reached[k] === 0 ? w : 0), 0) / total;
          const seen = reached.filter((count) => count > 0);
          if (certify(seen, 60, 0.1).unseenBound >= unseen) covered++;
        }
        // Worst at some thirty optima of equal mass: 0.89. Four Monte Carlo standard errors below it.
        expect(covered / searches).toBeGreaterThan(0.835);
      }),
      { numRuns: 40 },
    );
  });
});
