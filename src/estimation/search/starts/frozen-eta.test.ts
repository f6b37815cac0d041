import { describe, expect, it } from "vitest";
import { defaultBox } from "../../../model/box";
import { defineModel } from "../../../model/contaminated-moe";
import { drawSample } from "../../../model/sample/draw-sample";
import { fit } from "../../fit/maximum-likelihood";
import { frozenEta } from "./frozen-eta";

const sine = (bias: boolean) => ({ kind: "activation", activation: "sin", bias }) as const;
const modelOf = (frozenBias: boolean, promptBias: boolean) =>
  defineModel({
    covariates: { law: "uniform", dimension: 3 },
    pretrained: {
      density: { kind: "laplace" },
      expert: sine(frozenBias),
      eta: frozenBias ? [-1.7, -4.6, -1.9, 1.3] : [-1.7, -4.6, -1.9],
      nu: 0.18,
    },
    prompt: { expert: sine(promptBias) },
    box: defaultBox(promptBias ? 4 : 3),
  });

describe("starts at the frozen expert", () => {
  it("exist for sin whatever the density, with a bias of 0 where the frozen one has none", () => {
    expect(frozenEta(modelOf(true, true))).toEqual([-1.7, -4.6, -1.9, 1.3]);
    expect(frozenEta(modelOf(false, true))).toEqual([-1.7, -4.6, -1.9, 0]);
    expect(frozenEta(modelOf(true, false))).toBeUndefined();
  });

  it("find a Gaussian prompt that stands in for the middle of a Laplace density, at a frequency no regression leads to", () => {
    const model = modelOf(true, true);
    for (let replicate = 0; replicate < 3; replicate++) {
      const key = { seed: 4, path: "frozen sine", n: 1200, replicate };
      const sample = drawSample(model, { lambda: 0, eta: [1, 1, 1, 0], nu: 1 }, key);
      const there = fit(model, sample, { warm: { lambda: 0.5, eta: [-1.7, -4.6, -1.9, 1.3], nu: 0.18 } });
      expect(fit(model, sample, { key }).logLikelihood).toBeGreaterThan(there.logLikelihood - 1e-5);
    }
  });
});
