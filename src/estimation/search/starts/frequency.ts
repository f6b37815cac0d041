import { sin } from "../../../numerics/elementary";
import type { StartData } from "./start-data";
import type { StartUniforms } from "./uniforms";

/** Rows that a phase is estimated from. */
const PHASE_ROWS = 256;
const PHASES = 12;
/** Half of the slopes are tried to this many radians per standard deviation of their covariate, the others everywhere. */
const LARGEST = 20;

/**
 * A frequency for sin(a'x + b): a is uniform in the box, every other time only as far as twenty
 * radians per standard deviation of its covariate, and one time in four along a single covariate; b maximises sum_i y_i sin(a'x_i + b), the regression on sine and cosine at that
 * frequency: one ordinate of a periodogram.
 */
export function frequencyStart(data: StartData, uniforms: StartUniforms): Float64Array | undefined {
  const { model, sample, q, deviations } = data;
  const { expert } = model.prompt;
  if (expert.kind === "custom" || expert.activation !== "sin") return undefined;
  const { n, dimension: d, x, y } = sample;
  const eta = new Float64Array(q);
  const only = uniforms.next() < 0.25 ? uniforms.below(d) : -1;
  const largest = uniforms.next() < 0.5 ? LARGEST : Number.POSITIVE_INFINITY;
  for (let j = 0; j < d; j++) {
    const [low, high] = model.box.eta[j];
    const reach = largest / deviations[j];
    const slope = uniforms.between(Math.max(low, -reach), Math.min(high, reach));
    eta[j] = only >= 0 && j !== only ? 0 : slope;
  }
  if (!expert.bias) return eta;
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
