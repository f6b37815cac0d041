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

  it("take few of the worst explained rows as well: a plane through a fifth of the outliers is found", () => {
    const model = defineModel({
      covariates: { law: "normal", dimension: 3 },
      pretrained: {
        density: { kind: "student-t", df: 3 },
        expert: { kind: "activation", activation: "sin", bias: true },
        eta: [1, -0.5, 0.7, 0.2],
        nu: 1,
      },
      prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
      box: { lambda: [0, 1], eta: Array.from({ length: 4 }, () => [-1000, 1000] as const), nu: [0.5, 5] },
    });
    const plane = [400, -250, 300, 600];
    for (let replicate = 0; replicate < 3; replicate++) {
      const key = { seed: 9, path: "few outliers", n: 1200, replicate };
      const drawn = drawSample(model, { lambda: 0, eta: plane, nu: 1 }, key);
      const { n, x } = drawn;
      const y = drawn.y.map((value, i) => {
        if (i % 20 !== 3) return value;
        if (i % 100 === 3) return value + plane[3] + plane[0] * x[i] + plane[1] * x[n + i] + plane[2] * x[2 * n + i];
        return value + 1000 * Math.sin(i * i);
      });
      const sample = { ...drawn, y };
      const warm = fit(model, sample, { warm: { lambda: 0.01, eta: plane, nu: 2 } });
      const cold = fit(model, sample, { key });
      expect(cold.logLikelihood).toBeGreaterThan(warm.logLikelihood - 1e-5);
    }
  });
});
