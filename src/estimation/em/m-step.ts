import { boxVectors } from "../../model/box";
import { gateLength } from "../../model/by-parameter";
import { evaluateExpert } from "../../model/expert";
import type { Likelihood, Pass } from "../likelihood/likelihood";
import { maximizeInBox } from "../search/newton/trust-region";
import { gateRegression } from "./gate-regression";

/** An M-step: the next theta, from the E-step's weights w_i and the present one. */
export type MStep = (likelihood: Likelihood, weights: Float64Array, theta: Float64Array) => Float64Array;

/** How exactly the M-step's own maxima are found. */
const INNER = { shortfall: 1e-12, tolerance: 1e-6 } as const;

type PassAt = (at: Float64Array, out: Pass) => void;

/** -sum_i w_i (y_i - h(x_i, eta))^2 / 2 with its derivatives in eta. */
export function weightedSquares(likelihood: Likelihood, weights: Float64Array, q: number): PassAt {
  const { n, dimension: d, x, y } = likelihood.sample;
  const { expert } = likelihood.model.prompt;
  const row = new Float64Array(d);
  const gradient = new Float64Array(q);
  const hessian = new Float64Array(q * q);
  return (at, out) => {
    if (likelihood.weightedSquares) {
      likelihood.weightedSquares(weights, at, out);
      return;
    }
    let total = 0;
    out.gradient.fill(0);
    out.hessian.fill(0);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < d; j++) row[j] = x[j * n + i];
      const r = y[i] - evaluateExpert(expert, row, at, gradient, hessian);
      const w = weights[i];
      total -= 0.5 * w * r * r;
      for (let j = 0; j < q; j++) {
        out.gradient[j] += w * r * gradient[j];
        for (let k = 0; k < q; k++) {
          out.hessian[j * q + k] += w * (r * hessian[j * q + k] - gradient[j] * gradient[k]);
        }
      }
    }
    out.logLikelihood = total;
  };
}

/** sum_i w_i (beta^T x_i + tau) - log(1 + e^(beta^T x_i + tau)) with its derivatives in (tau, beta). */
export function weightedGate(likelihood: Likelihood, weights: Float64Array): PassAt {
  return (at, out) => {
    if (likelihood.gateRegression) likelihood.gateRegression(weights, at, out);
    else gateRegression(likelihood.sample, weights, at, out);
  };
}

/** The M-step's eta: the weighted squares' maximum in the box from the current eta, by trust-region Newton (one step where the expert is linear). */
function weightedLeastSquares(
  likelihood: Likelihood,
  weights: Float64Array,
  eta: Float64Array,
): { readonly eta: Float64Array; readonly squares: number } {
  const { box } = likelihood.model;
  const lower = Float64Array.from(box.eta, (i) => i[0]);
  const upper = Float64Array.from(box.eta, (i) => i[1]);
  const best = maximizeInBox(weightedSquares(likelihood, weights, eta.length), eta, lower, upper, INNER);
  return { eta: best.theta, squares: -2 * best.pass.logLikelihood };
}

/** The M-step's gate: lambda is the mean weight; (tau, beta) the logistic regression of the weights on x, by Newton's method. */
export function gateStep(
  likelihood: Likelihood,
  weights: Float64Array,
  total: number,
  gate: Float64Array,
): Float64Array {
  const { model, sample } = likelihood;
  const { lower, upper } = boxVectors(model.box);
  const g = gate.length;
  if (model.gate.kind === "constant") {
    return Float64Array.of(Math.min(upper[0], Math.max(lower[0], total / sample.n)));
  }
  return maximizeInBox(weightedGate(likelihood, weights), gate, lower.slice(0, g), upper.slice(0, g), INNER).theta;
}

/** The exact M-step: the gate, eta and nu one after the other, each to twelve digits within the box. */
export const exactStep: MStep = (likelihood, weights, theta) => {
  const { model } = likelihood;
  const g = gateLength(model);
  const q = theta.length - g - 1;
  const [lowest, highest] = model.box.nu;
  const total = sumOf(weights);
  const next = theta.slice();
  next.set(gateStep(likelihood, weights, total, theta.slice(0, g)));
  if (total > 0) {
    const m = weightedLeastSquares(likelihood, weights, theta.slice(g, g + q));
    next.set(m.eta, g);
    next[g + q] = Math.min(highest, Math.max(lowest, m.squares / total));
  }
  return next;
};

/** sum_i w_i: how many rows are the prompt's. */
export function sumOf(weights: Float64Array): number {
  let total = 0;
  for (const w of weights) total += w;
  return total;
}
