import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { Sample } from "../../../model/sample/sample";
import { ShiftedCholesky } from "../newton/cholesky";

/** Least squares of y on (x, 1) with weights; `variance` is the weighted mean squared residual. */
export interface LinearRegression {
  /** a_1..a_d, then the intercept; the intercept is 0 where none is fitted. */
  readonly coefficients: Float64Array;
  readonly variance: number;
}

/** Rows with their weights, all positive; sums run in the order of the rows, which is therefore ascending. */
export interface WeightedRows {
  readonly rows: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** Squared sine of the least angle between a column and those before it for which Cholesky's factor is exact enough. */
const INDEPENDENT = 1e-6;

/** The solution of least norm of normal equations: by Cholesky's factor, or the pseudo-inverse where columns depend on each other. */
function solveNormal(gram: Float64Array, right: Float64Array): Float64Array {
  const d = right.length;
  const cholesky = new ShiftedCholesky(d);
  if (cholesky.factor(gram, d, 0, INDEPENDENT)) {
    const solution = new Float64Array(d);
    cholesky.solve(right, solution);
    return solution;
  }
  const matrix = Matrix.from1DArray(d, d, gram);
  if (!(matrix.max() > 0)) return new Float64Array(d);
  const solution = new SingularValueDecomposition(matrix, { autoTranspose: true }).solve(Matrix.columnVector(right));
  return Float64Array.from(solution.getColumn(0));
}

/**
 * Minimises sum w_i (y_i - a'x_i - b)^2 over the rows named, through the normal equations of centred columns, with their
 * pseudo-inverse where that is needed: so collinear or constant covariates give the solution of least norm instead of failing.
 */
export function weightedRegression(
  sample: Sample,
  { rows, weights }: WeightedRows,
  intercept: boolean,
): LinearRegression {
  const { n, dimension: d, x, y } = sample;
  let total = 0;
  const mean = new Float64Array(d + 1);
  for (let k = 0; k < rows.length; k++) {
    const [i, w] = [rows[k], weights[k]];
    total += w;
    for (let j = 0; j < d; j++) mean[j] += w * x[j * n + i];
    mean[d] += w * y[i];
  }
  for (let j = 0; j <= d; j++) mean[j] = intercept ? mean[j] / total : 0;
  const squares = new Float64Array(d * d);
  const cross = new Float64Array(d);
  const row = new Float64Array(d);
  for (let k = 0; k < rows.length; k++) {
    const [i, w] = [rows[k], weights[k]];
    for (let j = 0; j < d; j++) row[j] = x[j * n + i] - mean[j];
    for (let j = 0; j < d; j++) {
      const wx = w * row[j];
      cross[j] += wx * (y[i] - mean[d]);
      for (let l = j; l < d; l++) squares[j * d + l] += wx * row[l];
    }
  }
  for (let j = 0; j < d; j++) for (let l = 0; l < j; l++) squares[j * d + l] = squares[l * d + j];
  const coefficients = new Float64Array(d + 1);
  coefficients.set(solveNormal(squares, cross));
  let intercepted = mean[d];
  for (let j = 0; j < d; j++) intercepted -= coefficients[j] * mean[j];
  coefficients[d] = intercept ? intercepted : 0;
  let sum = 0;
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k];
    let r = y[i] - coefficients[d];
    for (let j = 0; j < d; j++) r -= coefficients[j] * x[j * n + i];
    sum += weights[k] * r * r;
  }
  return { coefficients, variance: sum / total };
}
