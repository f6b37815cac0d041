import { fromVector, type GateKind, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import type { Likelihood, LikelihoodFactory } from "../likelihood/likelihood";
import { likelihoodOf } from "../likelihood/wasm-likelihood";
import { exactStep, type MStep } from "./m-step";

export interface EmOptions {
  /** exactStep unless told; bfgsStep() is another. */
  readonly mStep?: MStep;
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

/**
 * Expectation-maximisation (Dempster, Laird and Rubin 1977), the textbook method beside the Newton search:
 * w_i = pi_i f_i / p_i; lambda <- mean(w), or (tau, beta) <- the logistic regression of w on x; eta <- argmin sum w (y - h)^2;
 * nu <- sum w (y - h)^2 / sum w, each within the box (or as options.mStep does it). Monotone, but its rate tends to 1 exactly where the prompt merges with
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
  const { gain = 1e-10, maxIterations = 100_000, mStep = exactStep } = options;
  const likelihood: Likelihood = (options.likelihood ?? likelihoodOf)(model, sample);
  const weights = new Float64Array(sample.n);
  let theta = toVector(start);
  let value = likelihood.responsibilities(theta, weights);
  const trace = [value];
  let converged = false;
  let iterations = 0;
  options.onPoint?.(theta.slice());
  while (!converged && iterations < maxIterations) {
    iterations++;
    const next = mStep(likelihood, weights, theta);
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
