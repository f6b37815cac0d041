import type { Interval } from "../../../model/box";
import { hasActivation } from "../../../model/expert";
import { sin } from "../../../numerics/elementary";
import { bestPhase } from "./phase";
import type { StartData } from "./start-data";
import type { StartUniforms } from "./uniforms";

/** Rows that a phase is estimated from. */
const PHASE_ROWS = 256;
/** Half of the slopes are tried to this many radians per standard deviation of their covariate, the others everywhere. */
const LARGEST = 20;

/** Where slopes are sought: in the box, every other time only as far as LARGEST where the box goes as near to 0. */
export function slopeRanges({ model, sample, deviations }: StartData, uniforms: StartUniforms): readonly Interval[] {
  const largest = uniforms.next() < 0.5 ? LARGEST : Number.POSITIVE_INFINITY;
  return model.box.eta.slice(0, sample.dimension).map(([low, high], j) => {
    const reach = largest / deviations[j];
    return low > reach || high < -reach ? [low, high] : [Math.max(low, -reach), Math.min(high, reach)];
  });
}

/** Slopes uniform in their ranges, one time in four along a single covariate. */
function drawSlopes(data: StartData, uniforms: StartUniforms): Float64Array {
  const eta = new Float64Array(data.q);
  const only = uniforms.next() < 0.25 ? uniforms.below(data.sample.dimension) : -1;
  slopeRanges(data, uniforms).forEach(([low, high], j) => {
    const slope = uniforms.between(low, high);
    eta[j] = only >= 0 && j !== only ? 0 : slope;
  });
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
  eta[d] = bestPhase(data.phases, { ys: sine, yc: cosine, ss: 0, sc: 0, cc: 0 }).b;
  return eta;
}
