import { beforeAll, describe, expect, it } from "vitest";
import { defaultBox } from "../../../model/box";
import { type ContaminatedMoe, defineModel } from "../../../model/contaminated-moe";
import { customExpert } from "../../../model/expert";
import { drawSample } from "../../../model/sample/draw-sample";
import { bootstrapTest, empiricalQuantile, monteCarloP, nullJob } from "./bootstrap-test";
import { likelihoodRatio, replicateStatistic } from "./likelihood-ratio";
import { powerCurve } from "./power-curve";
import { statistics } from "./statistics-in-parallel";
import { type TestLevel, testLevels } from "./test-level";

/** h0 = tanh x, the prompt a line through 0: small, so that a thousand fits take seconds. */
const model: ContaminatedMoe = defineModel({
  covariates: { law: "uniform", dimension: 1 },
  pretrained: {
    density: { kind: "gaussian" },
    expert: { kind: "activation", activation: "tanh", bias: false },
    eta: [1],
    nu: 1,
  },
  prompt: { expert: { kind: "activation", activation: "identity", bias: false } },
  box: { ...defaultBox(1), nu: [0.05, 20] },
});
const key = { seed: 3, path: "bootstrap-test", n: 60, replicate: 0 };
const nothing = drawSample(model, { lambda: 0, eta: [0], nu: 1 }, key);

describe("counting", () => {
  it("gives p = (1 + #{null >= observed}) / (B + 1), ties counted", () => {
    const values = [0, 0, 1, 2, 2, 3, 4, 5, 6];
    expect(monteCarloP(values, 10)).toBe(0.1);
    expect(monteCarloP(values, 2)).toBe(0.7);
    expect(monteCarloP(values, 0)).toBe(1);
    expect(empiricalQuantile(values, 0.9)).toBe(6);
    // p <= 0.1 exactly above the 90 % point.
    expect(monteCarloP(values, 6)).toBe(0.2);
    expect(monteCarloP(values, 6.01)).toBe(0.1);
  });
});

describe("the test of lambda = 0", () => {
  it("has a statistic that is the likelihood's rise over the frozen model, never negative", () => {
    for (let replicate = 0; replicate < 5; replicate++) {
      expect(replicateStatistic(nullJob(model, nothing, 8, 2), replicate)).toBeGreaterThanOrEqual(0);
    }
    const { statistic, fit } = likelihoodRatio(model, nothing);
    const frozen =
      -0.5 * nothing.y.reduce((sum, y, i) => sum + (y - Math.tanh(nothing.x[i])) ** 2, 0) - 30 * Math.log(2 * Math.PI);
    expect(statistic).toBeCloseTo(2 * (fit.logLikelihood - frozen), 8);
  });

  it("finds a prompt that is there and reports what was sampled", async () => {
    const sample = drawSample(model, { lambda: 0.4, eta: [-2], nu: 0.3 }, { ...key, replicate: 1 });
    const test = await bootstrapTest(model, sample, { bootstrap: 99, starts: 2, workers: 0 });
    expect(test.p).toBe(0.01);
    expect(test.null).toHaveLength(99);
    expect(test.chiSquared).toHaveLength(3);
    expect(test.mcse).toBeCloseTo(0.01, 3);
  });

  it("gives the same bits with threads and without, and other samples for another seed", async () => {
    const job = nullJob(model, nothing, 5, 2);
    const told: number[] = [];
    const threads = await statistics(job, 40, { workers: 2, onProgress: (done) => told.push(done) });
    const alone = await statistics(job, 40, { workers: 0 });
    expect(Array.from(threads)).toEqual(Array.from(alone));
    expect(told.at(-1)).toBe(40);
    const other = await statistics({ ...job, seed: 6 }, 3, { workers: 0 });
    expect(Array.from(other)).not.toEqual(Array.from(alone.slice(0, 3)));
  });

  it("works for user-defined experts, in the calling thread", async () => {
    const line = customExpert(
      {
        name: "line through 0",
        parameters: 1,
        evaluate: (x, eta, gradient, hessian) => {
          gradient[0] = x[0];
          hessian[0] = 0;
          return eta[0] * x[0];
        },
      },
      { x: [[0.3]], eta: [[1]] },
    );
    const own = { ...model, prompt: { expert: line } };
    const values = await statistics(nullJob(own, nothing, 5, 2), 41);
    expect(values.every((value) => value >= 0)).toBe(true);
  });

  it("needs 0 in the box", async () => {
    const narrow = { ...model, box: { ...model.box, lambda: [0.1, 1] as const } };
    await expect(bootstrapTest(narrow, nothing)).rejects.toThrow("needs 0 as its lower end");
  });
});

describe("the level over 400 null samples", () => {
  let levels: readonly TestLevel[] = [];
  beforeAll(async () => {
    levels = await testLevels(model, nothing, { samples: 400, bootstrap: 999, starts: 2, seed: 1 });
  });

  it("is 5 % within 2 MCSE for the bootstrap", () => {
    const { level, mcse } = levels[0];
    expect(mcse).toBeLessThan(0.014);
    expect(Math.abs(level - 0.05)).toBeLessThanOrEqual(2 * mcse);
  });

  it("is far from 5 % for every chi-squared law with one degree of freedom", () => {
    for (const { level, mcse } of levels.slice(1, 3)) expect(level - 0.05).toBeGreaterThan(5 * mcse);
  });
});

describe("power", () => {
  it("is the level without a prompt, grows with lambda and n, and states its error", async () => {
    const alternative = { lambda: 0.3, eta: [-2], nu: 0.3 };
    const options = { bootstrap: 99, replications: 50, starts: 1, seed: 2, workers: 0 };
    const points = await powerCurve(model, alternative, [15, 40], [0, 0.3], options);
    const at = (n: number, lambda: number): number => points.find((p) => p.n === n && p.lambda === lambda)?.power ?? -1;
    expect(at(40, 0)).toBeLessThan(0.05 + 3 * 0.038);
    expect(at(40, 0.3)).toBeGreaterThan(at(15, 0.3));
    expect(at(15, 0.3)).toBeGreaterThan(at(15, 0));
    expect(points.every(({ mcse }) => mcse > 0)).toBe(true);
  });

  it("refuses a level that so few samples cannot show", async () => {
    await expect(powerCurve(model, { lambda: 0.3, eta: [1], nu: 1 }, [20], [0.3], { bootstrap: 9 })).rejects.toThrow(
      "at least 20",
    );
  });
});
