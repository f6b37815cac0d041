import { InputError } from "../../input-error";
import type { StudyRecord } from "../records/record";
import type { Study } from "../records/study";

/** One data set fitted twice. */
export interface StartPair {
  readonly n: number;
  readonly replicate: number;
  readonly cold: StudyRecord;
  readonly warm: StudyRecord;
  /** Log-likelihood of the cold fit minus that of the warm one. */
  readonly gain: number;
}

/** Differences in log-likelihood below this are rounding, not another optimum. */
export const SAME_OPTIMUM = 1e-4;

/** How the two kinds of start compare at one size. */
export interface StartComparison {
  readonly n: number;
  readonly pairs: number;
  /** The cold search found a higher likelihood than the optimum next to the truth. */
  readonly coldHigher: number;
  /** The cold search missed the warm start's higher optimum: a failure of the cold search. */
  readonly coldLower: number;
}

async function recordsByCell(study: Study): Promise<ReadonlyMap<string, StudyRecord>> {
  const cells = new Map<string, StudyRecord>();
  for await (const batch of study.records()) {
    for (const record of batch) cells.set(`${record.n} ${record.replicate}`, record);
  }
  return cells;
}

/**
 * Pairs a cold and a warm study of the same data sets (same path, seed and sizes), by n and replicate. Replicates
 * without a log-likelihood in both are left out.
 * @throws InputError when the designs draw different data.
 *
 * @example
 * ```ts
 * import { designStudy, pairStarts, scenarioPath } from "contaminated-moe";
 * import { runStudy } from "contaminated-moe/node";
 * const { path } = scenarioPath("L/resonant");
 * const [cold, warm] = await Promise.all(
 *   (["cold", "warm"] as const).map((start) => runStudy(designStudy(path, { sizes: [1000], replications: 10, start }), { workers: 1 })),
 * );
 * if (cold && warm) console.log((await pairStarts(cold, warm)).every(({ gain }) => gain > -1e-6)); // cold misses nothing: true
 * ```
 */
export async function pairStarts(cold: Study, warm: Study): Promise<readonly StartPair[]> {
  if (cold.design.path.id !== warm.design.path.id || cold.design.seed !== warm.design.seed) {
    throw new InputError("The two studies draw different data; give them the same path and seed.");
  }
  const [left, right] = [await recordsByCell(cold), await recordsByCell(warm)];
  const pairs: StartPair[] = [];
  for (const [cell, one] of left) {
    const other = right.get(cell);
    if (other === undefined || one.logLikelihood === null || other.logLikelihood === null) continue;
    const gain = one.logLikelihood - other.logLikelihood;
    pairs.push({ n: one.n, replicate: one.replicate, cold: one, warm: other, gain });
  }
  return pairs.sort((a, b) => a.n - b.n || a.replicate - b.replicate);
}

/**
 * Per size: how often the cold search found a higher likelihood than the warm start, and how often a lower one.
 *
 * @example
 * ```ts
 * import { compareStarts, designStudy, pairStarts, scenarioPath } from "contaminated-moe";
 * import { runStudy } from "contaminated-moe/node";
 * const { path } = scenarioPath("L/resonant");
 * const [cold, warm] = await Promise.all(
 *   (["cold", "warm"] as const).map((start) => runStudy(designStudy(path, { sizes: [1000], replications: 10, start }), { workers: 1 })),
 * );
 * if (cold && warm) console.log(compareStarts(await pairStarts(cold, warm)).map(({ pairs, coldLower }) => [pairs, coldLower]).join()); // 10,0
 * ```
 */
export function compareStarts(pairs: readonly StartPair[]): readonly StartComparison[] {
  const sizes = [...new Set(pairs.map(({ n }) => n))];
  return sizes.map((n) => {
    const here = pairs.filter((pair) => pair.n === n);
    return {
      n,
      pairs: here.length,
      coldHigher: here.filter(({ gain }) => gain > SAME_OPTIMUM).length,
      coldLower: here.filter(({ gain }) => gain < -SAME_OPTIMUM).length,
    };
  });
}
