import { invertTriangle } from "../../numerics/triangular-factor";

/** A pivot this small beside its column means the column depends on the ones before. */
export const DEPENDENT = 1e-13;

/** The length of each score: of the columns of R. */
function columnNorms(factor: Float64Array, p: number): Float64Array {
  return Float64Array.from({ length: p }, (_, j) => {
    let square = 0;
    for (let i = 0; i <= j; i++) square += factor[i * p + j] * factor[i * p + j];
    return Math.sqrt(square);
  });
}

/**
 * The smallest share of a score that is left after all the others: min_j 1/(|s_j| deviation_j). Pivots show what is left
 * after the ones before only: three of them, each 1e-5, may leave 1e-11.
 */
export function smallestShareLeft(factor: Float64Array, p: number, deviations: Float64Array): number {
  return Math.min(1, ...columnNorms(factor, p).map((norm, j) => 1 / (norm * deviations[j])));
}

/** sqrt(diag((R^T R)^-1)) with parameters that no data identify at Infinity and left out of the others' account. */
export function deviationsOf(factor: Float64Array, p: number): { inverse: Float64Array; deviations: Float64Array } {
  const r = Float64Array.from(factor);
  const norms = columnNorms(factor, p);
  const lost = new Set<number>();
  for (let j = 0; j < p; j++) {
    if (Math.abs(r[j * p + j]) > DEPENDENT * norms[j]) continue;
    // The null vector: column j written by the columns before it.
    const nullVector = new Float64Array(p);
    nullVector[j] = 1;
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum += r[i * p + k] * nullVector[k];
      nullVector[i] = Number.isFinite(r[i * p + i]) ? -sum / r[i * p + i] : 0;
    }
    lost.add(j);
    for (let i = 0; i < j; i++) if (Math.abs(nullVector[i]) * norms[i] > 1e-6 * norms[j]) lost.add(i);
    r[j * p + j] = Number.POSITIVE_INFINITY;
  }
  const inverse = invertTriangle(r, p);
  const deviations = Float64Array.from({ length: p }, (_, j) => {
    if (lost.has(j)) return Number.POSITIVE_INFINITY;
    let square = 0;
    for (let k = j; k < p; k++) square += inverse[j * p + k] * inverse[j * p + k];
    return Math.sqrt(square);
  });
  return { inverse, deviations };
}

/** Of any deviation between two levels of the quadrature. */
export function largestRelativeChange(coarse: Float64Array, fine: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < fine.length; j++) {
    if (fine[j] === coarse[j]) continue;
    largest = Math.max(largest, Math.abs(fine[j] - coarse[j]) / fine[j]);
  }
  return largest;
}
