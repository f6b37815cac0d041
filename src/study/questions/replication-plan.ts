import { log } from "../../numerics/elementary";
import type { Summary } from "../measures/summary";

/** How many replications a wanted precision of the slope takes. */
export interface ReplicationPlan {
  readonly parameter: string;
  readonly replications: number;
  /** Where the replicates' spread comes from: a pilot's jackknife, or normal errors (relative variance 1/(2R)). */
  readonly basis: "pilot" | "normal errors";
}

/**
 * Replications per size so that the weighted log-log slope of RMSE has standard error `mcse`. With R replicates log RMSE
 * has variance kappa_k / R at size k (kappa = 1/2 for normal errors; a pilot estimates it by R (mcse/rmse)^2), hence the
 * slope's variance is 1 / (R S) with S = sum_k (log n_k - mean)^2 / kappa_k, and R = 1 / (mcse^2 S).
 */
export function replicationsFor(sizes: readonly number[], mcse: number, kappa: readonly number[] = []): number {
  const weights = sizes.map((_, k) => 1 / (kappa[k] ?? 0.5));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = sizes.reduce((sum, n, k) => sum + weights[k] * log(n), 0) / total;
  const spread = sizes.reduce((sum, n, k) => sum + weights[k] * (log(n) - mean) ** 2, 0);
  return Math.max(2, Math.ceil(1 / (mcse * mcse * spread)));
}

/** The plan for every parameter; a pilot's summary replaces the assumption of normal errors where it has 20 replicates. */
export function planReplications(
  sizes: readonly number[],
  parameters: readonly string[],
  mcse: number,
  pilot?: Summary,
): readonly ReplicationPlan[] {
  return parameters.map((parameter, j) => {
    const kappa = sizes.map((n) => {
      const cell = pilot?.cells.find((each) => each.n === n);
      const rmse = cell?.parameters[j]?.rmse;
      const enough = cell !== undefined && cell.records - cell.failures >= 20;
      if (!enough || !rmse?.mcse || !(rmse.value > 0)) return undefined;
      return (cell.records - cell.failures) * (rmse.mcse / rmse.value) ** 2;
    });
    const known = kappa.filter((value) => value !== undefined);
    const complete = known.length === sizes.length;
    return {
      parameter,
      replications: replicationsFor(sizes, mcse, complete ? known : []),
      basis: complete ? "pilot" : "normal errors",
    };
  });
}
