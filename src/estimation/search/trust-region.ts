import type { Pass } from "../likelihood/likelihood";
import { boxedStep, modelValue } from "./trust-region-step";

export interface TrustRegionOptions {
  /** Iterations (passes) before giving up; 300 unless told. */
  readonly maxIterations?: number;
  /** Largest accepted standardised score; 1e-5 unless told. */
  readonly tolerance?: number;
  /** Largest accepted gain that a Newton step still promises, in log-likelihood; 1e-10 unless told. */
  readonly shortfall?: number;
  /** Give up where even twice the gain that the Newton step promises stays below this value; never unless told. */
  readonly worthwhile?: number;
}

/** Where a run of the trust-region method ended. `pass` holds value and derivatives there. */
export interface LocalMaximum {
  readonly theta: Float64Array;
  readonly pass: Pass;
  /** max_j |g_j| / sqrt(-H_jj) over the variables that are not held by a bound. */
  readonly score: number;
  readonly converged: boolean;
  readonly criterion: string;
  readonly iterations: number;
}

/** What is maximised: fills value, gradient and Hessian at theta. */
export type Objective = (theta: Float64Array, out: Pass) => void;

/** Is variable j on a bound with the score pointing out of the box? */
function held(x: number, g: number, lower: number, upper: number): boolean {
  return (x <= lower && g <= 0) || (x >= upper && g >= 0);
}

/** Units of the steps: 1/D_j is about a standard error where -H_jj > 0; floors keep flat directions bounded. */
function scaling(hessian: Float64Array, p: number): Float64Array {
  const scale = new Float64Array(p);
  let largest = 0;
  for (let j = 0; j < p; j++) {
    scale[j] = Math.sqrt(Math.abs(hessian[j * p + j]));
    largest = Math.max(largest, scale[j]);
  }
  const floor = Math.max(1e-4 * largest, 1e-8);
  for (let j = 0; j < p; j++) scale[j] = Math.max(scale[j], floor);
  return scale;
}

function scaledLength(step: Float64Array, scale: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < step.length; j++) sum += (step[j] * scale[j]) ** 2;
  return Math.sqrt(sum);
}

function standardisedScore(pass: Pass, scale: Float64Array, free: readonly boolean[]): number {
  let largest = 0;
  for (let j = 0; j < free.length; j++) {
    if (free[j]) largest = Math.max(largest, Math.abs(pass.gradient[j]) / scale[j]);
  }
  return largest;
}

function allFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function isFinitePass(pass: Pass): boolean {
  return Number.isFinite(pass.logLikelihood) && allFinite(pass.gradient) && allFinite(pass.hessian);
}

function negated(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = -values[i];
  return out;
}

/**
 * Trust-region Newton in a box: maximises a twice differentiable function with exact derivatives from `start`.
 *
 * Each iteration solves the quadratic model within the trust region (in units of standard errors) and the box, takes
 * the step if the function rises by at least 1e-4 of what the model promises, and adapts the radius to how well it
 * kept the promise. Bounds are handled exactly: a variable on a bound whose score points outwards is held there.
 * Converged: the Newton step promises at most `shortfall` more and the standardised score of the free variables is at
 * most `tolerance`; or rounding error hides any gain and the score is at its level.
 *
 * Reference: Conn, Gould and Toint (2000), Trust-Region Methods, SIAM, chapters 6, 7 and 12.
 */
export function maximizeInBox(
  objective: Objective,
  start: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  options: TrustRegionOptions = {},
): LocalMaximum {
  const { maxIterations = 300, tolerance = 1e-5, shortfall = 1e-10, worthwhile = Number.NEGATIVE_INFINITY } = options;
  const p = start.length;
  let theta = start.map((x, j) => Math.min(upper[j], Math.max(lower[j], x)));
  let [here, there] = [blank(p), blank(p)];
  objective(theta, here);
  let iterations = 1;
  let radius = Number.NaN;
  const end = (converged: boolean, criterion: string, score: number): LocalMaximum => ({
    theta,
    pass: here,
    score,
    converged,
    criterion,
    iterations,
  });
  if (!isFinitePass(here)) return end(false, "the likelihood overflows at the start", Number.POSITIVE_INFINITY);

  for (;;) {
    const scale = scaling(here.hessian, p);
    const isFree: boolean[] = [];
    for (let j = 0; j < p; j++) {
      isFree.push(lower[j] < upper[j] && !held(theta[j], here.gradient[j], lower[j], upper[j]));
    }
    const score = standardisedScore(here, scale, isFree);
    if (score === 0) return end(true, "score zero", 0);
    if (iterations >= maxIterations) {
      const done = score <= tolerance;
      return end(done, done ? "score below tolerance" : `no convergence in ${maxIterations} iterations`, score);
    }
    if (Number.isNaN(radius)) radius = firstRadius(theta, scale, isFree);
    const quadratic = { gradient: negated(here.gradient), hessian: negated(here.hessian) };
    const room = { low: lower.map((l, j) => l - theta[j]), high: upper.map((u, j) => u - theta[j]) };
    let step = boxedStep(quadratic, scale, room.low, room.high, isFree, radius);
    let promised = -modelValue(quadratic, step);
    // Faces of the box can spoil a long step; a short one always gains.
    while (!(promised > 0) && radius > 1e-12) {
      radius *= 0.25;
      step = boxedStep(quadratic, scale, room.low, room.high, isFree, radius);
      promised = -modelValue(quadratic, step);
    }
    const whole = 4 * scaledLength(step, scale) < radius; // the Newton step itself, not cut by the region
    if (whole && here.logLikelihood + 2 * promised < worthwhile) {
      return end(false, "given up: another optimum is higher", score);
    }
    // Below this the function's rounding error hides the gain: there the score decides.
    const rounding = 4e-15 * p * (1 + Math.abs(here.logLikelihood));
    if (!(promised > 0)) return end(score <= tolerance, "no step gains", score);
    if (promised <= shortfall && score <= tolerance) return end(true, "Newton step promises nothing more", score);

    const next = theta.map((x, j) => Math.min(upper[j], Math.max(lower[j], x + step[j])));
    objective(next, there);
    iterations++;
    const finite = isFinitePass(there);
    if (promised <= rounding) {
      const nextFree = Array.from(next, (x, j) => isFree[j] && !held(x, there.gradient[j], lower[j], upper[j]));
      const nextScore = finite ? standardisedScore(there, scale, nextFree) : Number.POSITIVE_INFINITY;
      if (nextScore < 0.5 * score) {
        theta = next;
        [here, there] = [there, here];
        continue;
      }
      const done = score <= Math.max(tolerance, Math.sqrt(2 * rounding));
      return end(done, done ? "Newton step below rounding error" : "stalled: the likelihood is flat here", score);
    }
    const gained = finite ? there.logLikelihood - here.logLikelihood : Number.NEGATIVE_INFINITY;
    const ratio = (gained + rounding) / (promised + rounding);
    const length = scaledLength(step, scale);
    if (ratio < 0.25) radius = 0.25 * length;
    else if (ratio > 0.75 && length > 0.8 * radius) radius *= ratio > 0.9 ? 4 : 2;
    if (ratio > 1e-4) {
      theta = next;
      [here, there] = [there, here];
    } else if (radius < 1e-13) {
      return end(score <= tolerance, "the trust region shrank to nothing", score);
    }
  }
}

function blank(p: number): Pass {
  return { logLikelihood: Number.NaN, gradient: new Float64Array(p), hessian: new Float64Array(p * p) };
}

/** Lets every parameter move by about half its size or 0.25, whichever is larger, before anything is known. */
function firstRadius(theta: Float64Array, scale: Float64Array, free: readonly boolean[]): number {
  let sum = 0;
  theta.forEach((x, j) => {
    if (free[j]) sum += (scale[j] * Math.max(0.25, 0.5 * Math.abs(x))) ** 2;
  });
  return Math.sqrt(sum);
}
