import { cos, sin } from "../../../numerics/elementary";
import { slopeRanges } from "./frequency";
import { bestPhase } from "./phase";
import type { StartData } from "./start-data";
import type { StartUniforms } from "./uniforms";

/** Rows of which the prompt has less than this share of what it has of its surest row say nothing; of others so many are taken. */
const LEAST_POSTERIOR = 0.02;
const MOST_ROWS = 4096;
/** Ordinates of a line, and how far they are apart, in radians per standard deviation of the covariate: a peak is about 2 wide. */
const ORDINATES = 128;
const STEP = 0.8;
/** An ordinate of one row takes about as long as so many rows of an iteration. */
const ORDINATE_ROWS = 0.3;
/** How often single covariates are looked at. */
const ALONE = 0.125;

/** The slopes of covariate j at which ordinates are computed. */
interface Line {
  readonly j: number;
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/** Rows with weights r, r y, and the sum of the weights. */
interface WeightedRows {
  readonly rows: readonly number[];
  readonly r: Float64Array;
  readonly ry: Float64Array;
  readonly all: number;
}

/** A frequency and phase, and by how much half the sum of squares falls there. */
interface Ordinate {
  readonly eta: Float64Array;
  readonly gain: number;
}

/**
 * The highest ordinate of the periodogram on a line through eta, or `highest` if none is higher: of a frequency a, max over the phases of
 * sum_i r_i (y_i sin(u_i) - sin(u_i)^2 / 2), u_i = a'x_i + b. From one ordinate to the next every row's sine and cosine turn by an angle of their own, so
 * that none is computed anew.
 */
function highestOrdinate(
  { sample, bias, phases }: StartData,
  { rows, r, ry, all }: WeightedRows,
  eta: Float64Array,
  { j, from, step, count }: Line,
  highest: Ordinate,
): Ordinate {
  const { n, dimension: d, x } = sample;
  const m = rows.length;
  const predictors = Float64Array.from(rows, (i) => {
    let u = from * x[j * n + i];
    for (let l = 0; l < d; l++) if (l !== j) u += eta[l] * x[l * n + i];
    return u;
  });
  const [sine, cosine] = [predictors.map(sin), predictors.map(cos)];
  const turns = Float64Array.from(rows, (i) => step * x[j * n + i]);
  const [turnSine, turnCosine] = [turns.map(sin), turns.map(cos)];
  let best = highest;
  for (let ordinate = 0; ordinate < count; ordinate++) {
    let ys = 0;
    let yc = 0;
    let ss = 0;
    let sc = 0;
    for (let k = 0; k < m; k++) {
      const s = sine[k];
      const c = cosine[k];
      const rs = r[k] * s;
      ys += ry[k] * s;
      yc += ry[k] * c;
      ss += rs * s;
      sc += rs * c;
      sine[k] = s * turnCosine[k] + c * turnSine[k];
      cosine[k] = c * turnCosine[k] - s * turnSine[k];
    }
    const { b, gain } = bestPhase(phases, { ys, yc, ss, sc, cc: all - ss });
    if (!(gain > best.gain)) continue;
    const there = eta.slice();
    there[j] = from + ordinate * step;
    if (bias) there[d] = b;
    best = { eta: there, gain };
  }
  return best;
}

/**
 * A frequency for the rows that a known optimum gives to the prompt, from their periodogram: from slopes drawn at random (frequency.ts) the slope of each covariate
 * in turn, once, moves to the highest ordinate of its range, or of as much of it, anywhere, as 128 ordinates cover. One time in eight all other slopes are 0
 * instead, and the best covariate is taken. `rows` is about how many rows of an iteration that took.
 * Reference: Bloomfield (2000), Fourier Analysis of Time Series, section 2.2.
 */
export function periodogramAscent(
  data: StartData,
  posteriors: Float64Array,
  uniforms: StartUniforms,
): { readonly eta: Float64Array; readonly rows: number } {
  const { sample, deviations, q } = data;
  const { n, dimension: d } = sample;
  const surest = posteriors.reduce((most, r) => Math.max(most, r), 0);
  const rows: number[] = [];
  for (let i = 0; i < n && rows.length < MOST_ROWS; i++) if (posteriors[i] > LEAST_POSTERIOR * surest) rows.push(i);
  const r = Float64Array.from(rows, (i) => posteriors[i]);
  const ry = r.map((weight, k) => weight * sample.y[rows[k]]);
  const weighted = { rows, r, ry, all: r.reduce((sum, weight) => sum + weight, 0) };
  const ranges = slopeRanges(data, uniforms);
  const none = new Float64Array(q);
  const drawn = none.map((_, j) => (j < d ? uniforms.between(...ranges[j]) : 0));
  const alone = uniforms.next() < ALONE;
  const first = uniforms.below(d);
  let best: Ordinate = { eta: drawn, gain: Number.NEGATIVE_INFINITY };
  let ordinates = 0;
  for (let k = 0; k < d; k++) {
    const j = (first + k) % d;
    const [low, high] = ranges[j];
    const step = STEP / deviations[j];
    const count = Math.min(ORDINATES, 1 + Math.floor((high - low) / step));
    const from = uniforms.between(low, high - (count - 1) * step);
    best = highestOrdinate(data, weighted, alone ? none : best.eta, { j, from, step, count }, best);
    ordinates += count;
  }
  return { eta: best.eta, rows: ORDINATE_ROWS * ordinates * rows.length };
}
