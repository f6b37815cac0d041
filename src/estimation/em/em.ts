import { fromVector, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { evaluateExpert } from "../../model/expert";
import type { Sample } from "../../model/sample/sample";
import type { Likelihood, LikelihoodFactory, Pass } from "../likelihood/likelihood";
import { likelihoodOf } from "../likelihood/wasm-likelihood";
import { maximizeInBox } from "../search/newton/trust-region";

export interface EmOptions {
  /** Stop when one iteration gains less than this in log-likelihood; 1e-10 unless told. */
  readonly gain?: number;
  /** Iterations before giving up; 100,000 unless told. */
  readonly maxIterations?: number;
  readonly likelihood?: LikelihoodFactory;
}

export interface EmResult {
  readonly estimate: Parameters;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** l(theta) at the start and after every iteration: never falls by more than rounding. */
  readonly trace: readonly number[];
}

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
  const best = maximizeInBox(objective, eta, lower, upper, { shortfall: 1e-12, tolerance: 1e-6 });
  return { eta: best.theta, squares: -2 * best.pass.logLikelihood };
}

/**
 * Expectation-maximisation (Dempster, Laird and Rubin 1977), the textbook method beside the Newton search:
 * w_i = lambda f_i / p_i; lambda <- mean(w); eta <- argmin sum w (y - h)^2; nu <- sum w (y - h)^2 / sum w, each within
 * the box. Monotone, but its rate tends to 1 exactly where the prompt merges with the frozen model.
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
export function expectationMaximization(
  model: ContaminatedMoe,
  sample: Sample,
  start: Parameters,
  options: EmOptions = {},
): EmResult {
  const { gain = 1e-10, maxIterations = 100_000 } = options;
  const likelihood: Likelihood = (options.likelihood ?? likelihoodOf)(model, sample);
  const within = (value: number, [low, high]: readonly [number, number]): number =>
    Math.min(high, Math.max(low, value));
  const weights = new Float64Array(sample.n);
  const q = start.eta.length;
  let theta = toVector(start);
  let value = likelihood.responsibilities(theta, weights);
  const trace = [value];
  let converged = false;
  let iterations = 0;
  while (!converged && iterations < maxIterations) {
    iterations++;
    let total = 0;
    for (const w of weights) total += w;
    const next = Float64Array.from(theta);
    next[0] = within(total / sample.n, model.box.lambda);
    if (total > 0) {
      const m = weightedLeastSquares(likelihood, weights, theta.slice(1, q + 1));
      next.set(m.eta, 1);
      next[q + 1] = within(m.squares / total, model.box.nu);
    }
    const raised = likelihood.responsibilities(next, weights);
    converged = raised - value < gain;
    theta = next;
    value = raised;
    trace.push(value);
  }
  likelihood.release();
  return { estimate: fromVector(theta), logLikelihood: value, iterations, converged, trace };
}
