import type { StartData } from "./start-data";
import { inverseActivation } from "./inverse-activation";
import type { StartUniforms } from "./uniforms";
import { weightedRegression } from "./weighted-regression";

/** Solves the square system A s = v in place by elimination with pivoting; false where it is singular. */
function solveSquare(a: Float64Array, v: Float64Array, size: number): boolean {
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(a[i * size + k]) > Math.abs(a[pivot * size + k])) pivot = i;
    if (!(Math.abs(a[pivot * size + k]) > 1e-12)) return false;
    if (pivot !== k) {
      for (let j = 0; j < size; j++) [a[k * size + j], a[pivot * size + j]] = [a[pivot * size + j], a[k * size + j]];
      [v[k], v[pivot]] = [v[pivot], v[k]];
    }
    for (let i = k + 1; i < size; i++) {
      const factor = a[i * size + k] / a[k * size + k];
      for (let j = k; j < size; j++) a[i * size + j] -= factor * a[k * size + j];
      v[i] -= factor * v[k];
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let j = k + 1; j < size; j++) v[k] -= a[k * size + j] * v[j];
    v[k] /= a[k * size + k];
  }
  return true;
}

/** Where the rows of an elemental fit come from. */
export type RowChoice = "all rows" | "worst explained";

/**
 * An elemental fit: the eta whose expert passes exactly through q rows drawn at random (through sigma^-1(y), where sigma
 * has an inverse), from all rows or from the fifth that f0 explains worst. Such fits are where spikes begin, and where
 * rows of one line stand out. Undefined where the rows are collinear.
 * Reference: Rousseeuw and Leroy (1987), Robust Regression and Outlier Detection, section 5.1.
 */
export function elementalFit(data: StartData, uniforms: StartUniforms, rows: RowChoice): Float64Array | undefined {
  const { model, sample, q, centres, deviations } = data;
  const { expert } = model.prompt;
  if (expert.kind === "custom") return undefined;
  const { n, dimension: d, x, y } = sample;
  const a = new Float64Array(q * q);
  const v = new Float64Array(q);
  for (let k = 0; k < q; k++) {
    const i = pick(data, uniforms, rows);
    for (let j = 0; j < d; j++) {
      a[k * q + j] = expert.bias ? (x[j * n + i] - centres[j]) / deviations[j] : x[j * n + i] / deviations[j];
    }
    if (expert.bias) a[k * q + d] = 1;
    const linear = expert.activation === "identity";
    v[k] = inverseActivation(expert.activation, y[i], linear ? 0 : uniforms.next(), linear ? 0 : uniforms.next());
  }
  if (!solveSquare(a, v, q)) return undefined;
  for (let j = 0; j < d; j++) v[j] /= deviations[j];
  if (expert.bias) for (let j = 0; j < d; j++) v[d] -= v[j] * centres[j];
  return v;
}

/** The regression of y on x over 2 (q + 1) rows drawn at random: steadier than an elemental fit. */
export function smallRegression(data: StartData, uniforms: StartUniforms, rows: RowChoice): Float64Array | undefined {
  const { model, sample, q, bias } = data;
  if (model.prompt.expert.kind === "custom") return undefined;
  const weights = new Float64Array(sample.n);
  for (let k = 0; k < 2 * (q + 1); k++) weights[pick(data, uniforms, rows)] += 1;
  return weightedRegression(sample, weights, bias).coefficients.slice(0, q);
}

function pick({ sample, worstFirst, q }: StartData, uniforms: StartUniforms, rows: RowChoice): number {
  if (rows === "all rows") return uniforms.below(sample.n);
  return worstFirst[uniforms.below(Math.min(sample.n, Math.max(3 * q, Math.ceil(0.2 * sample.n))))];
}
