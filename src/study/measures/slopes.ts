import { inverse, Matrix } from "ml-matrix";
import { log } from "../../numerics/elementary";
import type { Summary } from "./summary";

/** One point of an error curve: the error's standard error is known from Monte Carlo. */
export interface ErrorPoint {
  readonly n: number;
  readonly error: number;
  readonly mcse: number;
}

/**
 * The e in error ~ n^-e over a window of sizes: minus the slope of log error on log n, weighted by 1/variance, the
 * variance of log error being (mcse/error)^2 (delta method). The standard error is that of known variances, so it
 * says what Monte Carlo noise does to the slope, not whether the points lie on a line; that is what `misfit` says.
 */
export interface Slope {
  readonly exponent: number;
  readonly standardError: number;
  /** Sum of squared standardised residuals; about sizes - 2 when the points lie on a line. */
  readonly misfit: number;
  readonly sizes: readonly number[];
}

/** Weighted least squares of v on (1, u): coefficients and their covariance (X'WX)^-1. Draper and Smith (1998), 9.2. */
function weightedLine(
  u: readonly number[],
  v: readonly number[],
  weights: readonly number[],
): { readonly slope: number; readonly intercept: number; readonly slopeVariance: number } {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const centre = u.reduce((sum, value, i) => sum + weights[i] * value, 0) / total;
  const x = new Matrix(u.map((value) => [1, value - centre]));
  const weighted = new Matrix(u.map((value, i) => [weights[i], weights[i] * (value - centre)]));
  const covariance = inverse(weighted.transpose().mmul(x));
  const beta = covariance.mmul(weighted.transpose()).mmul(Matrix.columnVector([...v]));
  const slope = beta.get(1, 0);
  return { slope, intercept: beta.get(0, 0) - slope * centre, slopeVariance: covariance.get(1, 1) };
}

function usable({ error, mcse }: ErrorPoint): boolean {
  return error > 0 && Number.isFinite(error) && mcse >= 0 && Number.isFinite(mcse);
}

/** An error that is the same in every replicate has MCSE 0; it counts as known to nine digits, so that weights stay finite. */
const EXACT = 1e-9;

/** 1 / variance of log error. */
function weightOf({ error, mcse }: ErrorPoint): number {
  return (error / Math.max(mcse, EXACT * error)) ** 2;
}

/**
 * The slope over the points given; undefined with fewer than two usable ones (error positive, MCSE known).
 *
 * @example
 * ```ts
 * import { logLogSlope } from "contaminated-moe";
 * const slope = logLogSlope([100, 1000, 10000].map((n) => ({ n, error: 3 / Math.sqrt(n), mcse: 0.01 / Math.sqrt(n) })));
 * console.log(slope?.exponent.toFixed(3)); // 0.500
 * ```
 */
export function logLogSlope(points: readonly ErrorPoint[]): Slope | undefined {
  const kept = points.filter(usable);
  if (kept.length < 2) return undefined;
  const u = kept.map(({ n }) => log(n));
  const v = kept.map(({ error }) => log(error));
  const weights = kept.map(weightOf);
  const line = weightedLine(u, v, weights);
  const misfit = u.reduce((sum, value, i) => sum + weights[i] * (v[i] - line.intercept - line.slope * value) ** 2, 0);
  return {
    exponent: -line.slope,
    standardError: Math.sqrt(line.slopeVariance),
    misfit,
    sizes: kept.map(({ n }) => n),
  };
}

/** The exponent of a noiseless curve over the points' window, with the points' weights: what a line makes of its bend. */
export function curveExponent(points: readonly ErrorPoint[], curve: (n: number) => number): number | undefined {
  const kept = points.filter(usable);
  const bent = kept.map(({ n, error, mcse }) => ({ n, error: curve(n), mcse: (curve(n) * mcse) / error }));
  return logLogSlope(bent)?.exponent;
}

/** Slopes of one parameter over one window of sizes. */
export interface WindowSlope extends Slope {
  /** The information curve's exponent over the same window with the same weights. */
  readonly curve: number | null;
}

/** All that is said about one parameter's slopes. */
export interface ParameterSlopes {
  readonly name: string;
  readonly points: readonly ErrorPoint[];
  /** Over all sizes; null when there are fewer than two. */
  readonly all: WindowSlope | null;
  /** Sensitivity: the smallest sizes dropped one by one, down to two sizes; the first is `all`. */
  readonly windows: readonly WindowSlope[];
  /** From each size to the next. */
  readonly local: readonly WindowSlope[];
}

/** The slope over a window, and the curve's where it is known at every size; undefined with fewer than two usable points. */
export function windowSlope(
  window: readonly ErrorPoint[],
  curve: ReadonlyMap<number, number>,
): WindowSlope | undefined {
  const slope = logLogSlope(window);
  if (slope === undefined) return undefined;
  const known = window.every(({ n }) => curve.has(n));
  return { ...slope, curve: known ? (curveExponent(window, (n) => curve.get(n) ?? Number.NaN) ?? null) : null };
}

function slopesOf(name: string, points: readonly ErrorPoint[], curve: ReadonlyMap<number, number>): ParameterSlopes {
  const over = (window: readonly ErrorPoint[]): readonly WindowSlope[] => {
    const slope = windowSlope(window, curve);
    return slope === undefined ? [] : [slope];
  };
  const windows = points.slice(0, -1).flatMap((_, drop) => over(points.slice(drop)));
  const local = points.slice(0, -1).flatMap((_, i) => over(points.slice(i, i + 2)));
  return { name, points, all: windows[0] ?? null, windows, local };
}

/**
 * RMSE slopes of every parameter of a study.
 *
 * @example
 * ```ts
 * import { designStudy, scenarioPath, studySlopes, summarize } from "contaminated-moe";
 * import { runStudy } from "contaminated-moe/node";
 * const { path } = scenarioPath("L/resonant");
 * const study = await runStudy(designStudy(path, { sizes: [1000, 4000], replications: 40, seed: 7 }), { workers: 2 });
 * const slopes = studySlopes(await summarize(study));
 * console.log(slopes.map(({ name }) => name).join()); // lambda,a,b,nu
 * ```
 */
export function studySlopes(summary: Summary): readonly ParameterSlopes[] {
  return summary.parameters.map((name, j) => {
    const rows = summary.cells.flatMap((cell) => {
      const parameter = cell.parameters[j];
      return parameter === undefined ? [] : [{ n: cell.n, parameter }];
    });
    const points = rows.map(({ n, parameter: { rmse } }) => ({ n, error: rmse.value, mcse: rmse.mcse ?? Number.NaN }));
    const curve = new Map(rows.flatMap(({ n, parameter }) => (parameter.curve === null ? [] : [[n, parameter.curve]])));
    return slopesOf(name, points.filter(usable), curve);
  });
}
