import { describe, expect, it } from "vitest";
import { boxVectors } from "../../../../model/box";
import { defineModel } from "../../../../model/contaminated-moe";
import type { ActivationExpert } from "../../../../model/expert";
import { drawSample } from "../../../../model/sample/draw-sample";
import type { Sample } from "../../../../model/sample/sample";
import { RandomStream } from "../../../../numerics/random-stream";
import { fit } from "../../../fit/maximum-likelihood";
import { likelihoodOf } from "../../../likelihood/wasm-likelihood";
import { BoxMaximizer, type Objective } from "../../newton/trust-region";
import { startData } from "../start-data";
import { alongCoordinates } from "./along-coordinates";

const expert = (activation: ActivationExpert["activation"]): ActivationExpert => ({
  kind: "activation",
  activation,
  bias: true,
});

/** Covariates of 0 and 1, responses with far outliers: eta of the prompt runs to its bounds. */
function tied(activation: ActivationExpert["activation"], replicate: number) {
  const model = defineModel({
    covariates: { law: "normal", dimension: 2 },
    pretrained: { density: { kind: "laplace" }, expert: expert("gelu"), eta: [1.2, -0.7, 0.4], nu: 2 },
    prompt: { expert: expert(activation) },
    box: {
      lambda: [0, 1],
      eta: [
        [-100, 100],
        [-10, 10],
        [-10, 10],
      ],
      nu: [0.1, 1000],
    },
  });
  const key = { seed: 20261128, path: "along", n: 400, replicate };
  const drawn = drawSample(model, { lambda: 0.2, eta: [1, 1, -1], nu: 0.3 }, key);
  const x = drawn.x.map((value) => (value > 0 ? 1 : 0));
  const noise = new Float64Array(400);
  new RandomStream(key).normals(9, noise);
  const y = drawn.y.map((value, i) => value + (i % 10 === 0 ? 100 * noise[i] : 0));
  return { model, sample: { ...drawn, x, y } satisfies Sample };
}

describe("humps along coordinates, from a maximum on a bound of the box", () => {
  it("have one coordinate moved, stay in the box and are as high as said; none from inside the box, none for sin", () => {
    const { model, sample } = tied("gelu", 0);
    const likelihood = likelihoodOf(model, sample);
    const { lower, upper } = boxVectors(model.box);
    const maximizer = new BoxMaximizer(lower, upper);
    const objective: Objective = (theta, out) => likelihood.evaluate(theta, out);
    const value = (theta: Float64Array): number => likelihood.value(theta);
    const data = startData(model, sample);
    // All rows with the flat side of gelu: slopes on their bounds.
    const onBound = maximizer.run(objective, Float64Array.of(0.1, -100, -10, -10, 900), {});
    expect([-10, 10]).toContain(onBound.theta[2]);
    const starts = alongCoordinates(data, onBound, value);
    expect(starts.length).toBeGreaterThan(0);
    for (const start of starts) {
      const moved = Array.from(start, (entry, j) => (entry === onBound.theta[j] ? 0 : 1)).filter(
        (one) => one === 1,
      ).length;
      expect(moved).toBeLessThanOrEqual(1);
      for (let j = 0; j < start.length; j++) {
        expect(start[j]).toBeGreaterThanOrEqual(lower[j]);
        expect(start[j]).toBeLessThanOrEqual(upper[j]);
      }
    }
    // They lead out of the saturated maximum.
    const ends = starts.map((start) => maximizer.run(objective, start, {}).pass.logLikelihood);
    expect(Math.max(...ends)).toBeGreaterThan(onBound.pass.logLikelihood + 0.1);
    const inside = { ...onBound, theta: Float64Array.of(0.1, 1, 1, 1, 2) };
    expect(alongCoordinates(data, inside, value)).toEqual([]);
    const waves = tied("sin", 0);
    expect(alongCoordinates(startData(waves.model, waves.sample), onBound, value)).toEqual([]);
    likelihood.release();
  });

  it("lead a fit at least as high as a hundred starts all over the box", () => {
    for (const activation of ["gelu", "tanh", "sigmoid", "softplus"] as const) {
      const { model, sample } = tied(activation, 1);
      const found = fit(model, sample, { key: { seed: 3, path: "along fits", n: 400, replicate: 0 } });
      const likelihood = likelihoodOf(model, sample);
      const { lower, upper } = boxVectors(model.box);
      const maximizer = new BoxMaximizer(lower, upper);
      const u = new Float64Array(500);
      new RandomStream({ seed: 8, path: "elsewhere", n: 500, replicate: 0 }).uniforms(0, u);
      let best = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < 100; k++) {
        const start = lower.map((low, j) => low + (upper[j] - low) * u[5 * k + j]);
        const end = maximizer.run((theta, out) => likelihood.evaluate(theta, out), start, {});
        best = Math.max(best, end.pass.logLikelihood);
      }
      likelihood.release();
      expect(best).toBeLessThan(found.logLikelihood + 1e-5);
    }
  });
});
