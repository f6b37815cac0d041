import { normalQuantile } from "../../numerics/normal-quantile";
import { EQUAL_EXPONENTS } from "./curve-limit";

/** The chance with which a study catches what it is said to catch. */
export const POWER = 0.8;

/** What a study could have found, from its Monte Carlo errors alone: differences of exponents. */
export interface Detectable {
  /**
   * The smallest false promise caught: an exponent this much above the curve's limit gets the answer "no" with probability
   * 80 % when the error follows the curve. Never below 0.005, below which two exponents are called equal.
   */
  readonly promise: number;
  /** The smallest departure RMSE / curve ~ n^d that contradicts a guarantee which the curve just keeps, 80 % again. */
  readonly drift: number;
  /** The measured slope alone, without any curve, lies below every promise above this exponent (in this window of n). */
  readonly alone: number;
}

/** (z + z_80 %) SE: what a two-sided interval of half-width z SE excludes with 80 % power. */
export function detectableDifference(z: number, standardError: number): number {
  return (z + normalQuantile(POWER)) * standardError;
}

/**
 * Replications per size after which a promise `lie` above the curve's limit would be caught with 80 % power, given what
 * a study with `replications` catches: standard errors fall like R^-1/2. null where no number suffices, for exponents
 * that differ by at most 0.005 are called equal.
 */
export function replicationsToCatch(detectable: Detectable, replications: number, lie: number): number | null {
  if (!(lie > EQUAL_EXPONENTS)) return null;
  return Math.ceil(replications * (detectable.promise / lie) ** 2);
}
