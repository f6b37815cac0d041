import { type GateKind, gateLength } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import { type Density, logDensity } from "../../model/density";
import type { FrozenRows } from "../../model/frozen-by-rows";
import { expertColumn } from "../../model/sample/columns";
import { frozenRowsOf } from "../../model/sample/frozen-rows";
import type { Sample } from "../../model/sample/sample";

/** Storage for one pass: derivatives of the log-likelihood in the parameter vector of p entries. */
export interface Pass {
  logLikelihood: number;
  /** Length p. */
  readonly gradient: Float64Array;
  /** p x p, row-major, both triangles filled. */
  readonly hessian: Float64Array;
}

/**
 * Room for the result of a pass over the data with p parameters.
 *
 * @example
 * ```ts
 * import { newPass } from "contaminated-moe";
 * const pass = newPass(4);
 * console.log(pass.gradient.length, pass.hessian.length); // 4 16
 * ```
 */
export function newPass(p: number): Pass {
  return { logLikelihood: Number.NaN, gradient: new Float64Array(p), hessian: new Float64Array(p * p) };
}

/**
 * The observed log-likelihood l(theta) = sum_i log[(1 - pi_i) f0_i + pi_i f_i(eta, nu)] of one data set under one model; the
 * share pi_i is lambda or pi(x_i), theta the model's parameter vector. Any implementation gives these values; they differ in speed.
 *
 * `rows` (all unless told) restricts the sums to the first rows: nested subsamples for screening starts.
 * Sums run in a fixed order, so equal arguments give equal bits.
 */
export interface Likelihood {
  readonly model: ContaminatedMoe<GateKind>;
  readonly sample: Sample;
  /** p, the length of the parameter vector. */
  readonly parameters: number;
  /** One full pass: log-likelihood, gradient and Hessian. */
  evaluate(theta: Float64Array, out: Pass, rows?: number): void;
  /** The log-likelihood alone. */
  value(theta: Float64Array, rows?: number): number;
  /** E-step: writes the prompt's posterior probability of each row, pi_i f_i / p_i, to `out`; returns l(theta). */
  responsibilities(theta: Float64Array, out: Float64Array, rows?: number): number;
  /**
   * M-step: -sum_i w_i (y_i - h(x_i, eta))^2 / 2 over all rows, with gradient (q) and Hessian (q x q) in eta, to `out`.
   * Absent where the implementation has no faster way than the rows one by one.
   */
  weightedSquares?(weights: Float64Array, eta: Float64Array, out: Pass): void;
  /**
   * M-step of a softmax gate: sum_i r_i w_i - log(1 + e^(w_i)), w_i = beta^T x_i + tau, with derivatives in (tau, beta).
   * Absent as weightedSquares may be.
   */
  gateRegression?(weights: Float64Array, gate: Float64Array, out: Pass): void;
  /** Full-data passes done so far, in units of n rows with derivatives: what a fit has cost. */
  readonly passes: number;
  /** Frees what the implementation holds outside the JavaScript heap. */
  release(): void;
}

export type LikelihoodFactory = (model: ContaminatedMoe<GateKind>, sample: Sample) => Likelihood;

/** Copies the upper triangle of a row-major p x p matrix to the lower one. */
export function mirror(matrix: Float64Array, p: number): void {
  for (let j = 1; j < p; j++) for (let k = 0; k < j; k++) matrix[j * p + k] = matrix[k * p + j];
}

/** p: the gate's parameters, eta and nu. */
export function vectorLength(model: ContaminatedMoe<GateKind>): number {
  return gateLength(model) + promptParameters(model) + 1;
}

/** log f0 of every row: never changes during a fit, so it is computed once. @throws InputError as frozenRowsOf */
export function frozenLogDensities(model: ContaminatedMoe<GateKind>, sample: Sample): Float64Array {
  const { byRows, density, expert, eta, nu } = model.pretrained;
  if (byRows !== undefined) return logDensitiesByRows(density, frozenRowsOf(byRows, sample, sample.y), sample.y);
  const mean = expertColumn(expert, sample.x, sample.n, eta);
  const logf0 = logDensity(density, nu);
  return mean.map((m, i) => logf0(sample.y[i], m));
}

function logDensitiesByRows(density: Density, frozen: FrozenRows, y: Float64Array): Float64Array {
  if (frozen.given === "log-density") return frozen.logDensity;
  const { mean, variance } = frozen;
  let logf0 = logDensity(density, variance[0]);
  return mean.map((m, i) => {
    if (i > 0 && variance[i] !== variance[i - 1]) logf0 = logDensity(density, variance[i]);
    return logf0(y[i], m);
  });
}

/** Rows whose sums are formed apart and then added in order: any number of threads gives the same bits. */
export const BLOCK_ROWS = 1024;

/** a = f/p and b = f0/p saturate here: on the bounds lambda = 0 and 1 the score may be infinite, and must stay a number. */
export const RATIO_LIMIT = 1e100;
