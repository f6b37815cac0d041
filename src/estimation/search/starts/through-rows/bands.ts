import { hasActivation } from "../../../../model/expert";
import { exp, log, log1p } from "../../../../numerics/elementary";
import type { StartData } from "../start-data";
import { preimage } from "./preimage";

/** So many rows have bands at most, the worst explained ones of those that the curve can pass by. */
const MOST_ROWS = 512;
/** A row that gains less than this wherever the curve runs has no band. */
const LEAST_GAIN = 0.1;

/** The share counts as no more than this: at 1 the frozen model has no rows to lose. */
const LARGEST_SHARE = 0.99;

export const TURN = 2 * Math.PI;

/** Where the linear predictors of rows may lie for the curve to pass by their responses, and what that gains; a row may have two bands. */
export interface Bands {
  readonly rows: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** log(1 + lambda f / ((1 - lambda) f0)) where the curve meets the response. */
  readonly gain: Float64Array;
  /** Do they repeat themselves every 2 pi? */
  readonly periodic: boolean;
}

/**
 * The bands of the rows, for a prompt with this share and variance: around the response, to where half to seven tenths of what the row gains there are left. None
 * for a user's own expert.
 */
export function bandsOf(data: StartData, lambda: number, nu: number): Bands {
  const { model, sample, frozen, worstFirst } = data;
  const { expert } = model.prompt;
  const found: (readonly [row: number, low: number, high: number, gain: number])[] = [];
  const share = Math.min(LARGEST_SHARE, lambda);
  const ahead = log(share) - log(1 - share) - 0.5 * log(2 * Math.PI * nu);
  let rows = 0;
  for (const row of worstFirst) {
    const odds = ahead - frozen[row];
    // A response at which f0 has no density in double precision says nothing of others.
    if (odds === Number.POSITIVE_INFINITY) continue;
    const gain = odds > 30 ? odds : log1p(exp(odds));
    if (expert.kind === "custom" || !(gain > LEAST_GAIN) || rows === MOST_ROWS) break;
    const half = Math.sqrt(nu * Math.max(2 * Math.LN2, odds));
    const y = sample.y[row];
    const bands = preimage(expert.activation, y - half, y + half);
    for (const [low, high] of bands) found.push([row, low, high, gain]);
    if (bands.length > 0) rows++;
  }
  return {
    rows: Int32Array.from(found, ([row]) => row),
    low: Float64Array.from(found, ([, low]) => low),
    high: Float64Array.from(found, ([, , high]) => high),
    gain: Float64Array.from(found, ([, , , gain]) => gain),
    periodic: hasActivation(expert, "sin"),
  };
}

/** x'eta of each band's row. */
export function predictorsOf(
  { sample: { n, dimension: d, x }, bias }: StartData,
  { rows }: Bands,
  eta: Float64Array,
): Float64Array {
  const out = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    let u = bias ? eta[d] : 0;
    for (let j = 0; j < d; j++) u += eta[j] * x[j * n + rows[k]];
    out[k] = u;
  }
  return out;
}

/** Does the linear predictor lie in band k? */
export function bandHolds({ low, high, periodic }: Bands, k: number, predictor: number): boolean {
  const u = periodic ? predictor - TURN * Math.floor((predictor - low[k]) / TURN) : predictor;
  return u >= low[k] && u <= high[k];
}

/** Positions of the bands in which these predictors lie. */
export function bandsHolding(bands: Bands, predictors: Float64Array): readonly number[] {
  const held: number[] = [];
  for (let k = 0; k < predictors.length; k++) if (bandHolds(bands, k, predictors[k])) held.push(k);
  return held;
}
