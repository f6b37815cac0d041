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
function solveNormal(gram: readonly (readonly number[])[], right: Float64Array): Float64Array {
  const d = right.length;
  const cholesky = new ShiftedCholesky(d);
  if (cholesky.factor(Float64Array.from(gram.flat()), d, 0, INDEPENDENT)) {
    const solution = new Float64Array(d);
    cholesky.solve(right, solution);
    return solution;
  }
  const matrix = new Matrix(gram.map((row) => [...row]));
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
  const squaresOf = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  const cross = new Float64Array(d);
  const row = new Float64Array(d);
  for (let k = 0; k < rows.length; k++) {
    const [i, w] = [rows[k], weights[k]];
    for (let j = 0; j < d; j++) row[j] = x[j * n + i] - mean[j];
    for (let j = 0; j < d; j++) {
      const wx = w * row[j];
      const products = squaresOf[j];
      cross[j] += wx * (y[i] - mean[d]);
      for (let k = j; k < d; k++) products[k] += wx * row[k];
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) squaresOf[j][k] = squaresOf[k][j];
  const coefficients = new Float64Array(d + 1);
  coefficients.set(solveNormal(squaresOf, cross));
  let intercepted = mean[d];
  for (let j = 0; j < d; j++) intercepted -= coefficients[j] * mean[j];
  coefficients[d] = intercept ? intercepted : 0;
  let squares = 0;
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k];
    let r = y[i] - coefficients[d];
    for (let j = 0; j < d; j++) r -= coefficients[j] * x[j * n + i];
    squares += weights[k] * r * r;
  }
  return { coefficients, variance: squares / total };
}
