import { gateLength } from "../../../../model/by-parameter";
import type { LocalMaximum } from "../../newton/trust-region";
import type { DistinctOptima } from "../../optima/distinct-optima";
import type { StartData } from "../start-data";
import { type Bands, bandsHolding, bandsOf, predictorsOf } from "../through-rows/bands";
import { elementalFit, rowEquation } from "../through-rows/elemental";
import { drawOf, exchangeRows } from "../through-rows/row-exchange";
import type { StartUniforms } from "../uniforms";
import { contender } from "./hop";

/**
 * A contender with some of the rows on its curve exchanged for others: any number of them, below q, are kept, the curve is laid through others at
 * random, and from there rows are exchanged for better ones (exchangeRows).
 */
export function exchangedRows(
  data: StartData,
  optima: DistinctOptima,
  posteriorsAt: (theta: Float64Array) => Float64Array,
  uniforms: StartUniforms,
  known: WeakMap<LocalMaximum, Bands>,
): Float64Array | undefined {
  const { model, sample, q } = data;
  const from = contender(optima, uniforms);
  if (from === undefined || model.prompt.expert.kind === "custom") return undefined;
  const g = gateLength(model);
  const theta = from.theta.slice();
  const eta = theta.subarray(g, g + q);
  let bands = known.get(from);
  if (bands === undefined) {
    const share = posteriorsAt(theta).reduce((sum, r) => sum + r, 0) / sample.n;
    bands = bandsOf(data, share, theta[g + q]);
    known.set(from, bands);
  }
  const predictors = predictorsOf(data, bands, eta);
  const kept = drawOf(bandsHolding(bands, predictors), uniforms.below(q), uniforms);
  const equations = kept.map((k) => rowEquation(data, bands.rows[k], predictors[k]));
  const choice = uniforms.next() < 0.5 ? "all rows" : "worst explained";
  const moved = elementalFit(data, uniforms, choice, equations);
  if (moved === undefined) return undefined;
  eta.set(exchangeRows(data, bands, moved, uniforms));
  return theta;
}
