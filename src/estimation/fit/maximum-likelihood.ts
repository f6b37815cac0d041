import { InputError } from "../../input-error";
import { boxVectors } from "../../model/box";
import { byParameter, fromVector, type Parameters, toVector } from "../../model/by-parameter";
import { type ContaminatedMoe, checkParameters, promptParameters } from "../../model/contaminated-moe";
import { vectorNames } from "../../model/parameters";
import { firstRows, type Sample } from "../../model/sample/sample";
import type { StreamKey } from "../../numerics/random-stream";
import type { Likelihood, LikelihoodFactory, Pass } from "../likelihood/likelihood";
import { likelihoodOf } from "../likelihood/wasm-likelihood";
import { coldStarts, secondRoot } from "../search/starts";
import { type LocalMaximum, maximizeInBox } from "../search/trust-region";
import type { Fit, Optimum } from "./fit";
import { standardErrors } from "./standard-errors";

export interface FitOptions {
  /** Stream of the random starts; a fixed one unless told. */
  readonly key?: StreamKey;
  /** Random starts beside the twelve fixed ones; 4 unless told. */
  readonly starts?: number;
  /** Start here and nowhere else: only to show what warm starts hide. */
  readonly warm?: Parameters;
  /**
   * "nested" runs the starts on growing subsamples first, "all" runs every start on all rows; unless told, cold starts
   * by size, a warm one on all rows.
   */
  readonly search?: "nested" | "all";
  /** The WebAssembly one where it can, the plain one for user-defined experts, unless told. */
  readonly likelihood?: LikelihoodFactory;
}

/** Random starts beside the twelve fixed ones. */
export const DEFAULT_DRAWS = 4;
/** Up to this size every start runs on all rows; beyond, starts are screened on nested subsamples of the rows. */
export const FULL_SEARCH_ROWS = 4096;
const FIRST_STAGE_ROWS = 512;
/** Each stage has so many times the rows of the one before; the last may jump further. */
const STAGE_FACTOR = 4;
const LAST_FACTOR = 16;
/** Optima this far (in log-likelihood) below the best of a subsample are not followed further. */
const SURVIVAL_MARGIN = 6;
/** On all rows, an optimum this far below the best is not worth its last iterations. */
const LISTING_MARGIN = 1;

/** The observations overflow the arithmetic: the model or the data need rescaling. */
export class OverflowError extends Error {
  override readonly name = "OverflowError";
}

/** A plain loop: a callback per number would cost a tenth of a fit. */
function firstNotFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

function checkSample(model: ContaminatedMoe, sample: Sample): void {
  const { n, dimension, x, y } = sample;
  if (dimension !== model.covariates.dimension) {
    throw new InputError(`The data have ${dimension} covariates; the model has ${model.covariates.dimension}.`);
  }
  const p = promptParameters(model) + 2;
  if (n < p) throw new InputError(`The data have ${n} rows; the model has ${p} parameters and needs at least as many.`);
  const bad = firstNotFinite(y);
  if (bad >= 0) throw new InputError(`y is ${y[bad]} in row ${bad + 1}; expected finite numbers.`);
  const badX = firstNotFinite(x);
  if (badX >= 0) {
    throw new InputError(
      `x_${Math.floor(badX / n) + 1} is ${x[badX]} in row ${(badX % n) + 1}; expected finite numbers.`,
    );
  }
}

/**
 * Maximum likelihood in the model's box: the global maximum over cold starts (starts.ts), each run to convergence by
 * trust-region Newton (trust-region.ts). Above FULL_SEARCH_ROWS rows, the starts are run on the first 512 rows and
 * the distinct optima within 6 log-likelihood units of the best (a model that is truly better falls so far behind with
 * probability below 0.0003), with the second root of the best, go on to 4 times as many rows, until all are used; the rows must
 * therefore be in random order. A few rows can be fitted by a spike (nu on its bound, lambda tiny) that outshines the
 * real optimum and dies on all rows: a nested search that ends on a bound of the box is not believed, and every start
 * runs on all rows after all.
 *
 * @throws InputError when data and model do not fit; OverflowError when |y| is too large for double precision.
 */
export function fit(model: ContaminatedMoe, sample: Sample, options: FitOptions = {}): Fit {
  checkSample(model, sample);
  if (options.warm) checkParameters(model, options.warm, "warm");
  const likelihood = (options.likelihood ?? likelihoodOf)(model, sample);
  try {
    return search(likelihood, options);
  } finally {
    likelihood.release();
  }
}

function search(likelihood: Likelihood, options: FitOptions): Fit {
  const { n } = likelihood.sample;
  const { warm } = options;
  const byDefault = n > FULL_SEARCH_ROWS && !warm ? "nested" : "all";
  const startsOn = (rows: number): readonly Float64Array[] =>
    warm ? [toVector(warm)] : startsFor(likelihood, rows, options);
  const nested = (options.search ?? byDefault) === "nested";
  const screened = nested ? nestedSearch(likelihood, startsOn) : undefined;
  if (screened && isInterior(likelihood, screened.found[0])) {
    return report(likelihood, screened.found, screened.starts);
  }
  const starts = startsOn(n);
  const found = runStarts(likelihood, starts, n, Number.POSITIVE_INFINITY);
  return report(likelihood, found, starts.length + (screened?.starts ?? 0));
}

interface Search {
  readonly found: readonly LocalMaximum[];
  readonly starts: number;
}

function startsFor({ model, sample }: Likelihood, rows: number, options: FitOptions): readonly Float64Array[] {
  return coldStarts(model, firstRows(sample, rows), options.starts ?? DEFAULT_DRAWS, options.key);
}

function nestedSearch(likelihood: Likelihood, startsOn: (rows: number) => readonly Float64Array[]): Search {
  const { n } = likelihood.sample;
  let rows = Math.min(n, FIRST_STAGE_ROWS);
  const starts = startsOn(rows);
  let found = runStarts(likelihood, starts, rows, Number.POSITIVE_INFINITY);
  while (rows < n) {
    const best = found[0].pass.logLikelihood;
    const survivors = found.filter((optimum) => optimum.pass.logLikelihood >= best - SURVIVAL_MARGIN);
    const before = rows;
    rows = rows * LAST_FACTOR >= n ? n : rows * STAGE_FACTOR;
    const companion = farRoot(likelihood.model, survivors[0], rows / before);
    const next = [...survivors.map((optimum) => optimum.theta), ...(companion ? [companion] : [])];
    found = runStarts(likelihood, next, rows, rows < n ? SURVIVAL_MARGIN : LISTING_MARGIN);
  }
  return { found, starts: starts.length };
}

/**
 * Runs every start on the first `rows` rows and keeps the distinct optima, best first; starts that fall further than
 * `margin` behind are given up. On a subsample an optimum is only a start for more rows: a tenth of a log-likelihood
 * unit is near enough.
 */
function runStarts(
  likelihood: Likelihood,
  starts: readonly Float64Array[],
  rows: number,
  margin: number,
): readonly LocalMaximum[] {
  const { lower, upper } = boxVectors(likelihood.model.box);
  const all = rows === likelihood.sample.n;
  const precision = all ? {} : { shortfall: 0.1, tolerance: 1 };
  let best = Number.NEGATIVE_INFINITY;
  const runs = starts.map((start) => {
    const evaluate = (theta: Float64Array, out: Pass): void => likelihood.evaluate(theta, out, rows);
    const one = maximizeInBox(evaluate, start, lower, upper, { ...precision, worthwhile: best - margin });
    best = Math.max(best, one.pass.logLikelihood);
    return one;
  });
  const found = distinct(runs, all ? 1e-4 : 1);
  if (found.length > 0) return found;
  throw new OverflowError("The likelihood overflows at every start: rescale y, x and the frozen model together.");
}

/** Best first; runs that ended at the same point are one. Those whose start overflowed are left out. */
function distinct(runs: readonly LocalMaximum[], distance: number): readonly LocalMaximum[] {
  const kept: LocalMaximum[] = [];
  const finite = runs.filter((r) => Number.isFinite(r.pass.logLikelihood) && Number.isFinite(r.score));
  for (const one of [...finite].sort((a, b) => b.pass.logLikelihood - a.pass.logLikelihood)) {
    if (!kept.some((other) => sameOptimum(one, other, distance))) kept.push(one);
  }
  return kept;
}

/** The curvature at a maximum measures how far away a point is, in squared standard errors. */
function squaredDistance(theta: Float64Array, { theta: from, pass }: LocalMaximum): number {
  const p = theta.length;
  const gap = theta.map((x, j) => x - from[j]);
  let form = 0;
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) form -= gap[j] * gap[k] * pass.hessian[j * p + k];
  return Math.abs(form);
}

/** Optima on all rows are the same within 0.01 standard errors, those of a subsample (which stop early) within one. */
function sameOptimum(one: LocalMaximum, other: LocalMaximum, distance: number): boolean {
  if (Math.abs(one.pass.logLikelihood - other.pass.logLikelihood) > distance) return false;
  // At lambda = 0 the prompt's parameters mean nothing: all such points are the frozen model.
  if (one.theta[0] === 0 && other.theta[0] === 0) return true;
  return squaredDistance(one.theta, other) <= distance;
}

/** The second root of an optimum, unless it is within two standard errors on `factor` times as many rows. */
function farRoot(model: ContaminatedMoe, optimum: LocalMaximum, factor: number): Float64Array | undefined {
  const root = secondRoot(model, optimum.theta);
  return root && squaredDistance(root, optimum) * factor > 4 ? root : undefined;
}

function boundsOf({ model }: Likelihood, { theta }: LocalMaximum): readonly boolean[] {
  const { lower, upper } = boxVectors(model.box);
  return Array.from(theta, (x, j) => x === lower[j] || x === upper[j]);
}

/** On no bound of an interval that leaves it a choice. */
function isInterior(likelihood: Likelihood, optimum: LocalMaximum): boolean {
  const { lower, upper } = boxVectors(likelihood.model.box);
  return boundsOf(likelihood, optimum).every((held, j) => !held || lower[j] === upper[j]);
}

function report(likelihood: Likelihood, found: readonly LocalMaximum[], starts: number): Fit {
  const { model, parameters: p } = likelihood;
  const best = found[0];
  const names = vectorNames(model);
  const onBound = boundsOf(likelihood, best);
  const errors = standardErrors(
    best.pass.hessian,
    p,
    onBound.map((held) => !held),
  );
  const optima: readonly Optimum[] = found
    // lambda = 0 is the frozen model for every (eta, nu): unless it wins, some other (eta, nu) rises from it.
    .filter((o, i) => i === 0 || (o.converged && o.theta[0] > 0))
    .map((o) => ({ ...fromVector(o.theta), logLikelihood: o.pass.logLikelihood }));
  return {
    estimate: fromVector(best.theta),
    logLikelihood: best.pass.logLikelihood,
    score: best.score,
    standardErrors: byParameter(errors),
    converged: best.converged,
    criterion: best.criterion,
    iterations: best.iterations,
    passes: likelihood.passes,
    starts,
    optima,
    atBound: names.filter((_, j) => onBound[j]),
  };
}
