import { describe, expect, it } from "vitest";
import { defineModel } from "../../../model/contaminated-moe";
import { drawSample } from "../../../model/sample/draw-sample";
import { fit } from "../../fit/maximum-likelihood";

describe("random starts beside huge outliers", () => {
  it("have variances of the size that most responses have: a narrow prompt is found", () => {
    const line = { kind: "activation", activation: "identity", bias: true } as const;
    const model = defineModel({
      covariates: { law: "uniform", dimension: 1 },
      pretrained: { density: { kind: "laplace" }, expert: line, eta: [0.15, -1.9], nu: 2.1 },
      prompt: { expert: line },
      box: {
        lambda: [0, 0.5],
        eta: [
          [-10, 10],
          [-10, 10],
        ],
        nu: [0.01, 100],
      },
    });
    const truth = { lambda: 0.14, eta: [-0.99, 2.6], nu: 0.18 };
    for (let replicate = 0; replicate < 4; replicate++) {
      const key = { seed: 6, path: "outliers", n: 3800, replicate };
      const drawn = drawSample(model, truth, key);
      const y = drawn.y.map((value, i) => (i % 20 === 7 ? value + 1000 * ((i % 7) - 3.2) : value));
      const sample = { ...drawn, y };
      const cold = fit(model, sample, { key });
      expect(cold.logLikelihood).toBeGreaterThan(fit(model, sample, { warm: truth }).logLikelihood - 1e-5);
    }
  });
});
