import type { Sample } from "../../../model/sample/sample";

/** The predictor's row (x_i, 1), without the 1 where there is no bias. */
export function predictorRow({ n, dimension, x }: Sample, i: number, q: number): Float64Array {
  return Float64Array.from({ length: q }, (_, j) => (j < dimension ? x[j * n + i] : 1));
}

/** A pivot smaller than this, against covariates as they are, says that a row depends on those before it. */
const DEPENDENT = 1e-9;

/** The largest of the entries that count, in absolute value; undefined where all of them are about 0. */
function largestEntry(row: Float64Array, counts: (j: number) => boolean): number | undefined {
  let largest: number | undefined;
  row.forEach((value, j) => {
    if (counts(j) && Math.abs(value) > Math.abs(largest === undefined ? DEPENDENT : row[largest])) largest = j;
  });
  return largest;
}

/**
 * The eta for which z_i'eta = 0 in some independent rows: as many entries of eta, the pivots, are linear in the others,
 * eta_pivot = -sum_k weight_k eta_k.
 */
export class KinkManifold {
  private constructor(
    readonly rows: readonly number[],
    /** One entry of eta per row. */
    readonly pivots: readonly number[],
    /** Per pivot one weight per entry of eta, 0 at the pivots. */
    private readonly weights: readonly Float64Array[],
    /** Inverse of the rows' square matrix at the pivots. */
    private readonly inverse: readonly Float64Array[],
  ) {}

  /**
   * Undefined where one row depends on the others. An entry of eta that is `held`, on a bound of its box, is a pivot only
   * where there is no other: the pivots have no bounds of their own to move along.
   */
  static of(sample: Sample, rows: readonly number[], q: number, held?: readonly boolean[]): KinkManifold | undefined {
    const m = rows.length;
    const reduced = rows.map((i) => predictorRow(sample, i, q));
    const inverse = rows.map((_, r) => Float64Array.from({ length: m }, (_, k) => (k === r ? 1 : 0)));
    const pivots: number[] = [];
    for (let r = 0; r < m; r++) {
      const open = largestEntry(reduced[r], (j) => !pivots.includes(j) && held?.[j] !== true);
      const pivot = open ?? largestEntry(reduced[r], (j) => !pivots.includes(j));
      if (pivot === undefined) return undefined;
      const head = reduced[r][pivot];
      for (let j = 0; j < q; j++) reduced[r][j] /= head;
      for (let k = 0; k < m; k++) inverse[r][k] /= head;
      for (let other = 0; other < m; other++) {
        if (other === r) continue;
        const factor = reduced[other][pivot];
        for (let j = 0; j < q; j++) reduced[other][j] -= factor * reduced[r][j];
        for (let k = 0; k < m; k++) inverse[other][k] -= factor * inverse[r][k];
      }
      pivots.push(pivot);
    }
    const weights = reduced.map((row) => row.map((w, j) => (pivots.includes(j) ? 0 : w)));
    return new KinkManifold(rows, pivots, weights, inverse);
  }

  /** Sets the pivots of an eta, which lies in `theta` from `at` on, to what its other entries make them. */
  complete(theta: Float64Array, at: number): void {
    const { pivots, weights } = this;
    for (let r = 0; r < pivots.length; r++) {
      let sum = 0;
      for (let j = 0; j < weights[r].length; j++) if (weights[r][j] !== 0) sum -= weights[r][j] * theta[at + j];
      theta[at + pivots[r]] = sum;
    }
  }

  /** d eta_j / d eta_k for a k that is no pivot. */
  slope(j: number, k: number): number {
    const r = this.pivots.indexOf(j);
    if (r >= 0) return -this.weights[r][k];
    return j === k ? 1 : 0;
  }

  /** A direction of eta in which the predictor of row number k rises by 1 and that of the other rows stays 0. */
  leaving(k: number, q: number): Float64Array {
    const direction = new Float64Array(q);
    this.pivots.forEach((pivot, r) => {
      direction[pivot] = this.inverse[r][k];
    });
    return direction;
  }
}
