import { describe, expect, it } from "vitest";
import { defaultBox } from "../../../model/box";
import { defineModel } from "../../../model/contaminated-moe";
import { drawSample } from "../../../model/sample/draw-sample";
import { fit } from "../../fit/maximum-likelihood";
import { plainLikelihood } from "../../likelihood/plain-likelihood";

/** Maximises a function of one variable between two points by golden section: no derivative, no Newton. */
function golden(value: (t: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  for (let round = 0; round < 45; round++) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (value(left) < value(right)) low = left;
    else high = right;
  }
  return 0.5 * (low + high);
}

describe("a maximum on relu's kink in every row, eta = 0", () => {
  it("is found to the last digits, also with rows at x = 0, which lie on the kink whatever eta", () => {
    const model = defineModel({
      covariates: { law: "uniform", dimension: 1 },
      pretrained: {
        density: { kind: "gaussian" },
        expert: { kind: "activation", activation: "sin", bias: true },
        eta: [1, 0.5],
        nu: 0.5,
      },
      prompt: { expert: { kind: "activation", activation: "relu", bias: false } },
      box: { ...defaultBox(1), nu: [0.01, 1000] },
    });
    const drawn = drawSample(model, { lambda: 0, eta: [1], nu: 1 }, { seed: 3, path: "kink", n: 600, replicate: 0 });
    const x = drawn.x.map((value) => Math.round(2 * value) / 2);
    // Far responses on both sides: no slope explains them, a wide prompt around 0 does.
    const y = drawn.y.map((value, i) =>
      i % 20 === 0 ? (i % 40 === 0 ? 12 : -12) * (1 + x[i] * x[i] + (i % 7)) : value,
    );
    const found = fit(model, { n: 600, dimension: 1, x, y });
    const likelihood = plainLikelihood(model, { n: 600, dimension: 1, x, y });
    const profile = (lambda: number): number => {
      const nu = golden((t) => likelihood.value(Float64Array.of(lambda, 0, Math.exp(t))), 0, Math.log(1000));
      return likelihood.value(Float64Array.of(lambda, 0, Math.exp(nu)));
    };
    const best = profile(golden(profile, 0.001, 0.5));
    expect(found.logLikelihood).toBeGreaterThan(best - 1e-8);
    expect(found.estimate.eta[0]).toBe(0);
  });
});
