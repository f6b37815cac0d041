// Linear predictors u = (b + a_1 x_1) + a_2 x_2 + ... of up to CHUNK rows, in the order of linearPredictor().

import { add, mul } from "./elementary";
import { CHUNK, COLUMN } from "./gram";

/**
 * u of `rows` rows from `from`, and their covariates copied to scratch columns at `scratch`. Short chunks are padded
 * with zero covariates to a multiple of four rows.
 */
export function predict(
  x: usize, stride: usize, d: usize, from: usize, rows: usize, eta: usize, bias: bool, scratch: usize, u: usize,
): void {
  let source = x + (from << 3);
  if (rows < CHUNK) {
    memory.fill(scratch, 0, d * COLUMN);
    for (let j: usize = 0; j < d; j++) memory.copy(scratch + j * COLUMN, source + j * stride, rows << 3);
    source = scratch;
    stride = COLUMN;
  }
  const bytes = ((rows + 3) & ~3) << 3;
  const start = bias ? v128.load64_splat(eta + (d << 3)) : f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(u + i, start);
  let j: usize = 0;
  for (; j + 4 <= d; j += 4) {
    const e0 = v128.load64_splat(eta), e1 = v128.load64_splat(eta, 8);
    const e2 = v128.load64_splat(eta, 16), e3 = v128.load64_splat(eta, 24);
    let s0 = source, s1 = source + stride, s2 = s1 + stride, s3 = s2 + stride;
    for (let i: usize = 0; i < bytes; i += 16) {
      const x0 = v128.load(s0 + i), x1 = v128.load(s1 + i), x2 = v128.load(s2 + i), x3 = v128.load(s3 + i);
      const to = scratch + i;
      v128.store(to, x0);
      v128.store(to, x1, COLUMN);
      v128.store(to, x2, 2 * COLUMN);
      v128.store(to, x3, 3 * COLUMN);
      v128.store(u + i, add(add(add(add(v128.load(u + i), mul(e0, x0)), mul(e1, x1)), mul(e2, x2)), mul(e3, x3)));
    }
    source = s3 + stride;
    scratch += 4 * COLUMN;
    eta += 32;
  }
  for (; j < d; j++) {
    const e = v128.load64_splat(eta);
    for (let i: usize = 0; i < bytes; i += 16) {
      const value = v128.load(source + i);
      v128.store(scratch + i, value);
      v128.store(u + i, add(v128.load(u + i), mul(e, value)));
    }
    source += stride;
    scratch += COLUMN;
    eta += 8;
  }
}

/** Another linear predictor of the covariates that predict() has copied to `scratch`. */
export function predictAgain(scratch: usize, d: usize, bytes: usize, eta: usize, bias: bool, u: usize): void {
  const start = bias ? v128.load64_splat(eta + (d << 3)) : f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(u + i, start);
  let j: usize = 0;
  for (; j + 4 <= d; j += 4) {
    const e0 = v128.load64_splat(eta), e1 = v128.load64_splat(eta, 8);
    const e2 = v128.load64_splat(eta, 16), e3 = v128.load64_splat(eta, 24);
    for (let i: usize = 0; i < bytes; i += 16) {
      const at = scratch + i;
      const sum = add(add(v128.load(u + i), mul(e0, v128.load(at))), mul(e1, v128.load(at, COLUMN)));
      v128.store(u + i, add(add(sum, mul(e2, v128.load(at, 2 * COLUMN))), mul(e3, v128.load(at, 3 * COLUMN))));
    }
    scratch += 4 * COLUMN;
    eta += 32;
  }
  for (; j < d; j++) {
    const e = v128.load64_splat(eta);
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(u + i, add(v128.load(u + i), mul(e, v128.load(scratch + i))));
    }
    scratch += COLUMN;
    eta += 8;
  }
}
