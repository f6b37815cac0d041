import { cos, sin } from "../../../numerics/elementary";
import { slopeRanges } from "./frequency";
import type { StartData } from "./start-data";
import type { StartUniforms } from "./uniforms";

/** Rows of which the prompt has less than this share of what it has of its surest row say nothing; of others so many are taken. */
const LEAST_POSTERIOR = 0.02;
const MOST_ROWS = 4096;
/** Ordinates of a line, and how far they are apart, in radians per standard deviation of the covariate: a peak is about 2 wide. */
const ORDINATES = 128;
const STEP = 0.8;
/** An ordinate of a row takes about as long as so many rows of an iteration. */
const ORDINATE_ROWS = 0.3;
const PHASES = 24;
const PHASE = Array.from({ length: PHASES }, (_, k) => {
  const b = (2 * Math.PI * k) / PHASES - Math.PI;
  return { b, sine: sin(b), cosine: cos(b) };
});

/** A phase, and what the sum of squares is less there. */
interface Ordinate {
  readonly b: number;
  readonly gain: number;
}

/** The slopes of covariate j at which ordinates are computed. */
interface Line {
  readonly j: number;
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/** Rows with weights r. */
interface WeightedRows {
  readonly rows: readonly number[];
  readonly weights: readonly number[];
}

/** The phase at which the sum of squares is least, from the weighted sums of y sin, y cos, sin^2, sin cos and cos^2. */
function bestPhase(ys: number, yc: number, ss: number, sc: number, cc: number): Ordinate {
  let best: Ordinate = { b: 0, gain: Number.NEGATIVE_INFINITY };
  for (const { b, sine, cosine } of PHASE) {
    const gain = ys * cosine + yc * sine - 0.5 * (ss * cosine * cosine + 2 * sc * sine * cosine + cc * sine * sine);
    if (gain > best.gain) best = { b, gain };
  }
  return best;
}

/**
 * The highest ordinate of the periodogram on a line: of a frequency a, max over b of sum_i r_i (y_i sin(u_i) - sin(u_i)^2 / 2), u_i = a'x_i + b: by
 * how much half the sum of squares falls. From one ordinate to the next every row's sine and cosine turn by an angle of their own, so that none is
 * computed anew. Where it exceeds `bar`, eta becomes that frequency and phase. Returns the higher of the two.
 */
function climb(
  { sample, bias }: StartData,
  { rows, weights }: WeightedRows,
  eta: Float64Array,
  { j, from, step, count }: Line,
  bar: number,
): number {
  const { n, dimension: d, x, y } = sample;
  const m = rows.length;
  const [r, ry] = [Float64Array.from(weights), Float64Array.from(rows, (i, k) => weights[k] * y[i])];
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const predictors = Float64Array.from(rows, (i) => {
    let u = from * x[j * n + i];
    for (let l = 0; l < d; l++) if (l !== j) u += eta[l] * x[l * n + i];
    return u;
  });
  const [sine, cosine] = [predictors.map(sin), predictors.map(cos)];
  const turns = Float64Array.from(rows, (i) => step * x[j * n + i]);
  const [turnSine, turnCosine] = [turns.map(sin), turns.map(cos)];
  let most = bar;
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
    const { b, gain } = bias ? bestPhase(ys, yc, ss, sc, all - ss) : { b: 0, gain: ys - 0.5 * ss };
    if (!(gain > most)) continue;
    most = gain;
    eta[j] = from + ordinate * step;
    if (bias) eta[d] = b;
  }
  return most;
}

/**
 * A frequency for the rows that a known optimum gives to the prompt, by coordinate ascent over their periodogram: from slopes drawn at random (frequency.ts)
 * the slope of each covariate in turn moves to the highest ordinate of its range, or of as much of it, anywhere, as 128 ordinates cover. `rows` is about how
 * many rows of an iteration that took.
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
  const weighted = { rows, weights: rows.map((i) => posteriors[i]) };
  const ranges = slopeRanges(data, uniforms);
  const eta = new Float64Array(q);
  ranges.forEach(([low, high], j) => {
    eta[j] = uniforms.between(low, high);
  });
  const first = uniforms.below(d);
  let most = Number.NEGATIVE_INFINITY;
  let ordinates = 0;
  for (let k = 0; k < d; k++) {
    const j = (first + k) % d;
    const [low, high] = ranges[j];
    const step = STEP / deviations[j];
    const count = Math.min(ORDINATES, 1 + Math.floor((high - low) / step));
    const from = uniforms.between(low, high - (count - 1) * step);
    most = climb(data, weighted, eta, { j, from, step, count }, most);
    ordinates += count;
  }
  return { eta, rows: ORDINATE_ROWS * ordinates * rows.length };
}
