import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { Sample } from "../../../model/sample/sample";

/** Least squares of y on (x, 1) with weights; `variance` is the weighted mean squared residual. */
export interface LinearRegression {
  /** a_1..a_d, then the intercept; the intercept is 0 where none is fitted. */
  readonly coefficients: Float64Array;
  readonly variance: number;
}

/**
 * Minimises sum_i w_i (y_i - a'x_i - b)^2 through the normal equations of centred columns and their pseudo-inverse,
 * so collinear or constant covariates give the solution of least norm instead of failing. Only rows with w_i > 0 count.
 */
export function weightedRegression(sample: Sample, weights: ArrayLike<number>, intercept: boolean): LinearRegression {
  const { n, dimension: d, x, y } = sample;
  let total = 0;
  const mean = new Float64Array(d + 1);
  for (let i = 0; i < n; i++) {
    const w = weights[i];
    if (w === 0) continue;
    total += w;
    for (let j = 0; j < d; j++) mean[j] += w * x[j * n + i];
    mean[d] += w * y[i];
  }
  for (let j = 0; j <= d; j++) mean[j] = intercept ? mean[j] / total : 0;
  const squaresOf = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  const cross = new Float64Array(d);
  const row = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const w = weights[i];
    if (w === 0) continue;
    for (let j = 0; j < d; j++) row[j] = x[j * n + i] - mean[j];
    for (let j = 0; j < d; j++) {
      const wx = w * row[j];
      const products = squaresOf[j];
      cross[j] += wx * (y[i] - mean[d]);
      for (let k = j; k < d; k++) products[k] += wx * row[k];
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) squaresOf[j][k] = squaresOf[k][j];
  const gram = new Matrix(squaresOf);
  const coefficients = new Float64Array(d + 1);
  if (gram.max() > 0) {
    const solution = new SingularValueDecomposition(gram, { autoTranspose: true }).solve(Matrix.columnVector(cross));
    for (let j = 0; j < d; j++) coefficients[j] = solution.get(j, 0);
  }
  let intercepted = mean[d];
  for (let j = 0; j < d; j++) intercepted -= coefficients[j] * mean[j];
  coefficients[d] = intercept ? intercepted : 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    if (weights[i] === 0) continue;
    let r = y[i] - coefficients[d];
    for (let j = 0; j < d; j++) r -= coefficients[j] * x[j * n + i];
    squares += weights[i] * r * r;
  }
  return { coefficients, variance: squares / total };
}
