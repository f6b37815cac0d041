import { describe, expect, it } from "vitest";
import { scenarioPath } from "../../design/scenarios";
import { directionGrid, promptDistance, truthClass, truthInDirection } from "./truth-class";
import { uniformRisk } from "./uniform-risk";
import { scaledCurveLoss, worstTruth, worstTruths } from "./worst-truth";

const linear = truthClass(scenarioPath("L/resonant").path.model, 0.5);
const tanh = truthClass(scenarioPath("S/slope").path.model, 0.5);

describe("truths at a distance", () => {
  it("are at that distance in the loss of their scenario, in every direction of the grid", () => {
    for (const of of [linear, tanh]) {
      const directions = directionGrid(3, 4);
      // Lattice points of the octahedron |i| + |j| + |k| = 4: 4 m^2 + 2.
      expect(directions).toHaveLength(66);
      for (const v of directions) {
        const truth = truthInDirection(of, 0.02, v);
        if (truth === undefined) throw new Error("outside the box");
        expect(promptDistance(of, truth, of.frozen)).toBeCloseTo(0.02, 12);
      }
    }
  });

  it("are none where nu would be negative", () => {
    expect(truthInDirection(tanh, 0.05, [0, 0, -1])).toBeUndefined();
    expect(truthInDirection(tanh, 0.05, [0, 0, 0])).toBeUndefined();
  });

  it("exist for merging models only", () => {
    expect(() => truthClass(scenarioPath("D/vanishing").path.model, 0.5)).toThrow(/scenario S or L; this one is D/);
    expect(() => truthClass(linear.model, 1)).toThrow(/lambda is 1/);
  });
});

describe("the worst truth", () => {
  it("of linear experts is the resonant one, Dnu = Db^2 / 3, found by no hint", () => {
    // Fifths: the grid itself does not hold the shares 3/4 and 1/4 of the resonance.
    const found = worstTruths(linear, "lambda", [0.1, 0.01, 0.3], { n: 1e9, divisions: 5 });
    for (const { truth, scaled, onGrid, easiest } of found.slice(1)) {
      const [a, b] = truth.eta;
      expect((truth.nu - 1) / (b * b)).toBeCloseTo(1 / 3, 2);
      expect(Math.abs(a - 1)).toBeLessThan(0.001);
      expect(scaled).toBeGreaterThan(1.05 * onGrid);
      expect(scaled / easiest.scaled).toBeGreaterThan(15);
    }
  });

  it("costs a bounded multiple of rho^-2 n^-1/2 however near, while along kappa = 0 lambda costs less and less", () => {
    const rhos = [0.2, 0.02, 0.002];
    const worst = rhos.map((rho) => worstTruth(linear, "lambda", { rho, n: 1e12, divisions: 4 }).scaled);
    expect(Math.abs(worst[2] / worst[1] - 1)).toBeLessThan(0.05);
    // Sharp exponent of kappa = 0: beta^-3 = rho^-3/2, so the scaled loss falls like sqrt(rho): by sqrt(10) a decade.
    const still = rhos.map((rho) => {
      const truth = truthInDirection(linear, rho, [0, 1, 0]);
      if (truth === undefined) throw new Error("outside the box");
      return scaledCurveLoss(linear, "lambda", truth, { rho, n: 1e12 });
    });
    expect(still[1] / still[2]).toBeCloseTo(Math.sqrt(10), 1);
    const merging = [0.02, 0.002].map((rho) => worstTruth(tanh, "lambda", { rho, n: 1e12 }).scaled);
    expect(Math.abs(merging[1] / merging[0] - 1)).toBeLessThan(0.05);
  });

  it("refuses distances of nobody and grids of too many", () => {
    expect(() => worstTruth(linear, "lambda", { rho: 1e4, n: 1e4 })).toThrow(/No truth at distance rho = 10000/);
    expect(() => worstTruth(linear, "lambda", { rho: 0, n: 1e4 })).toThrow(/rho is 0/);
    expect(() => worstTruth(linear, "lambda", { rho: 0.1, n: 1e4, divisions: 40 })).toThrow(/directions; at most/);
  });
});

describe("the uniform risk", () => {
  it("is simulated at the worst truths, above Le Cam's bound and near the curve", async () => {
    const [risk] = await uniformRisk(tanh.model, {
      ...{
        id: "uniform/test",
        lambda: 0.5,
        rhos: [0.8],
        n: 4000,
        replications: 60,
        seed: 11,
        divisions: 2,
        workers: 0,
      },
    });
    const [worst, , easiest] = risk.simulated;
    expect(risk.simulated.map(({ failures }) => failures)).toStrictEqual([0, 0, 0]);
    const curve = Math.sqrt(2 / Math.PI) * risk.proposed[0].scaled;
    expect(Math.abs(worst.lambda.value / curve - 1)).toBeLessThan(0.4);
    expect(risk.worst.lambda.value).toBeGreaterThanOrEqual(worst.lambda.value);
    expect(worst.lambda.value).toBeGreaterThan(easiest.lambda.value);
    expect(risk.worst.lambda.value + 2 * (risk.worst.lambda.mcse ?? 0)).toBeGreaterThan(risk.scaledBound);
    expect(risk.scaledBound).toBeGreaterThan(0.2 * curve);
  });
});
