import type { GateKind } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import { log } from "../../numerics/elementary";
import { normalQuantile } from "../../numerics/normal-quantile";
import { curveExponent, type ParameterSlopes, studySlopes } from "../../study/measures/slopes";
import type { Summary } from "../../study/measures/summary";
import type { Exponent } from "../../theory/rates/exponents";
import { predictedExponents } from "../prediction/prediction";
import {
  attainedByPath,
  consistentWithGuarantee,
  type Evidence,
  type Finding,
  type MeasuredExponent,
  sharpOnCurve,
} from "./answers";
import { cautions } from "./cautions";
import { type Agreement, agreementWithCurve } from "./curve-agreement";
import { type CurveLimit, curveLimits, EQUAL_EXPONENTS } from "./curve-limit";
import { type Detectable, detectableDifference } from "./detectable";

export type { Answer, Finding, MeasuredExponent } from "./answers";

/** Theory's exponents of one parameter: what the theorem guarantees and what the path really gives, where known. */
export interface ExponentPair {
  readonly guaranteed: Exponent;
  readonly sharp: Exponent;
}

export interface ParameterVerdict {
  readonly name: string;
  readonly guaranteed: Exponent;
  readonly sharp: Exponent;
  /** Weighted log-log slope of the RMSE over all sizes, with its simultaneous 95 % interval. */
  readonly measured: MeasuredExponent | null;
  /** The information curve's slope over the same window, and where its local slope ends. */
  readonly curve: { readonly window: number; readonly limit: number; readonly uncertainty: number } | null;
  /** limit + (measured - window): the exponent at large n if the error keeps following, or leaving, the curve so. */
  readonly extrapolated: MeasuredExponent | null;
  readonly consistent: Finding;
  readonly tight: Finding;
  readonly agreement: Agreement;
  /** Is the sharp exponent that theory states the curve's? */
  readonly sharpness: Finding;
  /** What a study with these Monte Carlo errors would have caught; null without a slope. */
  readonly detectable: Detectable | null;
  /** Sentences on what the answers rest on: fits without a certificate, errors carried by a few fits. */
  readonly cautions: readonly string[];
}

/** Fewer sizes or replicates than these allow no verdict on slopes; more than this share of failed fits neither. */
export const FEWEST_SIZES = 3;
export const FEWEST_REPLICATES = 20;
export const LARGEST_FAILURE_SHARE = 0.01;
export const FAMILY_LEVEL = 0.05;

/**
 * THE RULE, written before the studies it judges were run. Four questions per parameter with guaranteed exponent g and
 * sharp exponent s (exact rationals of a theorem), RMSE_k with jackknife MCSE at sizes n_k, and the information curve I(n).
 *
 * Three pieces of evidence, kept apart:
 * (i) The measurement against the curve: RMSE_k / I(n_k) size by size, and the trend d of its logarithm on log n (weighted
 *     least squares) with the interval d -+ z SE, z the two-sided quantile at 5 % shared equally (Bonferroni) among the
 *     path's parameters (simultaneousQuantile).
 * (ii) The curve against the theorem: the limit c of the curve's local exponent, from quadrature far out (curveLimits). No
 *     theorem and no simulation enters it. Two exponents are equal when they differ by at most 0.005.
 * (iii) The measured slope m alone with its interval. At n = 1e3..1e6 slopes are not asymptotic, so m is never compared with
 *     g or s. c - d = c + (m - slope of the curve over the window) is: the exponent at large n of an error that goes on
 *     following, or leaving, the curve as it does in the window. E = [c - d -+ z SE] is its interval.
 * The guarantee reads error <= C sqrt(log n) n^-g. The logarithm flattens a slope over the window by a (about 0.05). So
 * much an error may leave a curve that keeps the guarantee. It excuses no curve whose limit is below g: a limit has no
 * logarithm.
 *
 * 1. Consistent with the guarantee? It is an upper bound: the error must not fall more slowly.
 *    c below g: no when E lies below g: the error follows the curve too closely to be as fast as promised. Else cannot tell.
 *    c equal to or above g: yes when E lies above g - a. No when E lies below g - a, over all sizes and with the smallest
 *    dropped, the error does not agree with the curve (question 3) and ends significantly above it. Else cannot tell.
 * 2. Tight: is the guarantee attained along this path, by the curve and by the measurement?
 *    yes: c equals g, the answer to 1 is yes, and E lies within g -+ a.
 *    no: c is above g and so is E; or c equals g, but E lies above g + a, the error does not agree with the curve and ends
 *    significantly below it; or the answer to 1 is no: a promise that is broken is not attained. Else cannot tell.
 * 3. On the curve, point by point and without a trend? See agreementWithCurve.
 * 4. Sharp: does the s that theory states equal c? yes, no, or cannot tell where none is stated or c is not settled.
 *
 * A false promise g = c + l gets a no with probability 80 % from l = (z + z_80%) SE on when the error follows the curve;
 * every verdict states this smallest lie (detectable). Never a yes, however small l > 0.005 is. A promise that is just kept,
 * because the error beats the curve by l for ever, gets a false no in at most 2.5 % of studies of normal errors. All rates, also
 * under drifts and heavy tails, are tabulated in data/verdict-calibration.json.
 *
 * Below three sizes or 20 replicates, or where more than 1 % of the fits of a size gave no converged and certified
 * estimate, the answers to 1 to 3 are "cannot tell": RMSE would be that of the search, or conditional on success.
 */
export function judge(
  summary: Summary,
  exponents: readonly ExponentPair[],
  limits: readonly CurveLimit[],
): readonly ParameterVerdict[] {
  const obstacle = obstacleOf(summary);
  const z = simultaneousQuantile(summary);
  return studySlopes(summary).map((slopes, j): ParameterVerdict => {
    const { guaranteed, sharp } = exponents[j];
    const limit = limits[j];
    const agreement = agreementWithCurve(summary, j, obstacle);
    const { all } = slopes;
    const base = { name: slopes.name, guaranteed, sharp, agreement, cautions: cautions(summary, j) };
    const sharpness = sharpOnCurve(limit, sharp);
    if (obstacle !== undefined || all === null || all.curve === null) {
      const cannot: Finding = { answer: "cannot tell", reason: obstacle ?? "there are too few usable sizes." };
      const none = { measured: null, curve: null, extrapolated: null, detectable: null };
      return { ...base, ...none, consistent: cannot, tight: cannot, sharpness };
    }
    const half = z * all.standardError;
    const around = (exponent: number) => ({ exponent, low: exponent - half, high: exponent + half });
    const allowance = logarithmSlope(slopes.points);
    const caught = detectableDifference(z, all.standardError);
    const measured = around(all.exponent);
    const extrapolated = around(limit.value + all.exponent - all.curve);
    const shown = {
      measured,
      curve: { window: all.curve, limit: limit.value, uncertainty: limit.uncertainty },
      extrapolated,
      sharpness,
      detectable: {
        promise: Math.max(caught, EQUAL_EXPONENTS + limit.uncertainty),
        drift: allowance + caught,
        alone: measured.high + allowance,
      },
    };
    if (!guaranteed.known) {
      const cannot: Finding = { answer: "cannot tell", reason: `no guarantee is stated: ${guaranteed.reason}.` };
      return { ...base, ...shown, consistent: cannot, tight: cannot };
    }
    const evidence: Evidence = {
      promised: guaranteed.value.valueOf(),
      limit,
      extrapolated,
      allowance,
      withoutSmallest: highWithoutSmallest(slopes, limit, z),
      agreement: agreement.answer,
      last: lastAgainstCurve(agreement, z),
    };
    const consistent = consistentWithGuarantee(evidence);
    return { ...base, ...shown, consistent, tight: attainedByPath(evidence, consistent.answer) };
  });
}

/** The verdicts on a study of `path`: {@link judge} with theory's exponents, or others that are claimed, and the curve's limits. */
export function verdict(
  path: Path<GateKind>,
  summary: Summary,
  claimed: readonly ExponentPair[] = predictedExponents(path).parameters,
): readonly ParameterVerdict[] {
  return judge(summary, claimed, curveLimits(path));
}

/**
 * The MCSE of R normal errors is as uncertain as a standard deviation of R / 7 degrees of freedom: (z^2 - 1)^2 has mean 2 and
 * variance 56. The weights of the slope come from the same MCSEs, which costs as much again.
 */
const REPLICATES_PER_DEGREE = 14;

/**
 * Student's two-sided quantile at FAMILY_LEVEL / parameters, for standard errors that rest on all estimates of the study;
 * Cornish and Fisher's first term, z + (z^3 + z) / (4 df). Abramowitz and Stegun 26.7.5.
 */
function simultaneousQuantile({ cells, parameters }: Summary): number {
  const z = normalQuantile(1 - FAMILY_LEVEL / (2 * parameters.length));
  const estimates = cells.reduce((sum, { records, failures }) => sum + records - failures, 0);
  return z + (z * z * z + z) / ((4 * estimates) / REPLICATES_PER_DEGREE);
}

function obstacleOf(summary: Summary): string | undefined {
  const { cells } = summary;
  if (cells.length < FEWEST_SIZES) return `there are ${cells.length} sizes; a slope needs at least ${FEWEST_SIZES}.`;
  for (const { n, records, failures, notConverged, uncertified = 0 } of cells) {
    const bad = failures + notConverged;
    if (records - failures < FEWEST_REPLICATES) {
      return `n = ${n} has ${records - failures} estimates; at least ${FEWEST_REPLICATES} are needed.`;
    }
    if (bad > LARGEST_FAILURE_SHARE * records)
      return `${bad} of ${records} fits at n = ${n} failed or did not converge.`;
    if (uncertified > LARGEST_FAILURE_SHARE * records) {
      return `${uncertified} of ${records} fits at n = ${n} have no certificate that theirs is the highest maximum.`;
    }
  }
  return undefined;
}

/** By how much sqrt(log n) flattens a slope over the points. */
function logarithmSlope(points: ParameterSlopes["points"]): number {
  return -(curveExponent(points, (n) => Math.sqrt(log(n))) ?? 0);
}

/** The upper end of E over all sizes but the smallest, and the logarithm's allowance there. */
function highWithoutSmallest(slopes: ParameterSlopes, limit: CurveLimit, z: number): Evidence["withoutSmallest"] {
  const shorter = slopes.windows[1];
  if (shorter === undefined || shorter.curve === null) return null;
  const high = limit.value + shorter.exponent - shorter.curve + z * shorter.standardError;
  return { high, allowance: logarithmSlope(slopes.points.slice(1)) };
}

function lastAgainstCurve({ points }: Agreement, z: number): Evidence["last"] {
  const score = points.at(-1)?.score ?? 0;
  return score > z ? "above" : score < -z ? "below" : "at the curve";
}
