import { describe, expect, it } from "vitest";
import { fit } from "../estimation/fit/maximum-likelihood";
import { exp, log } from "../numerics/elementary";
import { fisherInformation } from "../theory/information/information";
import { defaultBox } from "./box";
import { type ContaminatedMoe, defineModel } from "./contaminated-moe";
import { customDensity } from "./custom-density";
import type { Density } from "./density";
import { drawSample } from "./sample/draw-sample";

const ROOT = Math.SQRT2;
/** Laplace's law, written as a user would. */
const laplace = customDensity({
  name: "my Laplace",
  logDensity: (z) => -ROOT * Math.abs(z) - log(ROOT),
  kinks: [0],
  noise: (u) => (u < 0.5 ? log(2 * u) : -log(2 * (1 - u))) * Math.SQRT1_2,
});

function modelWith(density: Density): ContaminatedMoe {
  return defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density, expert: { kind: "activation", activation: "tanh", bias: true }, eta: [1, 0], nu: 0.5 },
    prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
    box: defaultBox(2),
  });
}

describe("user-defined densities", () => {
  const truth = { lambda: 0.4, eta: [1, 1], nu: 0.3 };
  const own = modelWith(laplace);
  const builtIn = modelWith({ kind: "laplace" });

  it("give the sample, the fit and the information of the same built-in density", () => {
    const key = { seed: 1, path: "custom-density", n: 500, replicate: 0 };
    const sample = drawSample(own, truth, key);
    expect(Array.from(sample.y)).toEqual(Array.from(drawSample(builtIn, truth, key).y));
    const [left, right] = [fit(own, sample), fit(builtIn, sample)];
    expect(left.logLikelihood).toBeCloseTo(right.logLikelihood, 9);
    expect(left.estimate.lambda).toBeCloseTo(right.estimate.lambda, 7);
    const [mine, theirs] = [fisherInformation(own, truth), fisherInformation(builtIn, truth)];
    mine.deviations.forEach((deviation, j) => {
      expect(deviation / theirs.deviations[j]).toBeCloseTo(1, 6);
    });
  });

  it.each([
    ["a mass that is not 1", () => customDensity({ name: "m", logDensity: (z) => -z * z }), /mass .* is 1\.77/],
    [
      "a mean that is not 0",
      () => customDensity({ name: "m", logDensity: (z) => -0.5 * (z - 1) ** 2 - 0.9189385332046727 }),
      /mean/,
    ],
    [
      "a variance that is not 1",
      () => customDensity({ name: "m", logDensity: (z) => -0.125 * z * z - 0.9189385332046727 - log(2) }),
      /variance/,
    ],
    [
      "tails beyond its reach",
      () => customDensity({ name: "m", logDensity: (z) => -log(2) - Math.abs(z), reach: 8, kinks: [0] }),
      /widen reach/,
    ],
    ["NaN", () => customDensity({ name: "m", logDensity: () => Number.NaN }), /is NaN/],
    [
      "noise of another scale",
      () => customDensity({ name: "m", logDensity: laplace.logDensity, kinks: [0], noise: (u) => 10 * (u - 0.5) }),
      /mean square/,
    ],
  ])("are refused for %s", (_, define, message) => {
    expect(define).toThrow(message);
  });

  it("cannot be simulated without noise", () => {
    const silent = customDensity({ name: "silent", logDensity: laplace.logDensity, kinks: [0] });
    const key = { seed: 1, path: "silent", n: 5, replicate: 0 };
    expect(() => drawSample(modelWith(silent), truth, key)).toThrow('Density "silent" has no noise');
    expect(exp(silent.logDensity(0))).toBeCloseTo(Math.SQRT1_2, 12);
  });
});
