import { hasActivation } from "../../../model/expert";
import { cos, sin } from "../../../numerics/elementary";
import type { StartData } from "./start-data";
import type { StartUniforms } from "./uniforms";

/** Rows that a phase is estimated from. */
const PHASE_ROWS = 256;
const PHASES = 12;
/** Half of the slopes are tried to this many radians per standard deviation of their covariate, the others everywhere. */
const LARGEST = 20;
/** Frequencies among which the periodogram of a known optimum's rows chooses. */
const ORDINATES = 32;
/** Rows of which the prompt has less than this share of what it has of its surest row say nothing. */
const LEAST_POSTERIOR = 0.02;

/** Slopes uniform in the box, every other time only as far as LARGEST, one time in four along a single covariate. */
function drawSlopes({ model, sample, deviations, q }: StartData, uniforms: StartUniforms): Float64Array {
  const d = sample.dimension;
  const eta = new Float64Array(q);
  const only = uniforms.next() < 0.25 ? uniforms.below(d) : -1;
  const largest = uniforms.next() < 0.5 ? LARGEST : Number.POSITIVE_INFINITY;
  for (let j = 0; j < d; j++) {
    const [low, high] = model.box.eta[j];
    const reach = largest / deviations[j];
    const slope = uniforms.between(Math.max(low, -reach), Math.min(high, reach));
    eta[j] = only >= 0 && j !== only ? 0 : slope;
  }
  return eta;
}

/** Turns that sin(a'x + b) makes at two standard deviations of x, for the largest slopes that are tried. */
export function turnsOfSine({ model, deviations }: StartData): number {
  const radians = deviations.reduce((sum, deviation, j) => {
    const [low, high] = model.box.eta[j];
    return sum + Math.min(LARGEST, Math.max(-low, high) * deviation);
  }, 0);
  return Math.max(2, Math.round(radians / Math.PI));
}

/**
 * A frequency for sin(a'x + b): a is uniform in the box, every other time only as far as twenty radians per standard deviation
 * of its covariate, and one time in four along a single covariate. Every other time b maximises sum_i y_i sin(a'x_i + b),
 * the regression on sine and cosine at that frequency: one ordinate of a periodogram; else it is uniform over a turn, for
 * a prompt of few rows need not agree with the others.
 */
export function frequencyStart(data: StartData, uniforms: StartUniforms): Float64Array | undefined {
  const { sample, bias } = data;
  if (!hasActivation(data.model.prompt.expert, "sin")) return undefined;
  const { n, dimension: d, x, y } = sample;
  const eta = drawSlopes(data, uniforms);
  if (!bias) return eta;
  if (uniforms.next() < 0.5) {
    eta[d] = uniforms.between(-Math.PI, Math.PI);
    return eta;
  }
  const rows = Math.min(n, PHASE_ROWS);
  let sine = 0;
  let cosine = 0;
  for (let i = 0; i < rows; i++) {
    let u = 0;
    for (let j = 0; j < d; j++) u += eta[j] * x[j * n + i];
    sine += y[i] * sin(u);
    cosine += y[i] * sin(u + 0.5 * Math.PI);
  }
  let best = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < PHASES; k++) {
    const b = (2 * Math.PI * k) / PHASES - Math.PI;
    const fit = sine * sin(b + 0.5 * Math.PI) + cosine * sin(b);
    if (fit > best) {
      best = fit;
      eta[d] = b;
    }
  }
  return eta;
}

/**
 * The periodogram of the rows that a known optimum gives to the prompt: of 32 frequencies drawn as for frequencyStart the one
 * at which sum_i r_i (y_i sin(u_i) - sin(u_i)^2 / 2) is largest, r_i their posterior probabilities and b the best of twelve
 * phases: the least squares of the M-step.
 */
export function periodogramEta(data: StartData, posteriors: Float64Array, uniforms: StartUniforms): Float64Array {
  const { sample, bias, q } = data;
  const { n, dimension: d, x, y } = sample;
  const surest = posteriors.reduce((most, r) => Math.max(most, r), 0);
  const rows: number[] = [];
  for (let i = 0; i < n && rows.length < PHASE_ROWS; i++) if (posteriors[i] > LEAST_POSTERIOR * surest) rows.push(i);
  let best: Float64Array = new Float64Array(q);
  let most = Number.NEGATIVE_INFINITY;
  for (let ordinate = 0; ordinate < ORDINATES; ordinate++) {
    const eta = drawSlopes(data, uniforms);
    let [ys, yc, ss, sc, cc] = [0, 0, 0, 0, 0];
    for (const i of rows) {
      let u = 0;
      for (let j = 0; j < d; j++) u += eta[j] * x[j * n + i];
      const [s, c, r] = [sin(u), cos(u), posteriors[i]];
      ys += r * y[i] * s;
      yc += r * y[i] * c;
      ss += r * s * s;
      sc += r * s * c;
      cc += r * c * c;
    }
    for (let k = 0; k < (bias ? PHASES : 1); k++) {
      const b = bias ? (2 * Math.PI * k) / PHASES - Math.PI : 0;
      const [sb, cb] = [sin(b), cos(b)];
      const gain = ys * cb + yc * sb - 0.5 * (ss * cb * cb + 2 * sc * sb * cb + cc * sb * sb);
      if (!(gain > most)) continue;
      most = gain;
      if (bias) eta[d] = b;
      best = eta.slice();
    }
  }
  return best;
}
