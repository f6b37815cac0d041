/**
 * The triangular factor R of a tall matrix A, A^T A = R^T R, taken in row by row: rows gather in a buffer that is
 * folded into R by Householder reflections (Golub and Van Loan, 4th ed., section 5.2). A^T A is never formed, so a
 * condition number enters once instead of squared, and rescaling a column of A only rescales that column of R.
 */
export class TriangularFactor {
  /** Row-major, width x width, upper triangular; current after {@link fold}. */
  readonly r: Float64Array;
  private filled = 0;

  constructor(
    readonly width: number,
    private readonly capacity = 256,
    private readonly buffer: Float64Array = new Float64Array(width * capacity),
  ) {
    this.r = new Float64Array(width * width);
  }

  /** Room for one more row, to be written at `offset` of the returned buffer right away. */
  nextRow(): { readonly buffer: Float64Array; readonly offset: number } {
    if (this.filled === this.capacity) this.fold();
    const offset = this.filled * this.width;
    this.filled++;
    return { buffer: this.buffer, offset };
  }

  /** Folds the first `count` rows of the buffer, which the caller has written himself, into R. */
  foldWritten(count: number): void {
    this.filled = count;
    this.fold();
  }

  /** Forgets all rows. */
  clear(): void {
    this.r.fill(0);
    this.filled = 0;
  }

  /** Folds the buffered rows into R and returns it. */
  fold(): Float64Array {
    const { r, buffer, width, filled } = this;
    for (let k = 0; k < width; k++) {
      // The reflector of column k has one entry in R (its diagonal) and the rest in the buffer.
      let square = 0;
      for (let i = 0; i < filled; i++) {
        const entry = buffer[i * width + k];
        square += entry * entry;
      }
      // Nothing but an underflowing tail: a reflection would divide by a subnormal number.
      if (square < 1e-280) continue;
      const diagonal = r[k * width + k];
      const norm = Math.sqrt(diagonal * diagonal + square);
      const alpha = diagonal > 0 ? -norm : norm;
      const head = diagonal - alpha;
      const scale = -1 / (alpha * head);
      for (let j = k + 1; j < width; j++) {
        let dot = head * r[k * width + j];
        for (let i = 0; i < filled; i++) dot += buffer[i * width + k] * buffer[i * width + j];
        const factor = dot * scale;
        r[k * width + j] -= factor * head;
        for (let i = 0; i < filled; i++) buffer[i * width + j] -= factor * buffer[i * width + k];
      }
      r[k * width + k] = alpha;
    }
    this.filled = 0;
    return r;
  }
}

/** The inverse of an upper triangular matrix, row-major; a diagonal entry of Infinity gives a column of zeros. */
export function invertTriangle(r: Float64Array, width: number): Float64Array {
  const inverse = new Float64Array(width * width);
  for (let j = 0; j < width; j++) {
    inverse[j * width + j] = 1 / r[j * width + j];
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum += r[i * width + k] * inverse[k * width + j];
      inverse[i * width + j] = Number.isFinite(r[i * width + i]) ? -sum / r[i * width + i] : 0;
    }
  }
  return inverse;
}
