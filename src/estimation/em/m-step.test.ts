import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultBox, defaultSoftmaxBox } from "../../model/box";
import { fromVector, type GateKind, type Parameters, toVector } from "../../model/by-parameter";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { evaluateExpert } from "../../model/expert";
import { SOFTMAX_GATE } from "../../model/gate";
import { drawSample } from "../../model/sample/draw-sample";
import type { Sample } from "../../model/sample/sample";
import { wasmLikelihood } from "../likelihood/wasm-likelihood";
import { bfgsStep } from "./bfgs-step";
import { exactStep, type MStep } from "./m-step";

const EXPERT = { kind: "activation", activation: "tanh", bias: true } as const;
const BASE = {
  covariates: { law: "normal", dimension: 2 },
  pretrained: { density: { kind: "gaussian" }, expert: EXPERT, eta: [1, 0.5, 0], nu: 0.5 },
  prompt: { expert: EXPERT },
} as const;
const CONSTANT = defineModel({ ...BASE, box: defaultBox(3) });
const SOFTMAX = defineModel({ ...BASE, gate: SOFTMAX_GATE, box: defaultSoftmaxBox(2, 3) });
const TRUTHS = {
  constant: { lambda: 0.4, eta: [-1, 0.8, 0.5], nu: 0.3 },
  softmax: { tau: 0.2, beta: [1, -0.5], eta: [-1, 0.8, 0.5], nu: 0.3 },
} as const;

/** EM's Q(theta) = sum_i w_i (log pi_i + log f_i) + (1 - w_i) log(1 - pi_i), from its definition, without constants. */
function Q(model: ContaminatedMoe<GateKind>, sample: Sample, weights: Float64Array, at: Parameters<GateKind>): number {
  const { n, dimension: d, x, y } = sample;
  const eta = Float64Array.from(at.eta);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const row = Float64Array.from({ length: d }, (_, j) => x[j * n + i]);
    const share =
      "lambda" in at ? at.lambda : 1 / (1 + Math.exp(-row.reduce((sum, v, j) => sum + at.beta[j] * v, at.tau)));
    const h = evaluateExpert(model.prompt.expert, row, eta, new Float64Array(3), new Float64Array(9));
    const logDensity = -0.5 * Math.log(at.nu) - (y[i] - h) ** 2 / (2 * at.nu);
    total += weights[i] * (Math.log(share) + logDensity) + (1 - weights[i]) * Math.log(1 - share);
  }
  return total;
}

/** Q before, after the exact step and after a step by BFGS, from the truth with its weights. */
function steps(model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>, seed: number, n: number, by: MStep) {
  const sample = drawSample(model, truth, { seed, path: "m-step", n, replicate: 0 });
  const likelihood = wasmLikelihood(model, sample);
  const weights = new Float64Array(n);
  likelihood.responsibilities(toVector(truth), weights);
  const after = (how: MStep): Parameters<GateKind> => fromVector(model, how(likelihood, weights, toVector(truth)));
  const [exact, other] = [after(exactStep), after(by)];
  likelihood.release();
  const value = (at: Parameters<GateKind>): number => Q(model, sample, weights, at);
  return { began: value(truth), exact: value(exact), other: value(other) };
}

describe.each([
  [CONSTANT, TRUTHS.constant],
  [SOFTMAX, TRUTHS.softmax],
] as const)("EM's M-step, gate %#", (model, truth) => {
  it("has one maximum, by blocks and Newton's method or by BFGS in all parameters at once", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 200, max: 2000 }), (seed, n) => {
        const { began, exact, other } = steps(model, truth, seed, n, bfgsStep({ tolerance: 1e-9 }));
        expect(exact).toBeGreaterThan(began);
        expect(Math.abs(exact - other)).toBeLessThan(1e-6 * n ** 0.5);
      }),
      { numRuns: 20 },
    );
  });

  it("never lowers Q, and gains less where BFGS may take two steps", () => {
    const { began, exact, other } = steps(model, truth, 7, 500, bfgsStep({ maxSteps: 2 }));
    expect(other).toBeGreaterThanOrEqual(began - 1e-9);
    expect(other).toBeLessThan(exact - 1e-3);
  });
});
