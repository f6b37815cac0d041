import { describe, expect, it } from "vitest";
import { activate } from "../../../../model/activation";
import { defineModel } from "../../../../model/contaminated-moe";
import { drawSample } from "../../../../model/sample/draw-sample";
import { fit } from "../../../fit/maximum-likelihood";
import { startData } from "../start-data";
import { StartUniforms } from "../uniforms";
import { steepStart } from "./steep";

const wide = [-100, 100] as const;
const model = defineModel({
  covariates: { law: "uniform", dimension: 3 },
  pretrained: {
    density: { kind: "gaussian" },
    expert: { kind: "activation", activation: "tanh", bias: true },
    eta: [1.73, -0.5, 1.27, 0.23],
    nu: 0.61,
  },
  prompt: { expert: { kind: "activation", activation: "sigmoid", bias: false } },
  box: { lambda: [0, 1], eta: [wide, wide, wide], nu: [0.001, 100] },
});
const truth = { lambda: 0.41, eta: [-99, -11, -49], nu: 0.0065 };
const sampleOf = (replicate: number) => drawSample(model, truth, { seed: 9, path: "steep", n: 476, replicate });

describe("a step as a start", () => {
  it("passes through a row's response, or its foot through the row, whatever the direction", () => {
    const sample = sampleOf(0);
    const data = startData(model, sample);
    const uniforms = new StartUniforms({ seed: 1, path: "steep starts", n: 0, replicate: 0 });
    const out = new Float64Array(3);
    for (let index = 0; index < 200; index++) {
      uniforms.begin(index);
      const eta = steepStart(data, uniforms) ?? [];
      const gaps = Array.from(sample.y, (y, i) => {
        activate("sigmoid", eta[0] * sample.x[i] + eta[1] * sample.x[476 + i] + eta[2] * sample.x[952 + i], out);
        return Math.abs(out[0] - Math.max(0.002, Math.min(0.998, y)));
      });
      expect(Math.min(...gaps)).toBeLessThan(1e-9);
    }
  });

  it("leaves no fit below the run from the truth where the slope is on its bound", () => {
    for (let replicate = 0; replicate < 4; replicate++) {
      const sample = sampleOf(replicate);
      const cold = fit(model, sample, { key: { seed: 9, path: "cold", n: 476, replicate } });
      expect(cold.logLikelihood).toBeGreaterThan(fit(model, sample, { warm: truth }).logLikelihood - 1e-5);
    }
  });
});
