import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/**
 * Standard errors from the observed information -H, sqrt(diag((-H)^-1)), over the `free` variables, the others held.
 * The matrix is scaled to unit diagonal first, so merging (nearly collinear scores) costs no accuracy needlessly.
 * @returns null for held variables, and for all when -H is not positive definite: then something is not identified.
 */
export function standardErrors(hessian: Float64Array, p: number, free: readonly boolean[]): readonly (number | null)[] {
  const open = Array.from({ length: p }, (_, j) => j).filter((j) => free[j]);
  const none = Array.from({ length: p }, () => null);
  const scale = open.map((j) => Math.sqrt(-hessian[j * p + j]));
  if (open.length === 0 || !scale.every((s) => s > 0)) return none;
  const scaled = open.map((j, r) => open.map((k, c) => -hessian[j * p + k] / (scale[r] * scale[c])));
  const evd = new EigenvalueDecomposition(new Matrix(scaled), { assumeSymmetric: true });
  const values = evd.realEigenvalues;
  if (!(Math.min(...values) > 1e-14 * open.length)) return none;
  const result: (number | null)[] = none;
  open.forEach((j, r) => {
    let variance = 0;
    values.forEach((value, i) => {
      variance += evd.eigenvectorMatrix.get(r, i) ** 2 / value;
    });
    result[j] = Math.sqrt(variance) / scale[r];
  });
  return result;
}
