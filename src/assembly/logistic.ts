// The gate's own likelihood given the rows' weights: a logistic regression, the inner step of EM.

import { BLOCK, fold, padded } from "./block";
import { add, div, expNegative, log, mul, one, select, sub } from "./elementary";
import { CHUNK, COLUMN, cross, pairs, TILE, weigh } from "./gram";
import { predict } from "./predictor";
import { COVARIATES, frame, GATE, GATE_GATE, LOG_ODDS, productsAt, sumsAt, Y } from "./softmax-scratch";

/**
 * The M-step of the gate: sum_i r_i w_i - log(1 + e^(w_i)) for weights r_i, w = beta^T x + tau, with two derivatives in
 * (beta, tau): the sums are the value, then the tiles of (gradient, -, -), then those of the Hessian's upper triangle.
 */
export function logistic(
  x: usize, stride: usize, weight: usize, d: usize, from: usize, to: usize, gate: usize, work: usize, out: usize,
): void {
  const tiles = (d + 3) / 3;
  const sums = sumsAt(work, tiles);
  const covariates = work + COVARIATES * COLUMN;
  const products = productsAt(work, tiles);
  const size = 16 + tiles * TILE + ((tiles * (tiles + 1)) / 2) * TILE;
  frame(work, d, tiles);
  memory.fill(work, 0, 3 * COLUMN);
  for (let block = from; block < to; block += BLOCK) {
    memory.fill(sums, 0, size);
    const end = min(block + BLOCK, to);
    for (let row = block; row < end; row += CHUNK) {
      const rows = min<usize>(CHUNK, end - row);
      const bytes = ((rows + 3) & ~3) << 3;
      predict(x, stride, d, row, rows, gate, true, covariates, work + LOG_ODDS * COLUMN);
      const weightAt = padded(weight + (row << 3), work + Y * COLUMN, rows);
      logisticWeights(work, weightAt, sums, rows);
      cross(work + GATE * COLUMN, covariates, tiles, sums + 16, bytes);
      weigh(work + GATE_GATE * COLUMN, covariates, products, tiles * 3, bytes);
      pairs(products, covariates, tiles, sums + 16 + tiles * TILE, bytes);
    }
    fold(sums, size, out);
  }
}

function logisticWeights(work: usize, weight: usize, sums: usize, rows: usize): void {
  let total = v128.load(sums);
  let product = one();
  let i: usize = 0;
  const zero = f64x2.splat(0);
  for (let row: usize = 0; row < rows; row += 2) {
    const at = work + i;
    const mask = row + 1 < rows ? i64x2.splat(-1) : i64x2(-1, 0);
    const w = v128.load(at, LOG_ODDS * COLUMN);
    const r = v128.load(weight + i);
    const e = expNegative(f64x2.neg(f64x2.abs(w)));
    const whole = add(one(), e);
    const large = div(one(), whole);
    const small = mul(e, large);
    product = mul(product, select(whole, one(), mask));
    total = add(total, v128.and(mask, sub(mul(r, w), f64x2.pmax(w, zero))));
    const share = select(large, small, f64x2.gt(w, zero));
    v128.store(at, v128.and(mask, sub(r, share)), GATE * COLUMN);
    v128.store(at, v128.and(mask, f64x2.neg(mul(small, large))), GATE_GATE * COLUMN);
    i += 16;
  }
  if (i & 16) {
    v128.store(work + GATE * COLUMN + i, zero);
    v128.store(work + GATE_GATE * COLUMN + i, zero);
  }
  v128.store(sums, sub(total, log(product)));
}
