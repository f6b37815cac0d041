import { describe, expect, it } from "vitest";
import { defaultBox } from "../../../model/box";
import { defineModel } from "../../../model/contaminated-moe";
import { drawSample } from "../../../model/sample/draw-sample";
import { fit } from "../../fit/maximum-likelihood";
import { likelihoodOf } from "../../likelihood/wasm-likelihood";

describe("optima that give every row the same density", () => {
  // x in halves: the frequencies a and a + 4 pi k are one on the sample, and the box from -50 to 50 holds eight of each.
  const model = defineModel({
    covariates: { law: "normal", dimension: 1 },
    pretrained: {
      density: { kind: "laplace" },
      expert: { kind: "activation", activation: "identity", bias: true },
      eta: [0, 0],
      nu: 4,
    },
    prompt: { expert: { kind: "activation", activation: "sin", bias: true } },
    box: {
      ...defaultBox(2),
      eta: [
        [-50, 50],
        [-10, 10],
      ],
    },
  });
  const key = { seed: 3, path: "halves", n: 200, replicate: 0 };
  const drawn = drawSample(model, { lambda: 0.6, eta: [2, 0.5], nu: 0.05 }, key);
  const x = drawn.x.map((value) => Math.round(2 * value) / 2);
  const y = drawn.y.map((value, i) => value - Math.sin(2 * drawn.x[i] + 0.5) + Math.sin(2 * x[i] + 0.5));
  const sample = { n: 200, dimension: 1, x, y };

  it("are one contender: the certificate is met, and none of those listed is another's alias", () => {
    const found = fit(model, sample);
    expect(found.certificate.satisfied).toBe(true);
    expect(found.certificate.contenders).toBeLessThan(5);
    for (const [k, one] of found.optima.entries()) {
      for (const other of found.optima.slice(k + 1)) {
        const curve = (eta: readonly number[]): readonly number[] =>
          Array.from({ length: 9 }, (_, i) => Math.sin(0.5 * (i - 4) * eta[0] + eta[1]));
        const [here, there] = [curve(one.eta), curve(other.eta)];
        const gap = Math.max(...here.map((value, i) => Math.abs(value - there[i])));
        expect(gap + Math.abs(one.nu - other.nu)).toBeGreaterThan(1e-4);
      }
    }
  });

  it("have one likelihood indeed", () => {
    const { estimate, logLikelihood } = fit(model, sample);
    const likelihood = likelihoodOf(model, sample);
    const { lambda, eta, nu } = estimate;
    const alias = Float64Array.of(lambda, eta[0] + (eta[0] > 0 ? -4 : 4) * Math.PI, eta[1], nu);
    expect(Math.abs(likelihood.value(alias) - logLikelihood)).toBeLessThan(1e-9 * Math.abs(logLikelihood));
    likelihood.release();
  });
});
