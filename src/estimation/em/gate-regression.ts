import { logistic, softplus } from "../../model/gate";
import type { Sample } from "../../model/sample/sample";
import type { Pass } from "../likelihood/likelihood";

/**
 * The gate's part of EM's objective row by row: sum_i r_i w_i - log(1 + e^(w_i)) for weights r_i in [0, 1],
 * w_i = beta^T x_i + tau, with gradient and Hessian in (tau, beta).
 */
export function gateRegression(
  { n, dimension: d, x }: Sample,
  weights: Float64Array,
  at: Float64Array,
  out: Pass,
): void {
  const g = d + 1;
  const z = new Float64Array(g).fill(1);
  out.logLikelihood = 0;
  out.gradient.fill(0);
  out.hessian.fill(0);
  for (let i = 0; i < n; i++) {
    let w = at[0];
    for (let j = 0; j < d; j++) {
      z[j + 1] = x[j * n + i];
      w += at[j + 1] * z[j + 1];
    }
    const share = logistic(w);
    out.logLikelihood += weights[i] * w - softplus(w);
    for (let j = 0; j < g; j++) {
      out.gradient[j] += (weights[i] - share) * z[j];
      for (let k = 0; k < g; k++) out.hessian[j * g + k] -= share * (1 - share) * z[j] * z[k];
    }
  }
}
