import { log } from "../../numerics/elementary";
import { normalCdf } from "../../numerics/error-function";
import { logLogSlope } from "../../study/measures/slopes";
import type { Summary } from "../../study/measures/summary";

/** RMSE and the information curve at one size. */
export interface PointAgreement {
  readonly n: number;
  readonly efficiency: number;
  readonly mcse: number;
  /** (efficiency - 1) / mcse. */
  readonly score: number;
  /** Two-sided, of "efficiency within 2 % of 1"; before Holm's correction. */
  readonly p: number;
  readonly disagrees: boolean;
}

export interface Agreement {
  /** partly: the largest sizes agree, smaller ones do not. */
  readonly answer: "yes" | "partly" | "no" | "cannot tell";
  readonly reason: string;
  /** All sizes from here on agree; null when the largest does not. */
  readonly agreesFrom: number | null;
  readonly points: readonly PointAgreement[];
}

/** Second-order terms of a finite sample: so far RMSE may be from the curve without disagreeing. */
export const TOLERANCE = 0.02;
/** "Agrees" is only said when a deviation of a quarter would have been seen: MCSE of the efficiency at most this. */
export const LARGEST_MCSE = 0.08;
const LEVEL = 0.05;

/** Relative MCSE below which an error counts as exact. */
const EXACT = 1e-9;

/** Holm (1979): which hypotheses are rejected at a family-wise level, whatever their dependence. */
export function holm(p: readonly number[], level: number = LEVEL): readonly boolean[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  const rejected = p.map(() => false);
  for (const [rank, i] of order.entries()) {
    if (!(p[i] <= level / (p.length - rank))) break;
    rejected[i] = true;
  }
  return rejected;
}

/** The slope of log(RMSE / curve) on log n and the p-value of "no steeper than a ratio that stays within 2 % of 1". */
function trendOf(points: readonly Pick<PointAgreement, "n" | "efficiency" | "mcse">[]): {
  readonly slope: number;
  readonly p: number;
} {
  const line = logLogSlope(points.map(({ n, efficiency, mcse }) => ({ n, error: efficiency, mcse })));
  if (line === undefined) return { slope: 0, p: 1 };
  const width = log(points[points.length - 1].n) - log(points[0].n);
  const allowed = (log(1 + TOLERANCE) - log(1 - TOLERANCE)) / width;
  const excess = Math.max(0, Math.abs(line.exponent) - allowed) / line.standardError;
  return { slope: -line.exponent, p: 2 * normalCdf(-excess) };
}

/**
 * Is RMSE / information curve 1, size by size and without a trend? At every size |efficiency - 1| <= 2 % is tested
 * (two-sided, at the nearer edge of that interval), and over all sizes that the ratio has no trend steeper than one
 * from edge to edge of it; Holm's procedure keeps the chance of any false alarm over the sizes and the trend at 5 %.
 * yes: nothing disagrees; partly: the two or more largest sizes agree and have no trend at 5 % while a smaller one
 * disagrees; no: the largest disagrees, or only the largest agrees, or there is a trend; cannot tell: an MCSE above 0.08
 * at a size that does not disagree.
 */
export function agreementWithCurve(summary: Summary, parameter: number, obstacle?: string): Agreement {
  const measured = summary.cells.flatMap(({ n, parameters }) => {
    const efficiency = parameters[parameter]?.efficiency;
    if (!efficiency || efficiency.mcse === null || !(efficiency.value > 0)) return [];
    const { value } = efficiency;
    // The same error in every replicate has no Monte Carlo error: any departure is certain.
    const mcse = Math.max(efficiency.mcse, EXACT * value);
    const excess = Math.max(0, Math.abs(value - 1) - TOLERANCE) / mcse;
    return [{ n, efficiency: value, mcse, score: (value - 1) / mcse, p: 2 * normalCdf(-excess) }];
  });
  const trend = trendOf(measured);
  const rejected = holm([...measured.map(({ p }) => p), trend.p]);
  const points = measured.map((point, i) => ({ ...point, disagrees: rejected[i] }));
  const last = points.map(({ disagrees }) => disagrees).lastIndexOf(true);
  const agreesFrom = points[last + 1]?.n ?? null;
  const found = { points, agreesFrom };
  if (obstacle !== undefined || points.length === 0) {
    return { ...found, answer: "cannot tell", reason: obstacle ?? "there is no curve to compare with." };
  }
  const told = (list: readonly PointAgreement[]): string =>
    list.map(({ n, efficiency }) => `${efficiency.toFixed(2)} at n = ${n}`).join(", ");
  const disagreeing = points.filter(({ disagrees }) => disagrees);
  if (agreesFrom === null) {
    return { ...found, answer: "no", reason: `RMSE / curve is ${told(disagreeing)}.` };
  }
  const agreeing = points.slice(last + 1);
  const trends = last < 0 ? rejected[points.length] : trendOf(agreeing).p <= LEVEL;
  if (trends) {
    const { slope } = last < 0 ? trend : trendOf(agreeing);
    const range = `${agreeing[0].efficiency.toFixed(2)} to ${agreeing[agreeing.length - 1].efficiency.toFixed(2)}`;
    const reason = `RMSE / curve has a trend, n^${slope.toFixed(3)} (${range} from n = ${agreesFrom} on).`;
    return { ...found, answer: "no", reason };
  }
  const widest = Math.max(...agreeing.map(({ mcse }) => mcse));
  if (widest > LARGEST_MCSE) {
    const reason = `the MCSE of RMSE / curve is up to ${widest.toFixed(3)}; at most ${LARGEST_MCSE} is needed.`;
    return { ...found, answer: "cannot tell", reason };
  }
  if (last < 0) {
    const largest = Math.max(...points.map(({ efficiency }) => Math.abs(efficiency - 1)));
    return {
      ...found,
      answer: "yes",
      reason: `RMSE / curve differs from 1 by no more than its Monte Carlo error at every size (by ${largest.toFixed(2)} at most).`,
    };
  }
  if (agreeing.length < 2) {
    return { ...found, answer: "no", reason: `RMSE / curve is ${told(disagreeing)}; only the largest size agrees.` };
  }
  return {
    ...found,
    answer: "partly",
    reason: `agrees from n = ${agreesFrom} on; RMSE / curve is ${told(disagreeing)}.`,
  };
}
