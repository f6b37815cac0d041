import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { TriangularFactor } from "../../numerics/triangular-factor";

/** How far some functions are from being linearly dependent. */
export interface Independence {
  /** Smallest singular value of the functions, each scaled to norm 1: 0 where they are dependent, 1 where orthogonal. */
  readonly margin: number;
  /** Condition number of their Gram matrix, after scaling: the square of the ratio of extreme singular values. */
  readonly condition: number;
}

/** Below this margin functions are dependent and the rest is rounding. */
export const DEPENDENT = 1e-8;
/** Below it they are nearly dependent, which is said. */
export const NEARLY_DEPENDENT = 1e-3;

export function norm(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v * v;
  return Math.sqrt(sum);
}

/** Judges functions given by their values at common nodes, times the roots of the weights. A function of norm 0 is dependent. */
export function independence(functions: readonly Float64Array[]): Independence {
  const width = functions.length;
  const norms = functions.map(norm);
  if (width === 0) return { margin: 1, condition: 1 };
  if (norms.some((size) => !(size > 0))) return { margin: 0, condition: Number.POSITIVE_INFINITY };
  const factor = new TriangularFactor(width);
  for (let i = 0; i < functions[0].length; i++) {
    const { buffer, offset } = factor.nextRow();
    for (let j = 0; j < width; j++) buffer[offset + j] = functions[j][i] / norms[j];
  }
  const r = factor.fold();
  const rows = Array.from({ length: width }, (_, i) => Array.from(r.subarray(i * width, (i + 1) * width)));
  const { diagonal } = new SingularValueDecomposition(new Matrix(rows));
  const [least, most] = [Math.min(...diagonal), Math.max(...diagonal)];
  return { margin: least, condition: least > 0 ? (most / least) ** 2 : Number.POSITIVE_INFINITY };
}

/** What of a function lies outside the span of others, as a share of its norm; dependent spanning functions are no harm. */
export function shareOutside(target: Float64Array, span: readonly Float64Array[]): number {
  const rest = Float64Array.from(target);
  const units: Float64Array[] = [];
  const remove = (from: Float64Array): void => {
    for (let pass = 0; pass < 2; pass++) {
      for (const unit of units) {
        let dot = 0;
        for (let i = 0; i < unit.length; i++) dot += unit[i] * from[i];
        for (let i = 0; i < unit.length; i++) from[i] -= dot * unit[i];
      }
    }
  };
  for (const spanning of span) {
    const size = norm(spanning);
    const unit = Float64Array.from(spanning);
    remove(unit);
    const left = norm(unit);
    if (left > 1e-13 * size) units.push(unit.map((v) => v / left));
  }
  remove(rest);
  const size = norm(target);
  return size > 0 ? norm(rest) / size : 0;
}
