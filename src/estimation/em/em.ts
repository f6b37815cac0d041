import { boxVectors } from "../../model/box";
import { fromVector, type GateKind, gateLength, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { evaluateExpert } from "../../model/expert";
import type { Sample } from "../../model/sample/sample";
import type { Likelihood, LikelihoodFactory, Pass } from "../likelihood/likelihood";
import { likelihoodOf } from "../likelihood/wasm-likelihood";
import { maximizeInBox } from "../search/newton/trust-region";
import { gateRegression } from "./gate-regression";

export interface EmOptions {
  /** Stop when one iteration gains less than this in log-likelihood; 1e-10 unless told. */
  readonly gain?: number;
  /** Iterations before giving up; 100,000 unless told. */
  readonly maxIterations?: number;
  readonly likelihood?: LikelihoodFactory;
  /** Is told of the start and of the point after every iteration. */
  readonly onPoint?: (theta: Float64Array) => void;
}

export interface EmResult<G extends GateKind = "constant"> {
  readonly estimate: Parameters<G>;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** l(theta) at the start and after every iteration: never falls by more than rounding. */
  readonly trace: readonly number[];
}

/** How exactly the M-step's own maxima are found. */
const INNER = { shortfall: 1e-12, tolerance: 1e-6 } as const;

/**
 * The M-step's eta: maximises -sum_i w_i (y_i - h(x_i, eta))^2 / 2 in the box from the current eta, by trust-region
 * Newton (one step where the expert is linear).
 */
function weightedLeastSquares(
  likelihood: Likelihood,
  weights: Float64Array,
  eta: Float64Array,
): { readonly eta: Float64Array; readonly squares: number } {
  const { model, sample } = likelihood;
  const { n, dimension: d, x, y } = sample;
  const { expert } = model.prompt;
  const q = eta.length;
  const row = new Float64Array(d);
  const gradient = new Float64Array(q);
  const hessian = new Float64Array(q * q);
  const objective = (at: Float64Array, out: Pass): void => {
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
  const lower = Float64Array.from(model.box.eta, (i) => i[0]);
  const upper = Float64Array.from(model.box.eta, (i) => i[1]);
  const best = maximizeInBox(objective, eta, lower, upper, INNER);
  return { eta: best.theta, squares: -2 * best.pass.logLikelihood };
}

/** The M-step's gate: lambda is the mean weight; (tau, beta) the logistic regression of the weights on x, by Newton's method. */
function gateStep(likelihood: Likelihood, weights: Float64Array, total: number, gate: Float64Array): Float64Array {
  const { model, sample } = likelihood;
  const { lower, upper } = boxVectors(model.box);
  const g = gate.length;
  if (model.gate.kind === "constant") {
    return Float64Array.of(Math.min(upper[0], Math.max(lower[0], total / sample.n)));
  }
  const objective = (at: Float64Array, out: Pass): void => {
    if (likelihood.gateRegression) likelihood.gateRegression(weights, at, out);
    else gateRegression(sample, weights, at, out);
  };
  return maximizeInBox(objective, gate, lower.slice(0, g), upper.slice(0, g), INNER).theta;
}

/**
 * Expectation-maximisation (Dempster, Laird and Rubin 1977), the textbook method beside the Newton search:
 * w_i = pi_i f_i / p_i; lambda <- mean(w), or (tau, beta) <- the logistic regression of w on x; eta <- argmin sum w (y - h)^2;
 * nu <- sum w (y - h)^2 / sum w, each within the box. Monotone, but its rate tends to 1 exactly where the prompt merges with
 * the frozen model.
 *
 * @example
 * ```ts
 * import { drawSample, expectationMaximization, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const { trace } = expectationMaximization(path.model, sample, truth);
 * console.log(trace.every((value, i) => i === 0 || value >= (trace[i - 1] ?? 0) - 1e-8)); // it never falls: true
 * ```
 */
export function expectationMaximization<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  start: Parameters<G>,
  options: EmOptions = {},
): EmResult<G> {
  const { gain = 1e-10, maxIterations = 100_000 } = options;
  const likelihood: Likelihood = (options.likelihood ?? likelihoodOf)(model, sample);
  const weights = new Float64Array(sample.n);
  const g = gateLength(model);
  const q = start.eta.length;
  const [lowest, highest] = model.box.nu;
  let theta = toVector(start);
  let value = likelihood.responsibilities(theta, weights);
  const trace = [value];
  let converged = false;
  let iterations = 0;
  options.onPoint?.(theta.slice());
  while (!converged && iterations < maxIterations) {
    iterations++;
    let total = 0;
    for (const w of weights) total += w;
    const next = Float64Array.from(theta);
    next.set(gateStep(likelihood, weights, total, theta.slice(0, g)));
    if (total > 0) {
      const m = weightedLeastSquares(likelihood, weights, theta.slice(g, g + q));
      next.set(m.eta, g);
      next[g + q] = Math.min(highest, Math.max(lowest, m.squares / total));
    }
    const raised = likelihood.responsibilities(next, weights);
    converged = raised - value < gain;
    theta = next;
    value = raised;
    trace.push(value);
    options.onPoint?.(theta.slice());
  }
  likelihood.release();
  return { estimate: fromVector(model, theta), logLikelihood: value, iterations, converged, trace };
}
