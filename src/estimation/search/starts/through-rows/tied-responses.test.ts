import { describe, expect, it } from "vitest";
import type { Activation } from "../../../../model/activation";
import { activate } from "../../../../model/activation";
import { defineModel } from "../../../../model/contaminated-moe";
import { drawSample } from "../../../../model/sample/draw-sample";
import { fit } from "../../../fit/maximum-likelihood";
import { likelihoodOf } from "../../../likelihood/wasm-likelihood";
import { startData } from "../start-data";
import { tiedStarts } from "./tied-responses";

const wide = [-10, 10] as const;
const modelOf = (activation: Activation, bias = true) =>
  defineModel({
    covariates: { law: "uniform", dimension: 2 },
    pretrained: {
      density: { kind: "laplace" },
      expert: { kind: "activation", activation: "identity", bias: true },
      eta: [0.8, -0.4, 0.5],
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation, bias } },
    box: { lambda: [0, 1], eta: bias ? [wide, wide, wide] : [wide, wide], nu: [0.01, 100] },
  });

/** Responses rounded to whole numbers. */
function rounded(activation: Activation, replicate: number) {
  const model = modelOf(activation);
  const truth = { lambda: 0.6, eta: [0.6, 0.5, 0.3], nu: 0.7 };
  const drawn = drawSample(model, truth, { seed: 20261128, path: "tied", n: 1200, replicate });
  return { model, sample: { ...drawn, y: drawn.y.map(Math.round) } };
}

describe("starts where many rows share a response", () => {
  it("are flat curves through the most frequent values", () => {
    const { model, sample } = rounded("softplus", 0);
    const counts = new Map<number, number>();
    for (const y of sample.y) counts.set(y, (counts.get(y) ?? 0) + 1);
    const often = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
    const out = new Float64Array(3);
    const starts = tiedStarts(startData(model, sample));
    expect(starts.length).toBeGreaterThan(0);
    for (const [lambda, a1, a2, b, nu] of starts) {
      activate("softplus", b, out);
      const [value, count] = often.find(([y]) => Math.abs(y - out[0]) < 1e-6) ?? [];
      expect([a1, a2, nu]).toEqual([0, 0, 0.01]);
      expect(often.slice(0, 3).map(([y]) => y)).toContain(value);
      expect(lambda).toBe((count ?? 0) / 1200);
    }
  });

  it("are none where y is continuous, or where the expert has no bias", () => {
    const model = modelOf("tanh");
    const drawn = drawSample(
      model,
      { lambda: 0.6, eta: [1, 1, 0], nu: 1 },
      { seed: 1, path: "c", n: 500, replicate: 0 },
    );
    expect(tiedStarts(startData(model, drawn))).toEqual([]);
    const tied = { ...drawn, y: drawn.y.map(Math.round) };
    expect(tiedStarts(startData(modelOf("tanh", false), tied))).toEqual([]);
  });

  it("keep a fit from ending below the flat curve through any frequent value with the least variance", () => {
    // Samples in which no random start finds it.
    const hidden = { softplus: [3, 15, 29], identity: [3, 7, 8], tanh: [0] } as const;
    for (const activation of ["softplus", "identity", "tanh"] as const) {
      for (const replicate of hidden[activation]) {
        const { model, sample } = rounded(activation, replicate);
        const found = fit(model, sample, { key: { seed: 3, path: "x", n: 1200, replicate } });
        const likelihood = likelihoodOf(model, sample);
        // A grid in lambda and b, whatever the starts do: the flat curves there are.
        for (let b = -3; b <= 3; b += 0.05) {
          for (const lambda of [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4]) {
            const value = likelihood.value(Float64Array.of(lambda, 0, 0, b, 0.01));
            expect(value).toBeLessThan(found.logLikelihood + 1e-6);
          }
        }
        likelihood.release();
      }
    }
  });
});
