import { type GateKind, type Parameters, toVector } from "../../model/by-parameter";
import { type ContaminatedMoe, checkParameters } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import type { StreamKey } from "../../numerics/random-stream";
import type { Likelihood, LikelihoodFactory } from "../likelihood/likelihood";
import { likelihoodOf } from "../likelihood/wasm-likelihood";
import { Multistart } from "../search/multistart";
import { DEFAULT_STARTS_KEY } from "../search/starts/uniforms";
import { checkSample } from "./check-sample";
import { CONFIRMED_ROWS, fullSearchRows, stopRule } from "./effort";
import type { Fit } from "./fit";
import { nestedSearch } from "./nested-search";
import { fitOf, ON_ALL_ROWS } from "./search-result";

export { STUDY_UNSEEN } from "./effort";
export { OverflowError } from "./search-result";

export interface FitOptions<G extends GateKind = "constant"> {
  /** Stream of the random starts; a fixed one unless told. */
  readonly key?: StreamKey;
  /** Exactly so many random starts beside the fixed ones; unless told, as many as the certificate asks for. */
  readonly starts?: number;
  /**
   * The share of further starts that may end at an unseen optimum as good as the best (upper 95 % bound) for the search to
   * stop; unless told 0.025 up to 10,000 rows, 0.1 for more, and 0.003 (up to 250 rows) to 0.0125 (from 1,000) where few rows carry the best optimum or
   * responses lie far out or are tied, and for sin up to 10,000 rows.
   */
  readonly unseen?: number;
  /** Start here and nowhere else: only to show what warm starts hide. */
  readonly warm?: Parameters<G>;
  /**
   * "nested" runs the starts on subsamples first, "all" runs every start on all rows; unless told, cold starts by size,
   * a warm one on all rows.
   */
  readonly search?: "nested" | "all";
  /**
   * The estimate: the global maximum in the box, unless "interior" asks for the best optimum that is no spike. Both are
   * in the fit.
   */
  readonly report?: "global" | "interior";
  /** The WebAssembly one where it can, the plain one for user-defined experts, unless told. */
  readonly likelihood?: LikelihoodFactory;
}

/**
 * Maximum likelihood in the model's box: the global maximum over cold starts (search/starts), each run to convergence by
 * trust-region Newton, until a Good-Turing estimate says that few further starts would find anything unseen
 * (search/optima/certificate.ts). Above 10,000 rows (fullSearchRows) the starts are screened on subsamples
 * (nested-search.ts); the rows must therefore be in random order. Spikes count as optima and are named (search/optima/nature.ts).
 *
 * @throws InputError when data and model do not fit; OverflowError when |y| is too large for double precision.
 *
 * @example
 * ```ts
 * import { drawSample, fit, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const { estimate, converged } = fit(path.model, sample); // cold: the truth is not used
 * console.log(converged, Math.abs(estimate.lambda - truth.lambda) < 0.2); // true true
 * ```
 */
export function fit<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  options: FitOptions<G> = {},
): Fit<G> {
  checkSample(model, sample);
  if (options.warm) checkParameters(model, options.warm, "warm");
  const likelihood = (options.likelihood ?? likelihoodOf)(model, sample);
  try {
    return search(model, likelihood, options);
  } finally {
    likelihood.release();
  }
}

function search<G extends GateKind>(model: ContaminatedMoe<G>, likelihood: Likelihood, options: FitOptions<G>): Fit<G> {
  const { n } = likelihood.sample;
  const { key = DEFAULT_STARTS_KEY, starts } = options;
  const warm = options.warm && toVector(options.warm);
  const byDefault = n > fullSearchRows(options.unseen) && !warm ? "nested" : "all";
  const interior = options.report === "interior";
  const rule = stopRule(likelihood.model, n, starts, options.unseen);
  // Fits that are made by the hundred, with a bound of their own, are one estimator for all sizes.
  const all = new Multistart(likelihood, n, { ...ON_ALL_ROWS, thorough: options.unseen === undefined });
  if ((options.search ?? byDefault) === "nested") {
    const { last, starts: run, passes } = nestedSearch(likelihood, warm, key, starts);
    const certificate = last.certificate(rule, run);
    // With a number of starts of the caller's own, what they find is what there is.
    const doubtful = starts === undefined && n <= CONFIRMED_ROWS && !certificate.satisfied;
    if (warm || !doubtful) return fitOf(model, last, certificate, likelihood.passes + passes, interior);
    for (const { maximum } of last.optima.found) all.run(maximum.theta, 0);
    all.search(key, rule);
    return fitOf(model, all, all.certificate(rule), likelihood.passes + passes, interior);
  }
  if (warm) all.run(warm);
  else all.search(key, rule);
  return fitOf(model, all, all.certificate(rule), likelihood.passes, interior);
}
