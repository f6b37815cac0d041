import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { logistic, logOdds } from "../../../model/gate";
import type { StartData } from "./start-data";

const ROUNDS = 4;
/** Information of a prior for the slopes, in rows: it keeps separated data finite. */
const PRIOR = 1;
/** Rows are enough at this number: a start need not be exact. */
const MOST_ROWS = 384;

/**
 * (tau, beta) of the logistic regression of weights in [0, 1] on x, by Newton's method in standardised covariates with a small
 * ridge; good enough to start from. Reference: McCullagh and Nelder (1989), Generalized Linear Models, section 4.4.
 */
export function logisticRegression({ sample, centres, deviations }: StartData, weights: Float64Array): Float64Array {
  const { dimension: d, x } = sample;
  const n = Math.min(sample.n, MOST_ROWS);
  const g = d + 1;
  let total = 0;
  for (let i = 0; i < n; i++) total += weights[i];
  const gate = new Float64Array(g);
  gate[0] = logOdds(Math.min(1 - 0.5 / n, Math.max(0.5 / n, total / n)));
  const z = new Float64Array(g).fill(1);
  for (let round = 0; round < ROUNDS; round++) {
    const score = Array.from(gate, (slope, j) => (j === 0 ? 0 : -PRIOR * slope));
    const information = Array.from({ length: g }, (_, j) =>
      Array.from({ length: g }, (__, k) => (j === k ? (j === 0 ? 1e-9 : PRIOR) : 0)),
    );
    for (let i = 0; i < n; i++) {
      let w = gate[0];
      for (let j = 0; j < d; j++) {
        z[j + 1] = (x[j * sample.n + i] - centres[j]) / deviations[j];
        w += gate[j + 1] * z[j + 1];
      }
      const share = logistic(w);
      const weight = share * (1 - share);
      for (let j = 0; j < g; j++) {
        score[j] += (weights[i] - share) * z[j];
        for (let k = 0; k <= j; k++) information[j][k] += weight * z[j] * z[k];
      }
    }
    for (let j = 0; j < g; j++) for (let k = 0; k < j; k++) information[k][j] = information[j][k];
    const factor = new CholeskyDecomposition(new Matrix(information));
    if (!factor.isPositiveDefinite()) break;
    const step = factor.solve(Matrix.columnVector(score)).getColumn(0);
    // A whole step from afar may overshoot: three per standard deviation at most.
    const longest = Math.max(...step.map(Math.abs));
    const part = Math.min(1, 3 / longest);
    step.forEach((move, j) => {
      gate[j] += part * move;
    });
    if (longest < 1e-3) break;
  }
  for (let j = 0; j < d; j++) {
    gate[j + 1] /= deviations[j];
    gate[0] -= gate[j + 1] * centres[j];
  }
  return gate;
}
