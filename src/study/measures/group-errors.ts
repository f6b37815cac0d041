import { type ParameterGroup, parameterVector } from "../../model/parameters";
import { exp, log } from "../../numerics/elementary";
import { pathOf } from "../design/path-json";
import type { Study } from "../records/study";

/** The errors of one group at one size. */
export interface GroupCell {
  readonly n: number;
  readonly replications: number;
  readonly mean: number;
  /** Standard deviation over the replicates: how much one replicate varies. */
  readonly deviation: number;
  /** deviation / sqrt(replications): how well the mean is known. */
  readonly mcse: number;
}

function cellOf(n: number, errors: readonly number[]): GroupCell {
  const count = errors.length;
  const mean = errors.reduce((sum, e) => sum + e, 0) / count;
  const deviation = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / (count - 1));
  return { n, replications: count, mean, deviation, mcse: deviation / Math.sqrt(count) };
}

/** The errors of every group by size; groups that the model does not have are empty. */
export type GroupErrors = Readonly<Record<ParameterGroup, readonly GroupCell[]>>;

/**
 * Mean errors of every group by size, as the literature reports them: |lambda^ - lambda*|, |tau^ - tau*|, ||beta^ - beta*||,
 * ||eta^ - eta*||, |nu^ - nu*|. Fits without an estimate are left out and show in `replications`.
 *
 * @example
 * ```ts
 * import { designStudy, groupErrors, scenarioPath } from "contaminated-moe";
 * import { runStudy } from "contaminated-moe/node";
 * const { path } = scenarioPath("L/resonant");
 * const study = await runStudy(designStudy(path, { sizes: [1000, 4000], replications: 40, seed: 7 }), { workers: 2 });
 * const { lambda } = await groupErrors(study);
 * console.log(lambda.map(({ n, replications }) => `${n}: ${replications}`).join(", ")); // 1000: 40, 4000: 40
 * ```
 */
export async function groupErrors(study: Study): Promise<GroupErrors> {
  const entries = parameterVector(pathOf(study.design).model);
  const groups = [...new Set(entries.map(({ group }) => group))];
  const bySize = new Map(study.design.sizes.map((n) => [n, new Map<number, readonly number[]>()]));
  for await (const batch of study.records()) {
    for (const { n, replicate, error } of batch) {
      if (error === null) continue;
      const norms = groups.map((group) => {
        const own = error.filter((_, j) => entries[j].group === group);
        return own.length === 1 ? Math.abs(own[0]) : Math.sqrt(own.reduce((sum, e) => sum + e * e, 0));
      });
      bySize.get(n)?.set(replicate, norms);
    }
  }
  const of = (group: number): readonly GroupCell[] =>
    [...bySize].flatMap(([n, replicates]) => {
      // In the order of the replicates, so that sums have the same bits whatever the workers did.
      const ordered = [...replicates].sort(([a], [b]) => a - b).map(([, errors]) => errors[group]);
      return ordered.length < 2 ? [] : [cellOf(n, ordered)];
    });
  const none = { lambda: [], tau: [], beta: [], eta: [], nu: [] };
  return { ...none, ...Object.fromEntries(groups.map((group, k) => [group, of(k)])) };
}

/** A straight line through log error against log n, by ordinary least squares: what papers print beside a plot. */
export interface FittedLine {
  /** Minus the slope. */
  readonly exponent: number;
  /** Its textbook standard error, which takes the points' scatter around the line for pure noise. */
  readonly standardError: number;
  readonly rSquared: number;
  /** The line's error at n. */
  readonly at: (n: number) => number;
}

/**
 * Ordinary least squares in log-log coordinates; at least three points with positive errors.
 *
 * @example
 * ```ts
 * import { ordinaryLine } from "contaminated-moe";
 * const { exponent } = ordinaryLine([100, 1000, 10000].map((n) => ({ n, error: 3 / Math.sqrt(n) })));
 * console.log(exponent.toFixed(3)); // 0.500
 * ```
 */
export function ordinaryLine(points: readonly { readonly n: number; readonly error: number }[]): FittedLine {
  const u = points.map(({ n }) => log(n));
  const v = points.map(({ error }) => log(error));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centre, level] = [mean(u), mean(v)];
  const spread = u.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  const slope = u.reduce((sum, x, i) => sum + (x - centre) * (v[i] - level), 0) / spread;
  const residual = u.reduce((sum, x, i) => sum + (v[i] - level - slope * (x - centre)) ** 2, 0);
  const total = v.reduce((sum, y) => sum + (y - level) ** 2, 0);
  return {
    exponent: -slope,
    standardError: Math.sqrt(residual / (points.length - 2) / spread),
    rSquared: 1 - residual / total,
    at: (n) => exp(level + slope * (log(n) - centre)),
  };
}
