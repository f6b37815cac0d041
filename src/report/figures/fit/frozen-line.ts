import type { GateKind } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { expertValue } from "../../../model/expert";
import { frozenMoments } from "../../../model/sample/frozen-rows";
import type { Sample } from "../../../model/sample/sample";

/**
 * The frozen model's means over one covariate: on the grid where h0 is a function of x, else the predictions of the rows
 * in the order of x; undefined where it is known by log densities only.
 */
export function frozenLine(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  grid: readonly number[],
): { readonly x: readonly number[]; readonly y: readonly number[] } | undefined {
  const { byRows, expert, eta } = model.pretrained;
  if (byRows === undefined) return { x: grid, y: grid.map((x) => expertValue(expert, Float64Array.of(x), eta)) };
  const mean = frozenMoments(model, sample)?.mean;
  if (mean === undefined) return undefined;
  const order = Array.from(sample.x, (_, i) => i).sort((left, right) => sample.x[left] - sample.x[right]);
  return { x: order.map((i) => sample.x[i]), y: order.map((i) => mean[i]) };
}
