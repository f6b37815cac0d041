import { describe, expect, it } from "vitest";
import { boxVectors } from "../../../../model/box";
import { defineModel } from "../../../../model/contaminated-moe";
import { drawSample } from "../../../../model/sample/draw-sample";
import { fit } from "../../../fit/maximum-likelihood";
import { likelihoodOf } from "../../../likelihood/wasm-likelihood";
import { maximizeOnKinks } from "../../newton/kink";
import { BoxMaximizer, type Objective } from "../../newton/trust-region";
import { startData } from "../start-data";
import { StartUniforms } from "../uniforms";
import { nudge } from "./hop";

const model = defineModel({
  covariates: { law: "normal", dimension: 3 },
  pretrained: {
    density: { kind: "laplace" },
    expert: { kind: "activation", activation: "relu", bias: false },
    eta: [0.8, -0.5, 0.3],
    nu: 1,
  },
  prompt: { expert: { kind: "activation", activation: "relu", bias: false } },
  box: { lambda: [0.05, 1], eta: [1, 2, 3].map(() => [-10, 10] as const), nu: [0.01, 5] },
});
const { lower, upper } = boxVectors(model.box);

describe("the best optimum of relu, nudged", () => {
  it("moves eta alone, by a standard error at most, and leads nowhere higher once the search has ended", () => {
    const tried: number[] = [];
    for (let replicate = 0; replicate < 4; replicate++) {
      const key = { seed: 95, path: "nudge", n: 400, replicate };
      const drawn = drawSample(model, { lambda: 0, eta: [0, 0, 0], nu: 1 }, key);
      // Outliers, which a prompt of few rows follows around the kinks.
      const sample = { ...drawn, y: drawn.y.map((value, i) => value + (i % 20 === 0 ? 10 * Math.sin(i) : 0)) };
      const found = fit(model, sample);
      const likelihood = likelihoodOf(model, sample);
      const objective: Objective = (theta, out) => likelihood.evaluate(theta, out);
      const from = new BoxMaximizer(lower, upper);
      const top = from.run(objective, Float64Array.of(found.estimate.lambda, ...found.estimate.eta, found.estimate.nu));
      const uniforms = new StartUniforms({ ...key, path: "another stream" });
      for (let index = 0; index < 60; index++) {
        uniforms.begin(index);
        const start = nudge(startData(model, sample), top, uniforms);
        expect([start[0], start[4]]).toEqual([top.theta[0], top.theta[4]]);
        for (let j = 1; j <= 3; j++) {
          const error = 1 / Math.sqrt(-top.pass.hessian[j * 6]);
          expect(Math.abs(start[j] - top.theta[j])).toBeLessThanOrEqual(error);
        }
        const end = from.run(objective, start);
        const polished = end.converged ? end : maximizeOnKinks(model, sample, objective, end, lower, upper);
        tried.push(polished.pass.logLikelihood - found.logLikelihood);
      }
      likelihood.release();
    }
    expect(Math.max(...tried)).toBeLessThan(1e-5);
  });
});
