import type { ByParameter, GateKind, Parameters } from "../../model/by-parameter";
import type { Certificate } from "../search/optima/certificate";
import type { Nature } from "../search/optima/nature";

/** A local maximum of the likelihood. */
export type Optimum<G extends GateKind = "constant"> = Parameters<G> & {
  readonly logLikelihood: number;
  readonly nature: Nature;
  /** Rows that the prompt carries: n lambda, or the sum of pi(x_i). */
  readonly promptRows: number;
};

/** The result of a maximum likelihood fit; nothing is hidden: non-convergence is data. */
export interface Fit<G extends GateKind = "constant"> {
  readonly estimate: Parameters<G>;
  readonly logLikelihood: number;
  /** What the estimate is: an interior optimum, a spike, or the frozen model alone. */
  readonly nature: Nature;
  /** Largest component of the projected score, each divided by the square root of its observed information. */
  readonly score: number;
  /** Observed-information standard errors; null where the parameter is on a bound or not identified. */
  readonly standardErrors: ByParameter<number | null, G>;
  readonly converged: boolean;
  /** Why it stopped, in words: the criterion met or the limit reached. */
  readonly criterion: string;
  /** Trust-region iterations of the winning start. */
  readonly iterations: number;
  /** Cost of the whole search in full-data passes. */
  readonly passes: number;
  /** Starts that were run. */
  readonly starts: number;
  /** What the search says for the estimate being the global maximum. */
  readonly certificate: Certificate;
  /** The distinct local maxima found, best first; of those that give every row the same density one. */
  readonly optima: readonly Optimum<G>[];
  /** The best optimum that is no spike: the estimate itself unless that is one; null where only spikes were found. */
  readonly interior: Optimum<G> | null;
  /** The parameters that lie on a bound of the box, by name ("lambda", "b", "nu"). */
  readonly atBound: readonly string[];
}
