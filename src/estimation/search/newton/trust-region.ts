import { newPass, type Pass } from "../../likelihood/likelihood";
import { BoxedStep } from "./boxed-step";

export interface TrustRegionOptions {
  /** Iterations (passes) before giving up; 300 unless told. */
  readonly maxIterations?: number;
  /** Largest accepted standardised score; 1e-5 unless told. */
  readonly tolerance?: number;
  /** Largest accepted gain that a Newton step still promises, in log-likelihood; 1e-10 unless told. */
  readonly shortfall?: number;
  /** Give up where even twice the gain that the Newton step promises stays below this value; never unless told. */
  readonly worthwhile?: (theta: Float64Array) => number;
  /** Stop where the run crawls, as it does along a kink? */
  readonly untilItCrawls?: boolean;
  /** Is this point, with this value, so near a maximum already known that the run would only find it again? */
  readonly known?: (theta: Float64Array, value: number) => boolean;
}

/** How a run ended: at a maximum, at one known before, behind others for good, gaining hardly anything, or nowhere. */
export type RunEnd = "maximum" | "known" | "given up" | "crawling" | "failed";

/** Where a run of the trust-region method ended. `pass` holds value and derivatives there. */
export interface LocalMaximum {
  readonly theta: Float64Array;
  readonly pass: Pass;
  /** max_j |g_j| / sqrt(-H_jj) over the variables that are not held by a bound. */
  readonly score: number;
  readonly end: RunEnd;
  readonly converged: boolean;
  readonly criterion: string;
  readonly iterations: number;
}

/** A run crawls that gains so little in so many iterations. */
const CRAWL_ITERATIONS = 8;
const CRAWL_GAIN = 1e-3;

/** What is maximised: fills value, gradient and Hessian at theta. */
export type Objective = (theta: Float64Array, out: Pass) => void;

/** Is variable j on a bound with the score pointing out of the box? */
function held(x: number, g: number, lower: number, upper: number): boolean {
  return (x <= lower && g <= 0) || (x >= upper && g >= 0);
}

function allFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function isFinitePass(pass: Pass): boolean {
  return Number.isFinite(pass.logLikelihood) && allFinite(pass.gradient) && allFinite(pass.hessian);
}

function copyPass({ logLikelihood, gradient, hessian }: Pass): Pass {
  return { logLikelihood, gradient: gradient.slice(), hessian: hessian.slice() };
}

/**
 * Trust-region Newton in a box: maximises a twice differentiable function with exact derivatives. One object serves
 * many starts, with storage made once.
 *
 * Each iteration solves the quadratic model within the trust region (in units of standard errors) and the box, takes
 * the step if the function rises by at least 1e-4 of what the model promises, and adapts the radius to how well it
 * kept the promise. Bounds are handled exactly: a variable on a bound whose score points outwards is held there.
 * Converged: the Newton step promises at most `shortfall` more and the standardised score of the free variables is at
 * most `tolerance`; or rounding error hides any gain and the score is at its level.
 *
 * Reference: Conn, Gould and Toint (2000), Trust-Region Methods, SIAM, chapters 6, 7 and 12.
 */
export class BoxMaximizer {
  private readonly p: number;
  private readonly boxed: BoxedStep;
  private theta: Float64Array;
  private next: Float64Array;
  private here: Pass;
  private there: Pass;
  private readonly scale: Float64Array;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly free: Uint8Array;

  constructor(
    private readonly lower: Float64Array,
    private readonly upper: Float64Array,
  ) {
    const p = lower.length;
    this.p = p;
    this.boxed = new BoxedStep(p);
    this.theta = new Float64Array(p);
    this.next = new Float64Array(p);
    this.here = newPass(p);
    this.there = newPass(p);
    this.scale = new Float64Array(p);
    this.low = new Float64Array(p);
    this.high = new Float64Array(p);
    this.free = new Uint8Array(p);
  }

  run(objective: Objective, start: Float64Array, options: TrustRegionOptions = {}): LocalMaximum {
    const { maxIterations = 300, tolerance = 1e-5, shortfall = 1e-10, worthwhile, known, untilItCrawls } = options;
    const { p, lower, upper, scale, free, boxed, low, high } = this;
    for (let j = 0; j < p; j++) this.theta[j] = Math.min(upper[j], Math.max(lower[j], start[j]));
    objective(this.theta, this.here);
    let iterations = 1;
    let radius = Number.NaN;
    let score = Number.POSITIVE_INFINITY;
    // Where the stretch of iterations that is watched for crawling began, and the value there. It begins when a first step is taken.
    const beginning = this.here.logLikelihood;
    let [watchedFrom, watchedValue] = [1, beginning];
    const end = (how: RunEnd, criterion: string): LocalMaximum => ({
      theta: this.theta.slice(),
      pass: copyPass(this.here),
      score,
      end: how,
      converged: how === "maximum",
      criterion,
      iterations,
    });
    const maximum = (reached: boolean, reason: string, otherwise: string = reason): LocalMaximum =>
      reached ? end("maximum", reason) : end("failed", otherwise);
    if (!isFinitePass(this.here)) return end("failed", "the likelihood overflows at the start");

    for (;;) {
      const { theta, next, here, there } = this;
      const { gradient, hessian } = here;
      this.rescale(hessian);
      for (let j = 0; j < p; j++) {
        free[j] = lower[j] < upper[j] && !held(theta[j], gradient[j], lower[j], upper[j]) ? 1 : 0;
        low[j] = lower[j] - theta[j];
        high[j] = upper[j] - theta[j];
      }
      score = this.standardisedScore(here);
      if (score === 0) return end("maximum", "score zero");
      if (iterations >= maxIterations) {
        return maximum(score <= tolerance, "score below tolerance", `no convergence in ${maxIterations} iterations`);
      }
      if (here.logLikelihood === beginning || here.logLikelihood > watchedValue + CRAWL_GAIN)
        [watchedFrom, watchedValue] = [iterations, here.logLikelihood];
      else if (untilItCrawls && iterations - watchedFrom >= CRAWL_ITERATIONS)
        return end("crawling", "gains hardly anything");
      if (Number.isNaN(radius)) radius = this.firstRadius();
      let promised = boxed.solve(gradient, hessian, scale, low, high, free, radius);
      // Faces of the box can spoil a long step; a short one always gains. An infinite region, as parameters beyond 1e154 have, never shrinks.
      while (!(promised > 0) && radius > 1e-12 && radius < Number.POSITIVE_INFINITY) {
        radius *= 0.25;
        promised = boxed.solve(gradient, hessian, scale, low, high, free, radius);
      }
      const { step } = boxed;
      const length = this.scaledLength(step);
      const whole = 4 * length < radius; // the Newton step itself, not cut by the region
      if (whole && worthwhile !== undefined && here.logLikelihood + 2 * promised < worthwhile(theta)) {
        return end("given up", "given up: another optimum is higher");
      }
      // Below this the function's rounding error hides the gain: there the score decides.
      const rounding = 4e-15 * p * (1 + Math.abs(here.logLikelihood));
      if (!(promised > 0)) return maximum(score <= tolerance, "no step gains");
      if (promised <= shortfall && score <= tolerance) return end("maximum", "Newton step promises nothing more");
      if (promised < 0.02 && known?.(theta, here.logLikelihood)) return end("known", "reached an optimum known before");

      for (let j = 0; j < p; j++) next[j] = Math.min(upper[j], Math.max(lower[j], theta[j] + step[j]));
      objective(next, there);
      iterations++;
      const finite = isFinitePass(there);
      if (promised <= rounding) {
        for (let j = 0; j < p; j++) {
          if (free[j] && held(next[j], there.gradient[j], lower[j], upper[j])) free[j] = 0;
        }
        const nextScore = finite ? this.standardisedScore(there) : Number.POSITIVE_INFINITY;
        if (nextScore < 0.5 * score) {
          this.swap();
          continue;
        }
        const done = score <= Math.max(tolerance, Math.sqrt(2 * rounding));
        return maximum(done, "Newton step below rounding error", "stalled: the likelihood is flat here");
      }
      const gained = finite ? there.logLikelihood - here.logLikelihood : Number.NEGATIVE_INFINITY;
      const ratio = (gained + rounding) / (promised + rounding);
      if (ratio < 0.25) radius = 0.25 * length;
      else if (ratio > 0.75 && length > 0.8 * radius) radius *= ratio > 0.9 ? 4 : 2;
      if (ratio > 1e-4) this.swap();
      else if (radius < 1e-13) return maximum(score <= tolerance, "the trust region shrank to nothing");
    }
  }

  private swap(): void {
    [this.theta, this.next] = [this.next, this.theta];
    [this.here, this.there] = [this.there, this.here];
  }

  /** Units of the steps: 1/D_j is about a standard error where -H_jj > 0; floors keep flat directions bounded. */
  private rescale(hessian: Float64Array): void {
    const { p, scale } = this;
    let largest = 0;
    for (let j = 0; j < p; j++) {
      scale[j] = Math.sqrt(Math.abs(hessian[j * p + j]));
      largest = Math.max(largest, scale[j]);
    }
    const floor = Math.max(1e-4 * largest, 1e-8);
    for (let j = 0; j < p; j++) scale[j] = Math.max(scale[j], floor);
  }

  private standardisedScore({ gradient }: Pass): number {
    const { p, free, scale } = this;
    let largest = 0;
    for (let j = 0; j < p; j++) if (free[j]) largest = Math.max(largest, Math.abs(gradient[j]) / scale[j]);
    return largest;
  }

  private scaledLength(step: Float64Array): number {
    const { p, scale } = this;
    let sum = 0;
    for (let j = 0; j < p; j++) sum += step[j] * scale[j] * (step[j] * scale[j]);
    return Math.sqrt(sum);
  }

  /** Lets every parameter move by about half its size or 0.25, whichever is larger, before anything is known. */
  private firstRadius(): number {
    const { p, free, scale, theta } = this;
    let sum = 0;
    for (let j = 0; j < p; j++) {
      const reach = free[j] ? scale[j] * Math.max(0.25, 0.5 * Math.abs(theta[j])) : 0;
      sum += reach * reach;
    }
    return Math.sqrt(sum);
  }
}

/** One run of {@link BoxMaximizer}. */
export function maximizeInBox(
  objective: Objective,
  start: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  options: TrustRegionOptions = {},
): LocalMaximum {
  return new BoxMaximizer(lower, upper).run(objective, start, options);
}
