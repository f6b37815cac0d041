import { gateLength } from "../../../../model/by-parameter";
import type { LocalMaximum } from "../../newton/trust-region";
import type { DistinctOptima } from "../../optima/distinct-optima";
import type { Companion } from "../companion";
import { gateOfStart } from "../gate-start";
import type { StartData } from "../start-data";
import { type Bands, bandsHolding, bandsOf, predictorsOf } from "../through-rows/bands";
import { elementalFit, rowEquation } from "../through-rows/elemental";
import { exchangeRows } from "../through-rows/row-exchange";
import type { StartUniforms } from "../uniforms";
import { contender } from "./hop";

/** Takes `count` of the values out at random. */
function drawOf(values: readonly number[], count: number, uniforms: StartUniforms): readonly number[] {
  const left = values.slice();
  const drawn: number[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(left.splice(uniforms.below(left.length), 1)[0]);
  return drawn;
}

/** What exchanges know from one to the next: the bands of contenders. */
export type KnownBands = WeakMap<LocalMaximum, Bands>;

/**
 * A contender with some of the rows on its curve exchanged for others: any number of them, below q, are kept, the curve is laid through others at
 * random, and from there rows are exchanged for better ones (exchangeRows). Where the contender is no spike, every other time the curve is to be one, with
 * nu on its lower bound and a share of any order of magnitude: from far above few runs end at spikes by themselves.
 */
export function exchangedRows(
  data: StartData,
  optima: DistinctOptima,
  posteriorsAt: (theta: Float64Array) => Float64Array,
  uniforms: StartUniforms,
  index: number,
  known: KnownBands,
): Companion | undefined {
  const { model, sample, q } = data;
  const from = contender(optima, uniforms);
  if (from === undefined || model.prompt.expert.kind === "custom") return undefined;
  const g = gateLength(model);
  const theta = from.theta.slice();
  const eta = theta.subarray(g, g + q);
  const [least] = model.box.nu;
  const exchange = (bands: Bands) => {
    if (bands.rows.length === 0) return undefined;
    const predictors = predictorsOf(data, bands, eta);
    const kept = drawOf(bandsHolding(bands, predictors), uniforms.below(q), uniforms);
    const equations = kept.map((k) => rowEquation(data, bands.rows[k], predictors[k]));
    const choice = uniforms.next() < 0.5 ? "all rows" : "worst explained";
    const moved = elementalFit(data, uniforms, choice, equations);
    return moved && exchangeRows(data, bands, moved, uniforms);
  };
  if (theta[g + q] > least && uniforms.next() < 0.5) {
    const share = uniforms.logBetween(Math.min(0.5, (q + 1) / sample.n), 0.5);
    const spike = exchange(bandsOf(data, share, least));
    if (spike === undefined) return undefined;
    const start = gateOfStart(data, uniforms, index)(Float64Array.of(share, ...spike.eta, least));
    return { start, rows: spike.rows };
  }
  const bands = known.get(from) ?? bandsAt(data, theta, posteriorsAt);
  known.set(from, bands);
  const exchanged = exchange(bands);
  if (exchanged === undefined) return undefined;
  eta.set(exchanged.eta);
  return { start: theta, rows: exchanged.rows };
}

/** The bands at an optimum, with the share that the prompt has there of all rows. */
function bandsAt(data: StartData, theta: Float64Array, posteriorsAt: (theta: Float64Array) => Float64Array): Bands {
  const share = posteriorsAt(theta).reduce((sum, r) => sum + r, 0) / data.sample.n;
  return bandsOf(data, share, theta[theta.length - 1]);
}
