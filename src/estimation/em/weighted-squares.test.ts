import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import { evaluateExpert } from "../../model/expert";
import { drawSample } from "../../model/sample/draw-sample";
import { newPass } from "../likelihood/likelihood";
import { plainLikelihood } from "../likelihood/plain-likelihood";
import { wasmLikelihood } from "../likelihood/wasm-likelihood";
import { expectationMaximization } from "./em";

const shape = fc.record({
  activation: fc.constantFrom(...ACTIVATIONS),
  d: fc.integer({ min: 1, max: 5 }),
  bias: fc.boolean(),
  n: fc.integer({ min: 5, max: 1500 }),
  seed: fc.nat(1000),
});

describe("the M-step in WebAssembly", () => {
  it("has the sums that the rows give one by one, to 1e-13 of their scale", () => {
    fc.assert(
      fc.property(shape, ({ activation, d, bias, n, seed }) => {
        const q = d + (bias ? 1 : 0);
        const expert = { kind: "activation", activation, bias } as const;
        const model = defineModel({
          covariates: { law: "normal", dimension: d },
          pretrained: { density: { kind: "laplace" }, expert, eta: Array.from({ length: q }, () => 0.3), nu: 1 },
          prompt: { expert },
          box: defaultBox(q),
        });
        const truth = { lambda: 0.5, eta: Array.from({ length: q }, (_, j) => 0.8 - 0.3 * j), nu: 0.5 };
        const sample = drawSample(model, truth, { seed, path: "squares", n, replicate: 0 });
        const eta = Float64Array.from(truth.eta, (e) => e + 0.2);
        const weights = Float64Array.from({ length: n }, (_, i) => ((i * 37) % 101) / 100);
        const [sums, sizes, fast] = [newPass(q), newPass(q), newPass(q)];
        sums.logLikelihood = 0;
        sizes.logLikelihood = 0;
        const [slope, bend] = [new Float64Array(q), new Float64Array(q * q)];
        for (let i = 0; i < n; i++) {
          const x = Float64Array.from({ length: d }, (_, j) => sample.x[j * n + i]);
          const r = sample.y[i] - evaluateExpert(expert, x, eta, slope, bend);
          const w = weights[i];
          sums.logLikelihood -= 0.5 * w * r * r;
          sizes.logLikelihood += 0.5 * w * r * r;
          slope.forEach((s, j) => {
            sums.gradient[j] += w * r * s;
            sizes.gradient[j] += Math.abs(w * r * s);
            slope.forEach((t, k) => {
              sums.hessian[j * q + k] += w * (r * bend[j * q + k] - s * t);
              sizes.hessian[j * q + k] += w * (Math.abs(r * bend[j * q + k]) + Math.abs(s * t));
            });
          });
        }
        const likelihood = wasmLikelihood(model, sample);
        likelihood.weightedSquares?.(weights, eta, fast);
        likelihood.release();
        const flat = (pass: typeof sums): number[] => [pass.logLikelihood, ...pass.gradient, ...pass.hessian];
        const scale = flat(sizes);
        flat(fast).forEach((value, j) => {
          expect(Math.abs(value - flat(sums)[j])).toBeLessThanOrEqual(1e-13 * scale[j]);
        });
        if (q > 3 || n < 200 || activation !== "identity") return;
        const [left, right] = [wasmLikelihood, plainLikelihood].map((factory) =>
          expectationMaximization(model, sample, truth, { likelihood: factory, maxIterations: 20 }),
        );
        expect(left.iterations).toBe(right.iterations);
        expect(left.logLikelihood).toBeCloseTo(right.logLikelihood, 7);
      }),
      { numRuns: 80 },
    );
  });
});
