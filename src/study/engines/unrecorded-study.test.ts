import { describe, expect, it } from "vitest";
import { fit } from "../../estimation/fit/maximum-likelihood";
import { newPass } from "../../estimation/likelihood/likelihood";
import { plainLikelihood } from "../../estimation/likelihood/plain-likelihood";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { type CustomExpert, customExpert } from "../../model/expert";
import { decayExpert, logisticDensity } from "../../model/own-expert-example";
import { fixed, type Path } from "../../model/path";
import { drawSample } from "../../model/sample/draw-sample";
import { tanh } from "../../numerics/elementary";
import { pathExponents } from "../../theory/rates/exponents";
import { designStudy } from "../design/design-study";
import { summarize } from "../measures/summary";
import type { Estimator } from "./own-estimator";
import { runStudy } from "./run-study";
import { runUnrecordedStudy } from "./unrecorded-study";

/** f0 logistic around tanh x; the prompt decays exponentially. */
const model: ContaminatedMoe = defineModel({
  covariates: { law: "uniform", dimension: 1 },
  pretrained: {
    density: logisticDensity,
    expert: { kind: "activation", activation: "tanh", bias: true },
    eta: [1, 0],
    nu: 1,
  },
  prompt: { expert: decayExpert },
  box: {
    lambda: [0, 1],
    eta: [
      [0, 5],
      [-2, 2],
    ],
    nu: [0.02, 10],
  },
});
const path: Path = {
  id: "own/decay",
  title: "logistic f0, decaying prompt",
  model,
  lambda: fixed(0.4),
  eta: [fixed(2), fixed(0.6)],
  nu: fixed(0.2),
};

describe("a study of one's own expert and density", () => {
  it("lies on the information curve", async () => {
    const told: number[] = [];
    const { summary, records } = await runUnrecordedStudy(path, {
      sizes: [400],
      replications: 60,
      starts: 2,
      onProgress: (done) => told.push(done),
    });
    expect(records).toHaveLength(60);
    expect(told.at(-1)).toBe(60);
    expect(summary.failures + summary.notConverged).toBe(0);
    for (const { name, efficiency } of summary.cells[0].parameters) {
      const { value, mcse } = efficiency ?? { value: 0, mcse: 0 };
      expect(Math.abs(value - 1), name).toBeLessThan(4 * (mcse ?? 0) + 0.05);
    }
    expect(pathExponents(path).scenario).toBe("D");
  });

  it("gives the records of an ordinary study for built-in experts", async () => {
    const builtIn: Path = {
      ...path,
      id: "own/line",
      model: defineModel({
        ...model,
        pretrained: { ...model.pretrained, density: { kind: "laplace" } },
        prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
        box: defaultBox(2),
      }),
    };
    const options = { sizes: [100], replications: 5, seed: 3 };
    const own = await runUnrecordedStudy(builtIn, options);
    const usual = await summarize(await runStudy(designStudy(builtIn, options), { workers: 0 }));
    expect(own.summary.cells[0].parameters).toEqual(usual.cells[0].parameters);
  });

  it("takes one's own estimator: the same samples, and failures are counted with their reasons", async () => {
    const options = { sizes: [200, 400], replications: 6, seed: 5 };
    const library: Estimator = ({ sample, key }) => {
      const found = fit(path.model, sample, { key });
      return { estimate: found.estimate, converged: found.converged, logLikelihood: found.logLikelihood };
    };
    const own = await runUnrecordedStudy(path, { ...options, estimator: library });
    const usual = await runUnrecordedStudy(path, options);
    expect(own.records.map(({ error, logLikelihood, atBound }) => ({ error, logLikelihood, atBound }))).toStrictEqual(
      usual.records.map(({ error, logLikelihood, atBound }) => ({ error, logLikelihood, atBound })),
    );
    const oracle = await runUnrecordedStudy(path, { ...options, estimator: ({ truth }) => ({ estimate: truth }) });
    expect(oracle.summary.cells.map(({ parameters }) => parameters[0].rmse.value)).toStrictEqual([0, 0]);
    const careless: Estimator = ({ truth, sample }) => {
      if (sample.n === 400) return { estimate: { ...truth, nu: -1 } };
      return { estimate: { ...truth, lambda: 1 }, converged: false, reason: "stopped by hand" };
    };
    const { summary } = await runUnrecordedStudy(path, { ...options, estimator: careless });
    expect(summary.cells.map(({ failures, notConverged, atBound }) => [failures, notConverged, atBound])).toStrictEqual(
      [
        [0, 6, 6],
        [6, 0, 0],
      ],
    );
    expect(Object.keys(summary.cells[1].reasons)[0]).toMatch(/the estimate.nu is -1/);
  });

  it("starts at the truth when told to", async () => {
    const options = { sizes: [100], replications: 8, seed: 2, starts: 1 };
    const warm = await runUnrecordedStudy(path, { ...options, start: "warm" });
    const cold = await runUnrecordedStudy(path, options);
    // A warm search runs one start only, the truth: it costs less, and never finds more.
    warm.records.forEach(({ logLikelihood, passes }, k) => {
      expect(passes).toBeLessThan(cold.records[k].passes ?? 0);
      expect(logLikelihood).toBeLessThan((cold.records[k].logLikelihood ?? 0) + 1e-6);
    });
  });

  it("refuses a study of nothing", async () => {
    await expect(runUnrecordedStudy(path, { sizes: [], replications: 3 })).rejects.toThrow("0 sizes");
  });
});

describe("the speed of a user-defined expert", () => {
  it("is in the class of the plain path", () => {
    const own: CustomExpert = customExpert(
      {
        name: "own tanh",
        parameters: 2,
        evaluate: (x, eta, gradient, hessian) => {
          const t = tanh(eta[0] * x[0] + eta[1]);
          const d = 1 - t * t;
          const second = -2 * t * d;
          gradient[0] = d * x[0];
          gradient[1] = d;
          hessian[0] = second * x[0] * x[0];
          hessian[1] = second * x[0];
          hessian[2] = hessian[1];
          hessian[3] = second;
          return t;
        },
      },
      { x: [[0.4]], eta: [[1, 0.2]] },
    );
    const builtIn = { ...model, prompt: { expert: { kind: "activation", activation: "tanh", bias: true } as const } };
    const key = { seed: 1, path: "speed", n: 20_000, replicate: 0 };
    const sample = drawSample(builtIn, { lambda: 0.4, eta: [-1, 0.5], nu: 0.3 }, key);
    const theta = Float64Array.of(0.4, -1, 0.5, 0.3);
    const best = (of: ContaminatedMoe): { readonly seconds: number; readonly logLikelihood: number } => {
      const likelihood = plainLikelihood(of, sample);
      const pass = newPass(4);
      let seconds = Number.POSITIVE_INFINITY;
      for (let run = 0; run < 15; run++) {
        const before = performance.now();
        likelihood.evaluate(theta, pass);
        seconds = Math.min(seconds, performance.now() - before);
      }
      return { seconds, logLikelihood: pass.logLikelihood };
    };
    const [mine, theirs] = [best({ ...model, prompt: { expert: own } }), best(builtIn)];
    expect(mine.logLikelihood).toBeCloseTo(theirs.logLikelihood, 6);
    expect(mine.seconds).toBeLessThan(3 * theirs.seconds);
  });
});
