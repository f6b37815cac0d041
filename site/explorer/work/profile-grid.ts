import { fit } from "../../../src/estimation/fit/maximum-likelihood";
import { fromVector, type GateKind, inVectorOrder, type Parameters, toVector } from "../../../src/model/by-parameter";
import type { ContaminatedMoe } from "../../../src/model/contaminated-moe";
import { fixParameters } from "../../../src/model/fixed-parameters";
import { vectorNames } from "../../../src/model/parameters";
import type { Sample } from "../../../src/model/sample/sample";

/** The order in which a line of points is gone through: away from the one nearest to `centre`, to both sides. */
function outwards(
  values: readonly number[],
  centre: number,
): readonly { readonly at: number; readonly from: number }[] {
  const middle = values.reduce(
    (best, value, k) => (Math.abs(value - centre) < Math.abs(values[best] - centre) ? k : best),
    0,
  );
  const right = Array.from({ length: values.length - middle }, (_, k) => ({
    at: middle + k,
    from: middle + Math.max(0, k - 1),
  }));
  const left = Array.from({ length: middle }, (_, k) => ({ at: middle - 1 - k, from: middle - k }));
  return [...right, ...left];
}

/** The best of the other parameters where two are held at `values`, climbing from `from`. */
export function profilePoint(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  axes: readonly [number, number],
  values: readonly [number, number],
  from: Parameters<GateKind>,
): { readonly estimate: Parameters<GateKind>; readonly logLikelihood: number } {
  const names = vectorNames(model);
  const intervals = inVectorOrder(model.box);
  const known = axes.map((j, side) => ({ parameter: names[j], value: values[side] }));
  const warm = toVector(from).map((value, j) => {
    const side = axes.indexOf(j);
    return side >= 0 ? values[side] : Math.min(intervals[j][1], Math.max(intervals[j][0], value));
  });
  return fit(fixParameters(model, known), sample, { warm: fromVector(model, warm) });
}

/**
 * The profile log-likelihood of two parameters on a grid: the largest over all others. Every point is sought from its
 * neighbour nearer to an optimum, once for each optimum; the best counts.
 * @param axes places of the two in the parameter vector
 * @param optima local maxima of the whole likelihood, best first
 * @returns row by row from the second axis' first value
 */
export function profileGrid(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  axes: readonly [number, number],
  [across, up]: readonly (readonly number[])[],
  optima: readonly Parameters<GateKind>[],
): readonly number[] {
  const best = new Float64Array(across.length * up.length).fill(Number.NEGATIVE_INFINITY);
  for (const optimum of optima) {
    const reached = new Map<number, Parameters<GateKind>>();
    const climb = (row: number, column: number, from: Parameters<GateKind>): void => {
      const spot = [across[column], up[row]] as const;
      const { estimate, logLikelihood } = profilePoint(model, sample, axes, spot, from);
      const k = row * across.length + column;
      reached.set(k, estimate);
      best[k] = Math.max(best[k], logLikelihood);
    };
    const centre = toVector(optimum);
    for (const { at: row, from } of outwards(up, centre[axes[1]])) {
      for (const { at: column, from: before } of outwards(across, centre[axes[0]])) {
        // Along the row; its first point from the row before.
        const neighbour = reached.get(row * across.length + before) ?? reached.get(from * across.length + column);
        climb(row, column, neighbour ?? optimum);
      }
    }
  }
  return Array.from(best);
}
