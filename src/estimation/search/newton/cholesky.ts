/**
 * Cholesky's factor of a small symmetric matrix with a shift, B + m I = L L', and what is solved with it. Storage is
 * made once: a search factors thousands of matrices of one size.
 */
export class ShiftedCholesky {
  private readonly l: Float64Array;
  private size = 0;

  /** @param capacity the largest matrix, rows */
  constructor(capacity: number) {
    this.l = new Float64Array(capacity * capacity);
  }

  /**
   * Factors the leading `size` rows of B (row-major, `size` wide) plus `shift`; false where it is not positive definite, or
   * where a pivot is not above `least` times its diagonal entry: below rounding error its sign means nothing.
   */
  factor(b: Float64Array, size: number, shift: number, least = 1e-15): boolean {
    const { l } = this;
    this.size = size;
    for (let j = 0; j < size; j++) {
      for (let k = 0; k <= j; k++) {
        let sum = b[j * size + k] + (j === k ? shift : 0);
        const whole = sum;
        for (let i = 0; i < k; i++) sum -= l[j * size + i] * l[k * size + i];
        if (j === k) {
          if (!(sum > least * Math.abs(whole) && sum > 0)) return false;
          l[j * size + j] = Math.sqrt(sum);
        } else l[j * size + k] = sum / l[k * size + k];
      }
    }
    return true;
  }

  /** out = L^-1 v. */
  forward(v: Float64Array, out: Float64Array): void {
    const { l, size } = this;
    for (let j = 0; j < size; j++) {
      let sum = v[j];
      for (let k = 0; k < j; k++) sum -= l[j * size + k] * out[k];
      out[j] = sum / l[j * size + j];
    }
  }

  /** out = L'^-1 v; v and out may be one array. */
  backward(v: Float64Array, out: Float64Array): void {
    const { l, size } = this;
    for (let j = size - 1; j >= 0; j--) {
      let sum = v[j];
      for (let k = j + 1; k < size; k++) sum -= l[k * size + j] * out[k];
      out[j] = sum / l[j * size + j];
    }
  }

  /** out = (B + m I)^-1 v. */
  solve(v: Float64Array, out: Float64Array): void {
    this.forward(v, out);
    this.backward(out, out);
  }

  /** v'(B + m I)v = |L'v|^2. */
  form(v: Float64Array): number {
    const { l, size } = this;
    let total = 0;
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = j; k < size; k++) sum += l[k * size + j] * v[k];
      total += sum * sum;
    }
    return total;
  }
}
