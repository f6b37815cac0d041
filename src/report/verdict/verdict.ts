import { inVectorOrder } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import { log } from "../../numerics/elementary";
import { normalQuantile } from "../../numerics/normal-quantile";
import { curveExponent, type ParameterSlopes, studySlopes } from "../../study/measures/slopes";
import type { Summary } from "../../study/measures/summary";
import { localSlopes } from "../../theory/information/information-curve";
import type { Exponent } from "../../theory/rates/exponents";
import { predictedExponents } from "../prediction/prediction";
import { type Agreement, agreementWithCurve } from "./curve-agreement";

export type Answer = "yes" | "no" | "cannot tell";

export interface Finding {
  readonly answer: Answer;
  /** Why, in one sentence with its numbers. */
  readonly reason: string;
}

/** Theory's exponents of one parameter: what the theorem guarantees and what the path really gives, where known. */
export interface ExponentPair {
  readonly guaranteed: Exponent;
  readonly sharp: Exponent;
}

interface MeasuredExponent {
  readonly exponent: number;
  readonly low: number;
  readonly high: number;
}

export interface ParameterVerdict {
  readonly name: string;
  readonly guaranteed: Exponent;
  readonly sharp: Exponent;
  /** Weighted log-log slope of the RMSE over all sizes, with its simultaneous 95 % interval. */
  readonly measured: MeasuredExponent | null;
  /** The information curve's slope over the same window, and where it ends (n = 1e15). */
  readonly curve: { readonly window: number; readonly limit: number } | null;
  /** limit + (measured - window): what the measured slope says about large n, with its interval. */
  readonly extrapolated: MeasuredExponent | null;
  readonly consistent: Finding;
  readonly tight: Finding;
  readonly agreement: Agreement;
}

/** Fewer sizes or replicates than these allow no verdict on slopes; more than this share of failed fits neither. */
export const FEWEST_SIZES = 3;
export const FEWEST_REPLICATES = 20;
export const LARGEST_FAILURE_SHARE = 0.01;
export const FAMILY_LEVEL = 0.05;

function text(value: number): string {
  return value.toFixed(3);
}

/**
 * THE RULE, written before any study was run. Three questions per parameter with guaranteed exponent g and sharp
 * exponent s (exact rationals), RMSE_k with jackknife MCSE at sizes n_k, and the information curve I(n).
 *
 * Slopes at n = 1e3..1e6 are not asymptotic exponents, so the measured slope m (weighted log-log regression) is never
 * compared with g or s directly. Theory predicts the drift: over the same window with the same weights the curve has
 * the slope c_w, and far out (n = 1e15) the slope c. What Monte Carlo adds is the difference d = m - c_w, that is, minus
 * the slope of log(RMSE/I) on log n. The extrapolated exponent is E = c + d with the interval E -+ z SE(m), z the
 * two-sided normal quantile at 5 % shared equally (Bonferroni) among the path's parameters.
 * The guarantee reads error <= C sqrt(log n) n^-g: the logarithm flattens a slope by delta, the slope of sqrt(log n)
 * over the window (about 0.05). So much is allowed, and no more.
 *
 * 1. Consistent with the guarantee? It is an upper bound: the error must not fall more slowly.
 *    yes: the interval's lower end is at least g - delta.
 *    no: its upper end is below g - delta, over all sizes and with the smallest dropped, and RMSE at the largest size is
 *    significantly above the curve. (An error that is below the curve and rises towards it, as the box makes it at small
 *    n, is bounded by the curve and contradicts nothing.) Also no when the curve itself ends below g by more than 0.01.
 *    cannot tell: otherwise.
 * 2. Tight: is the guarantee attained along this path? Theory says so exactly when s = g.
 *    yes: s = g, the interval meets [g - delta, g + delta], and its half-width is at most delta, so that it can tell.
 *    no: the interval's lower end is above g, and theory agrees (s > g); or s = g but the interval lies above g + delta
 *    and RMSE at the largest size is significantly below the curve: the error really falls faster than promised.
 *    cannot tell: otherwise; also where measurement and theory part.
 * 3. In agreement with the curve point by point? See agreementWithCurve: RMSE/I = 1 at every size within 2 %, Holm's
 *    procedure at 5 % over the sizes.
 *
 * Below three sizes or 20 replicates, or where more than 1 % of the fits of a size gave no converged estimate, the
 * answer to every question is "cannot tell": RMSE would be conditional on success.
 */
export function judge(
  summary: Summary,
  exponents: readonly ExponentPair[],
  limits: readonly number[],
): readonly ParameterVerdict[] {
  const obstacle = obstacleOf(summary);
  const z = normalQuantile(1 - FAMILY_LEVEL / (2 * summary.parameters.length));
  return studySlopes(summary).map((slopes, j) => {
    const { guaranteed, sharp } = exponents[j];
    const limit = limits[j];
    const agreement = agreementWithCurve(summary, j, obstacle);
    const { all } = slopes;
    const base = { name: slopes.name, guaranteed, sharp, agreement };
    if (obstacle !== undefined || all === null || all.curve === null) {
      const cannot: Finding = { answer: "cannot tell", reason: obstacle ?? "there are too few usable sizes." };
      return { ...base, measured: null, curve: null, extrapolated: null, consistent: cannot, tight: cannot };
    }
    const half = z * all.standardError;
    const around = (exponent: number) => ({ exponent, low: exponent - half, high: exponent + half });
    const shown = {
      measured: around(all.exponent),
      curve: { window: all.curve, limit },
      extrapolated: around(limit + all.exponent - all.curve),
    };
    if (!guaranteed.known) {
      const cannot: Finding = { answer: "cannot tell", reason: `no guarantee is stated: ${guaranteed.reason}.` };
      return { ...base, ...shown, consistent: cannot, tight: cannot };
    }
    const g = guaranteed.value.valueOf();
    const evidence: Evidence = {
      g,
      theoryTight: sharp.known ? sharp.value.equals(guaranteed.value) : undefined,
      limit,
      half,
      extrapolated: shown.extrapolated,
      delta: logarithmSlope(slopes),
      slowerWithoutSmallest: slowerWithoutSmallest(slopes, limit, g, z),
      last: lastEfficiency(summary, j, z),
    };
    return {
      ...base,
      ...shown,
      consistent: consistentWithGuarantee(evidence),
      tight: isTight(evidence),
    };
  });
}

/** The verdicts on a study of `path`: {@link judge} with theory's exponents and the curve's slopes at n = 1e15. */
export function verdict(path: Path, summary: Summary): readonly ParameterVerdict[] {
  const [limit] = localSlopes(path, [1e15]);
  return judge(summary, predictedExponents(path).parameters, inVectorOrder(limit));
}

interface Evidence {
  readonly g: number;
  /** undefined where no sharp exponent is stated. */
  readonly theoryTight: boolean | undefined;
  readonly limit: number;
  readonly half: number;
  readonly extrapolated: MeasuredExponent;
  readonly delta: number;
  readonly slowerWithoutSmallest: boolean;
  readonly last: { readonly above: boolean; readonly below: boolean; readonly value: number };
}

function obstacleOf(summary: Summary): string | undefined {
  const { cells } = summary;
  if (cells.length < FEWEST_SIZES) return `there are ${cells.length} sizes; a slope needs at least ${FEWEST_SIZES}.`;
  for (const { n, records, failures, notConverged } of cells) {
    const bad = failures + notConverged;
    if (records - failures < FEWEST_REPLICATES) {
      return `n = ${n} has ${records - failures} estimates; at least ${FEWEST_REPLICATES} are needed.`;
    }
    if (bad > LARGEST_FAILURE_SHARE * records)
      return `${bad} of ${records} fits at n = ${n} failed or did not converge.`;
  }
  return undefined;
}

/** By how much sqrt(log n) flattens a slope over the window. */
function logarithmSlope({ points }: ParameterSlopes): number {
  return -(curveExponent(points, (n) => Math.sqrt(log(n))) ?? 0);
}

function slowerWithoutSmallest(slopes: ParameterSlopes, limit: number, g: number, z: number): boolean {
  const shorter = slopes.windows[1];
  if (shorter === undefined || shorter.curve === null) return false;
  const delta = -(curveExponent(slopes.points.slice(1), (n) => Math.sqrt(log(n))) ?? 0);
  return limit + shorter.exponent - shorter.curve + z * shorter.standardError < g - delta;
}

function lastEfficiency(summary: Summary, j: number, z: number): Evidence["last"] {
  const efficiency = summary.cells.at(-1)?.parameters[j]?.efficiency;
  if (!efficiency?.mcse) return { above: false, below: false, value: Number.NaN };
  const score = (efficiency.value - 1) / efficiency.mcse;
  return { above: score > z, below: score < -z, value: efficiency.value };
}

function consistentWithGuarantee(e: Evidence): Finding {
  const { low, high } = e.extrapolated;
  const floor = e.g - e.delta;
  const interval = `[${text(low)}, ${text(high)}]`;
  if (e.limit < e.g - 0.01) {
    return { answer: "no", reason: `the information curve itself ends at ${text(e.limit)}, below ${text(e.g)}.` };
  }
  if (low >= floor) {
    return { answer: "yes", reason: `the exponent's interval ${interval} stays above ${text(floor)}.` };
  }
  if (high < floor) {
    if (e.last.above && e.slowerWithoutSmallest) {
      const reason = `the exponent's interval ${interval} lies below ${text(floor)}, and the error moves away from the curve.`;
      return { answer: "no", reason };
    }
    const where = e.last.above ? "but only because of the smallest n" : "but the error is not above the curve";
    return {
      answer: "cannot tell",
      reason: `the exponent's interval ${interval} lies below ${text(floor)}, ${where}.`,
    };
  }
  return {
    answer: "cannot tell",
    reason: `the exponent's interval ${interval} contains ${text(floor)}: more replicates.`,
  };
}

function isTight(e: Evidence): Finding {
  const { low, high } = e.extrapolated;
  const interval = `[${text(low)}, ${text(high)}]`;
  const g = text(e.g);
  if (e.theoryTight) {
    if (low > e.g + e.delta) {
      const faster = `the exponent's interval ${interval} lies above the guaranteed ${g}`;
      if (e.last.below) return { answer: "no", reason: `${faster}, and the error falls below the curve.` };
      return { answer: "cannot tell", reason: `${faster} although theory says equal: not asymptotic at these n.` };
    }
    if (high < e.g - e.delta) {
      return { answer: "cannot tell", reason: `the exponent's interval ${interval} lies below the guaranteed ${g}.` };
    }
    if (e.half > e.delta) {
      return {
        answer: "cannot tell",
        reason: `the interval ${interval} is too wide to tell: more replicates or sizes.`,
      };
    }
    return { answer: "yes", reason: `theory's exponent is the guaranteed ${g}, and the interval ${interval} agrees.` };
  }
  if (low > e.g) return { answer: "no", reason: `the error falls faster: ${interval} lies above the guaranteed ${g}.` };
  if (e.theoryTight === undefined) {
    return {
      answer: "cannot tell",
      reason: `theory states no sharp exponent; the interval ${interval} contains ${g}.`,
    };
  }
  return {
    answer: "cannot tell",
    reason: `theory's exponent is larger than the guaranteed ${g}, but the interval ${interval} does not show it.`,
  };
}
