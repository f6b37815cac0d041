import { DD_ZERO, type DoubleDouble, ddAdd, ddDivide, ddMultiply, ddNegate, ddSqrt, ddSubtract } from "./double-double";

/** Upper triangular, row-major, width x width. */
export type DoubleDoubleTriangle = readonly DoubleDouble[];

/**
 * The triangular factor R of the matrix with these rows, A^T A = R^T R, in double-double arithmetic by modified
 * Gram-Schmidt (Golub and Van Loan, section 5.2.8): columns that agree in 25 digits keep seven digits of their difference.
 */
export function triangularFactor(rows: readonly (readonly DoubleDouble[])[], width: number): DoubleDoubleTriangle {
  const a = rows.map((row) => row.slice());
  const r: DoubleDouble[] = new Array<DoubleDouble>(width * width).fill(DD_ZERO);
  for (let k = 0; k < width; k++) {
    let square = DD_ZERO;
    for (const row of a) square = ddAdd(square, ddMultiply(row[k], row[k]));
    const norm = ddSqrt(square);
    r[k * width + k] = norm;
    if (norm[0] === 0) continue;
    for (const row of a) row[k] = ddDivide(row[k], norm);
    for (let j = k + 1; j < width; j++) {
      let dot = DD_ZERO;
      for (const row of a) dot = ddAdd(dot, ddMultiply(row[k], row[j]));
      r[k * width + j] = dot;
      for (const row of a) row[j] = ddSubtract(row[j], ddMultiply(dot, row[k]));
    }
  }
  return r;
}

/** R^-1 of a triangle without zeros on its diagonal. */
export function invertDoubleDoubleTriangle(r: DoubleDoubleTriangle, width: number): DoubleDoubleTriangle {
  const inverse: DoubleDouble[] = new Array<DoubleDouble>(width * width).fill(DD_ZERO);
  for (let j = 0; j < width; j++) {
    inverse[j * width + j] = ddDivide([1, 0], r[j * width + j]);
    for (let i = j - 1; i >= 0; i--) {
      let sum = DD_ZERO;
      for (let k = i + 1; k <= j; k++) sum = ddAdd(sum, ddMultiply(r[i * width + k], inverse[k * width + j]));
      inverse[i * width + j] = ddNegate(ddDivide(sum, r[i * width + i]));
    }
  }
  return inverse;
}
