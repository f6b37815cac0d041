import { fit, STUDY_UNSEEN } from "../../estimation/fit/maximum-likelihood";
import { fitHolding, type Held, heldIndex } from "../../estimation/inference/profile-likelihood";
import { type GateKind, inVectorOrder, type Parameters } from "../../model/by-parameter";
import { type ContaminatedMoe, checkParameters } from "../../model/contaminated-moe";
import { drawSample } from "../../model/sample/draw-sample";

/** 95 % points: of the standard normal (two-sided) and of chi-squared with one degree of freedom. */
const NORMAL_95 = 1.959963984540054;
const CHI_SQUARED_95 = NORMAL_95 * NORMAL_95;

/** How often intervals for one parameter contained its true value. */
export interface Coverage<G extends GateKind = "constant"> {
  readonly truth: Parameters<G>;
  readonly replications: number;
  /** Estimate -+ 1.96 standard errors contained the truth. */
  readonly wald: number;
  /** The fit gave no standard error (a parameter on a bound, or a singular information): counted as no interval. */
  readonly noInterval: number;
  /** 2 (l(theta^) - max l with the parameter at its truth) <= 3.84. */
  readonly likelihoodRatio: number;
  /** Fits with a parameter on a bound of the box. */
  readonly atBound: number;
  readonly notConverged: number;
}

export interface CoverageOptions {
  readonly n: number;
  readonly replications: number;
  readonly seed: number;
  /** Names the random streams. */
  readonly stream: string;
  /** Random starts of each fit; the estimator's own number unless told. */
  readonly starts?: number;
}

/**
 * Monte Carlo coverage of two nominal 95 % intervals for one parameter: Wald's (estimate -+ 1.96 observed-information
 * standard errors) and the likelihood ratio's. The free fit is cold; the restricted one is run
 * from the truth and from the free estimate, and the better is taken, so that the ratio is not overstated.
 *
 * @example
 * ```ts
 * import { intervalCoverage, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const options = { n: 2000, replications: 20, seed: 7, stream: "example", starts: 2 };
 * const { replications, likelihoodRatio } = intervalCoverage(path.model, truthAt(path, 2000), "lambda", options);
 * console.log(replications, likelihoodRatio > 0.7); // 20 true
 * ```
 */
export function intervalCoverage<G extends GateKind>(
  model: ContaminatedMoe<G>,
  truth: Parameters<G>,
  held: Held,
  options: CoverageOptions,
): Coverage<G> {
  checkParameters(model, truth);
  const { n, replications, seed, stream, starts } = options;
  const at = heldIndex(model, held);
  const value = inVectorOrder<number>(truth)[at];
  const tally = { wald: 0, noInterval: 0, likelihoodRatio: 0, atBound: 0, notConverged: 0 };
  for (let replicate = 0; replicate < replications; replicate++) {
    const key = { seed, path: stream, n, replicate };
    const sample = drawSample(model, truth, key);
    const cold = { key, ...(starts === undefined ? { unseen: STUDY_UNSEEN } : { starts }) };
    const free = fit(model, sample, cold);
    const error = inVectorOrder<number | null>(free.standardErrors)[at];
    if (error === null) tally.noInterval++;
    else if (Math.abs(inVectorOrder<number>(free.estimate)[at] - value) <= NORMAL_95 * error) tally.wald++;
    const held0 = Math.max(
      fitHolding(model, sample, held, value, { warm: truth }).logLikelihood,
      fitHolding(model, sample, held, value, { warm: free.estimate }).logLikelihood,
    );
    if (2 * (free.logLikelihood - held0) <= CHI_SQUARED_95) tally.likelihoodRatio++;
    if (free.atBound.length > 0) tally.atBound++;
    if (!free.converged) tally.notConverged++;
  }
  return { truth, replications, ...tally };
}

/** Wilson's 95 % interval for a proportion (Wilson 1927): honest also near 0 and 1. */
export function wilsonInterval(count: number, total: number): { readonly low: number; readonly high: number } {
  const z2 = CHI_SQUARED_95;
  const share = count / total;
  const centre = (share + z2 / (2 * total)) / (1 + z2 / total);
  const half = (NORMAL_95 * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total))) / (1 + z2 / total);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
