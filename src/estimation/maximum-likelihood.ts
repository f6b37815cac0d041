import { InputError } from "../input-error";
import {
  boxVectors,
  type ContaminatedMoe,
  checkParameters,
  fromVector,
  type Parameters,
  promptParameters,
  toVector,
  vectorNames,
} from "../model/contaminated-moe";
import { expertColumn, type Sample } from "../model/sample";
import type { StreamKey } from "../numerics/random-stream";
import type { Fit, Optimum } from "./fit";
import { frozenLogDensities, type Likelihood, type LikelihoodFactory } from "./likelihood";
import { plainLikelihood } from "./plain-likelihood";
import { standardErrors } from "./standard-errors";
import { coldStarts, secondRoot } from "./starts";
import { type LocalMaximum, maximizeInBox } from "./trust-region";

export interface FitOptions {
  /** Stream of the random starts; a fixed one unless told. */
  readonly key?: StreamKey;
  /** Random starts beside the twelve fixed ones; 8 unless told. */
  readonly starts?: number;
  /** Start here and nowhere else: only to show what warm starts hide. */
  readonly warm?: Parameters;
  /** "nested" screens the starts on subsamples, "all" runs every start on all rows; by size unless told. */
  readonly search?: "nested" | "all";
  readonly likelihood?: LikelihoodFactory;
}

/** Up to this size every start runs on all rows; beyond, starts are screened on nested subsamples of the rows. */
export const FULL_SEARCH_ROWS = 16384;
const FIRST_STAGE_ROWS = 1024;
const STAGE_FACTOR = 8;
/** Optima this far (in log-likelihood) below the best of a subsample are not followed further. */
const SURVIVAL_MARGIN = 8;

/** The observations overflow the arithmetic: the model or the data need rescaling. */
export class OverflowError extends Error {
  override readonly name = "OverflowError";
}

function checkSample(model: ContaminatedMoe, sample: Sample): void {
  const { n, dimension, x, y } = sample;
  if (dimension !== model.covariates.dimension) {
    throw new InputError(`The data have ${dimension} covariates; the model has ${model.covariates.dimension}.`);
  }
  const p = promptParameters(model) + 2;
  if (n < p) throw new InputError(`The data have ${n} rows; the model has ${p} parameters and needs at least as many.`);
  const bad = y.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new InputError(`y is ${y[bad]} in row ${bad + 1}; expected finite numbers.`);
  const badX = x.findIndex((v) => !Number.isFinite(v));
  if (badX >= 0) {
    throw new InputError(
      `x_${Math.floor(badX / n) + 1} is ${x[badX]} in row ${(badX % n) + 1}; expected finite numbers.`,
    );
  }
}

/**
 * Maximum likelihood in the model's box: the global maximum over cold starts (starts.ts), each run to convergence by
 * trust-region Newton (trust-region.ts). Above FULL_SEARCH_ROWS rows, the starts are run on the first 1024 rows and
 * the distinct optima within 8 log-likelihood units of the best go on to 8 times as many rows, until all are used;
 * the rows must therefore be in random order.
 *
 * @throws InputError when data and model do not fit; OverflowError when |y| is too large for double precision.
 */
export function fit(model: ContaminatedMoe, sample: Sample, options: FitOptions = {}): Fit {
  checkSample(model, sample);
  if (options.warm) checkParameters(model, options.warm, "warm");
  const likelihood = (options.likelihood ?? plainLikelihood)(model, sample);
  try {
    return search(likelihood, options);
  } finally {
    likelihood.release();
  }
}

function search(likelihood: Likelihood, options: FitOptions): Fit {
  const { model, sample } = likelihood;
  const { lower, upper } = boxVectors(model.box);
  const { n } = sample;
  /** On a subsample an optimum is only a start for more rows: a hundredth of a log-likelihood unit is near enough. */
  const run = (start: Float64Array, rows: number): LocalMaximum => {
    const shortfall = rows < n ? { shortfall: 1e-2, tolerance: 0.1 } : {};
    return maximizeInBox((theta, out) => likelihood.evaluate(theta, out, rows), start, lower, upper, shortfall);
  };
  const distance = (): number => (rows < n ? 0.25 : 1e-4);
  const companions = (optima: readonly LocalMaximum[]): readonly Float64Array[] =>
    optima.map((o) => secondRoot(model, o.theta)).filter((theta) => theta !== undefined);
  const nested = (options.search ?? (n > FULL_SEARCH_ROWS ? "nested" : "all")) === "nested" && !options.warm;
  let rows = nested ? Math.min(n, FIRST_STAGE_ROWS) : n;
  let starts: readonly Float64Array[];
  if (options.warm) starts = [toVector(options.warm)];
  else {
    const { pretrained } = model;
    const frozen = frozenLogDensities(model, sample);
    const frozenMean = expertColumn(pretrained.expert, sample.x, n, pretrained.eta);
    starts = coldStarts(model, sample, frozen, frozenMean, rows, options.starts ?? 8, options.key);
  }
  const count = starts.length;
  let found = distinct(
    starts.map((start) => run(start, rows)),
    distance(),
  );
  while (rows < n) {
    rows = Math.min(n, rows * STAGE_FACTOR);
    if (rows * 2 > n) rows = n;
    const best = found[0]?.pass.logLikelihood ?? Number.NaN;
    const survivors = found.filter((optimum) => optimum.pass.logLikelihood >= best - SURVIVAL_MARGIN);
    const next = [...survivors.map((optimum) => optimum.theta), ...companions(survivors.slice(0, 1))];
    found = distinct(
      next.map((start) => run(start, rows)),
      distance(),
    );
  }
  if (found.length === 0) {
    throw new OverflowError("The likelihood overflows at every start: rescale y, x and the frozen model together.");
  }
  return report(likelihood, found, count);
}

/** Best first; runs that ended at the same point are one. Those whose start overflowed are left out. */
function distinct(runs: readonly LocalMaximum[], squaredDistance: number): readonly LocalMaximum[] {
  const kept: LocalMaximum[] = [];
  const finite = runs.filter((r) => Number.isFinite(r.pass.logLikelihood) && Number.isFinite(r.score));
  for (const one of [...finite].sort((a, b) => b.pass.logLikelihood - a.pass.logLikelihood)) {
    if (!kept.some((other) => sameOptimum(one, other, squaredDistance))) kept.push(one);
  }
  return kept;
}

/**
 * The quadratic form of the curvature says how far apart two points are, in squared standard errors; optima on all
 * rows are the same within 0.01 standard errors, those of a subsample (which stop early) within half of one.
 */
function sameOptimum(one: LocalMaximum, other: LocalMaximum, squaredDistance: number): boolean {
  if (Math.abs(one.pass.logLikelihood - other.pass.logLikelihood) > squaredDistance) return false;
  // At lambda = 0 the prompt's parameters mean nothing: all such points are the frozen model.
  if (one.theta[0] === 0 && other.theta[0] === 0) return true;
  const p = one.theta.length;
  const gap = one.theta.map((x, j) => x - other.theta[j]);
  let form = 0;
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) form -= gap[j] * gap[k] * other.pass.hessian[j * p + k];
  return Math.abs(form) <= squaredDistance;
}

function report(likelihood: Likelihood, found: readonly LocalMaximum[], starts: number): Fit {
  const { model, parameters: p } = likelihood;
  const best = found[0];
  const { lower, upper } = boxVectors(model.box);
  const names = vectorNames(model);
  const onBound = Array.from(best.theta, (x, j) => x === lower[j] || x === upper[j]);
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
    standardErrors: { lambda: errors[0], eta: errors.slice(1, p - 1), nu: errors[p - 1] },
    converged: best.converged,
    criterion: best.criterion,
    iterations: best.iterations,
    passes: likelihood.passes,
    starts,
    optima,
    atBound: names.filter((_, j) => onBound[j]),
  };
}
