import type { ByParameter, Parameters } from "../../model/by-parameter";

/** A local maximum of the likelihood. */
export interface Optimum extends Parameters {
  readonly logLikelihood: number;
}

/** The result of a maximum likelihood fit; nothing is hidden: non-convergence is data. */
export interface Fit {
  readonly estimate: Parameters;
  readonly logLikelihood: number;
  /** Largest component of the projected score, each divided by the square root of its observed information. */
  readonly score: number;
  /** Observed-information standard errors; null where the parameter is on a bound or not identified. */
  readonly standardErrors: ByParameter<number | null>;
  readonly converged: boolean;
  /** Why it stopped, in words: the criterion met or the limit reached. */
  readonly criterion: string;
  /** Trust-region iterations of the winning start. */
  readonly iterations: number;
  /** Cost of the whole search in full-data passes. */
  readonly passes: number;
  /** Starts that were run. */
  readonly starts: number;
  /** The distinct local maxima found, best first; the first is the estimate. */
  readonly optima: readonly Optimum[];
  /** The parameters that lie on a bound of the box, by name ("lambda", "b", "nu"). */
  readonly atBound: readonly string[];
}
