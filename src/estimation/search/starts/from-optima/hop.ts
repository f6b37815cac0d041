import { gateLength } from "../../../../model/by-parameter";
import { hasActivation } from "../../../../model/expert";
import type { LocalMaximum } from "../../newton/trust-region";
import type { DistinctOptima } from "../../optima/distinct-optima";
import type { Companion } from "../companion";
import { periodogramAscent } from "../periodogram";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";

/** Contenders: the twelve best optima, at most 4 below the best. */
const WINDOW = 4;
const CONTENDERS = 12;
/** Each coordinate of eta moves by up to so many sqrt(nu) per standard deviation of its covariate, or standard errors. */
const LENGTH = 6;
const ERRORS = 3;

/** One of the contenders, the best most often. */
export function contender(optima: DistinctOptima, uniforms: StartUniforms): LocalMaximum | undefined {
  const near = optima.contenders(WINDOW).slice(0, CONTENDERS);
  const u = uniforms.next();
  return near[Math.floor(near.length * u * u)]?.maximum;
}

/** One over the standard error of a coordinate with all others held; never 0. */
function rootInformation(optimum: LocalMaximum | undefined, j: number): number {
  const information = optimum === undefined ? 0 : Math.abs(optimum.pass.hessian[j * (optimum.theta.length + 1)]);
  return Math.sqrt(Math.max(information, 1e-12));
}

/**
 * A contender moved: by several sqrt(nu), for the next spike is often near a high one, or by a few standard errors, to
 * leave a small bump.
 */
export function hop(
  { model, sample, deviations, q }: StartData,
  optima: DistinctOptima,
  uniforms: StartUniforms,
): Float64Array {
  const from = contender(optima, uniforms);
  const g = gateLength(model);
  const p = g + q + 1;
  const theta = from?.theta.slice() ?? new Float64Array(p);
  const far = uniforms.next() < 0.5;
  for (let j = 0; j < q; j++) {
    const reach = far
      ? (LENGTH * Math.sqrt(theta[p - 1])) / (j < sample.dimension ? deviations[j] : 1)
      : ERRORS / rootInformation(from, j + g);
    theta[j + g] += uniforms.between(-reach, reach);
  }
  return theta;
}

/** A nudged optimum moves by so many standard errors, log-uniform between these. */
const NUDGE: readonly [number, number] = [0.01, 1];

/**
 * The best optimum nudged in a random direction by a small part of its standard errors: the prompt of relu has a kink in every
 * row, and where two of them are near the highest maximum another one, a little higher, may lie beyond both.
 */
export function nudge({ model, q }: StartData, optimum: LocalMaximum, uniforms: StartUniforms): Float64Array {
  const g = gateLength(model);
  const start = optimum.theta.slice();
  const size = uniforms.logBetween(...NUDGE);
  for (let j = 0; j < q; j++) {
    start[j + g] += uniforms.between(-size, size) / rootInformation(optimum, j + g);
  }
  return start;
}

/** For sin: a contender with another frequency for the rows that it gives to the prompt (periodogram.ts). */
export function anotherFrequency(
  data: StartData,
  optima: DistinctOptima,
  posteriorsAt: (theta: Float64Array) => Float64Array,
  uniforms: StartUniforms,
): Companion | undefined {
  const from = hasActivation(data.model.prompt.expert, "sin") ? contender(optima, uniforms) : undefined;
  if (from === undefined || data.sample.dimension === 0) return undefined;
  const start = from.theta.slice();
  const { eta, rows } = periodogramAscent(data, posteriorsAt(from.theta), uniforms);
  start.set(eta, gateLength(data.model));
  return { start, rows };
}
