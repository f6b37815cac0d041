// The M-step's objective, -sum_i w_i (y_i - h(x_i, eta))^2 / 2, with its gradient and Hessian in eta: the blocks, scratch
// and sums of pass(), of which it leaves those in lambda and nu zero.

import {
  BLOCK, FIRST, fold, frame, gather, GRAM, MEAN, means, SECOND, sumBytes, sumsAt, U, Y,
} from "./block";
import { half, mul, sub } from "./elementary";
import { CHUNK, COLUMN } from "./gram";

const WEIGHT: usize = 8;

/** As pass() with `weight` for the column of log f0 and eta alone for theta; `out` gets the sums of all blocks. */
export function squares(
  x: usize, stride: usize, y: usize, weight: usize, d: usize, bias: bool, activation: i32, from: usize, to: usize,
  eta: usize, work: usize, out: usize,
): void {
  const q = d + (bias ? 1 : 0);
  const tiles = (q + 2) / 3;
  const sums = sumsAt(work, tiles);
  const size = sumBytes(tiles);
  memory.fill(work, 0, 3 * COLUMN);
  frame(work, d, bias, tiles);
  for (let block = from; block < to; block += BLOCK) {
    memory.fill(sums, 0, size);
    const end = min(block + BLOCK, to);
    for (let row = block; row < end; row += CHUNK) {
      const rows = min<usize>(CHUNK, end - row);
      means(x, stride, d, row, rows, eta, bias, activation, work);
      // Rows beyond the last have weight 0.
      memory.fill(work + Y * COLUMN, 0, 2 * COLUMN);
      memory.copy(work + Y * COLUMN, y + (row << 3), rows << 3);
      memory.copy(work + WEIGHT * COLUMN, weight + (row << 3), rows << 3);
      weighSquares(work, activation != 0, sums, ((rows + 3) & ~3) << 3);
      gather(work, tiles, sums, rows);
    }
    fold(sums, size, out);
  }
}

/** Weights of the covariates in the gradient, w r sigma', and in the Hessian, w (r sigma'' - sigma'^2). */
function weighSquares(work: usize, curved: bool, sums: usize, bytes: usize): void {
  let total = v128.load(sums);
  for (let i: usize = 0; i < bytes; i += 16) {
    const at = work + i;
    const r = sub(v128.load(at, Y * COLUMN), v128.load(at, MEAN * COLUMN));
    const w = v128.load(at, WEIGHT * COLUMN);
    const wr = mul(w, r);
    total = sub(total, mul(mul(half(), wr), r));
    if (curved) {
      const first = v128.load(at, FIRST * COLUMN);
      v128.store(at, mul(wr, first), U * COLUMN);
      const slope = mul(mul(w, first), first);
      v128.store(at, sub(mul(wr, v128.load(at, SECOND * COLUMN)), slope), GRAM * COLUMN);
    } else {
      v128.store(at, wr, U * COLUMN);
      v128.store(at, f64x2.neg(w), GRAM * COLUMN);
    }
  }
  v128.store(sums, total);
}
