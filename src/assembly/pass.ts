// The likelihood pass: log-likelihood, gradient and Hessian, block by block. Sums of a block are formed apart and added
// to the totals in order, so that blocks may be shared among threads without changing a bit.

import {
  BLOCK, FIRST, fold, frame, gather, GRAM, MEAN, means, padded, SECOND, sumBytes, sumsAt, U, Y,
} from "./block";
import { add, div, half, log, mul, one, select, sub } from "./elementary";
import { CHUNK, COLUMN } from "./gram";
import {
  care, carefulLog, complement, constant, inverseNu, lambda, limit, nu, onEdge, ratio, setMixture, share,
} from "./mixture";

// Scratch columns beside those of block.ts, after a first one for the mixture's parameters.
const LAMBDA_U: usize = 0, U_NU: usize = 2, FROZEN: usize = 8;

/**
 * Rows from..to-1 (`from` a multiple of BLOCK). theta = (lambda, eta, nu, log constant). Adds each block's sums to the
 * doubles at `out`: the scalars, then the tiles of gram(); `out` moves on by `step` bytes after every block.
 */
export function pass(
  x: usize, stride: usize, y: usize, frozen: usize, d: usize, bias: bool, activation: i32, from: usize, to: usize,
  theta: usize, work: usize, out: usize, step: usize,
): void {
  const q = d + (bias ? 1 : 0);
  const tiles = (q + 2) / 3;
  const nuAt = theta + ((q + 1) << 3);
  setMixture(work, load<f64>(theta), load<f64>(nuAt), load<f64>(nuAt, 8));
  const mixture = work;
  work += COLUMN;
  const sums = sumsAt(work, tiles);
  const size = sumBytes(tiles);
  frame(work, d, bias, tiles);
  for (let block = from; block < to; block += BLOCK) {
    memory.fill(sums, 0, size);
    const end = min(block + BLOCK, to);
    for (let row = block; row < end; row += CHUNK) {
      const rows = min<usize>(CHUNK, end - row);
      means(x, stride, d, row, rows, theta + 8, bias, activation, work);
      const yAt = padded(y + (row << 3), work + Y * COLUMN, rows);
      const frozenAt = padded(frozen + (row << 3), work + FROZEN * COLUMN, rows);
      ratios(mixture, work, yAt, frozenAt, rows);
      if (activation == 0) weights<bool>(mixture, work, frozenAt, sums, rows);
      else weights<i32>(mixture, work, frozenAt, sums, rows);
      gather(work, tiles, sums, rows);
    }
    fold(sums, size, out);
    out += step;
  }
}

/**
 * First half of a row: r/nu, r^2/nu and e^-|log f - log f0|, to columns MEAN, U and LAMBDA_U. Two loops, so that the
 * processor overlaps several rows of either: one row is a long chain of dependent operations.
 */
function ratios(mixture: usize, work: usize, y: usize, frozen: usize, rows: usize): void {
  const bytes = rows << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const at = work + i;
    const r = sub(v128.load(y + i), v128.load(at, MEAN * COLUMN));
    const rn = div(r, nu(mixture));
    const rrn = mul(r, rn);
    v128.store(at, rn, MEAN * COLUMN);
    v128.store(at, rrn, U * COLUMN);
    v128.store(at, ratio(sub(sub(constant(mixture), mul(half(), rrn)), v128.load(frozen + i))), LAMBDA_U * COLUMN);
  }
}

/** The weights of the rows' covariates, and the sums that need none. T is bool for the identity, i32 otherwise. */
function weights<T>(mixture: usize, work: usize, frozen: usize, sums: usize, rows: usize): void {
  let logp = v128.load(sums), sLambda = v128.load(sums, 16), sLambdaLambda = v128.load(sums, 32);
  let sNu = v128.load(sums, 48), sLambdaNu = v128.load(sums, 64), sNuNu = v128.load(sums, 80);
  let product = one();
  let i: usize = 0;
  for (let row: usize = 0; row < rows; row += 2) {
    const at = work + i;
    const mask = row + 1 < rows ? i64x2.splat(-1) : i64x2(-1, 0);
    const rn = v128.load(at, MEAN * COLUMN);
    const rrn = v128.load(at, U * COLUMN);
    const e = v128.load(at, LAMBDA_U * COLUMN);
    const prompt = sub(constant(mixture), mul(half(), rrn));
    const f0 = v128.load(frozen + i);
    const dd = sub(prompt, f0);
    const smaller = f64x2.le(dd, f64x2.splat(0));
    const m = share(mixture, e, smaller);
    const inverse = div(one(), m);
    const large = f64x2.pmin(inverse, limit(mixture));
    let small = mul(e, inverse);
    const size = f64x2.pmin(mul(sub(one(), e), inverse), limit(mixture));
    if (care) {
      const edge = onEdge(smaller);
      small = select(one(), div(e, m), edge);
      logp = add(logp, v128.and(mask, carefulLog(m, prompt, f0, edge)));
    } else {
      product = mul(product, select(m, one(), mask));
      logp = add(logp, v128.and(mask, f64x2.pmax(prompt, f0)));
    }
    const score = v128.and(mask, select(f64x2.neg(size), size, smaller));
    const a = v128.and(mask, select(small, large, smaller));
    const b = v128.and(mask, select(large, small, smaller));
    const ab = mul(a, b);
    const w = mul(lambda(mixture), a);
    const wn = mul(w, inverseNu(mixture));
    const wr = mul(w, rn);
    const s = mul(mul(half(), sub(rrn, one())), inverseNu(mixture));
    const ws = mul(w, s);
    const other = mul(complement(mixture), b);
    const otherS = mul(other, s);
    sLambda = add(sLambda, score);
    sLambdaLambda = sub(sLambdaLambda, mul(score, score));
    sNu = add(sNu, ws);
    sLambdaNu = add(sLambdaNu, mul(ab, s));
    sNuNu = add(sNuNu, add(mul(ws, otherS), mul(wn, mul(sub(half(), rrn), inverseNu(mixture)))));
    const lu = mul(ab, rn);
    const uu = sub(mul(wr, mul(other, rn)), wn);
    const un = sub(mul(wr, otherS), mul(wr, inverseNu(mixture)));
    if (isBoolean<T>()) {
      v128.store(at, lu, LAMBDA_U * COLUMN);
      v128.store(at, wr, U * COLUMN);
      v128.store(at, un, U_NU * COLUMN);
      v128.store(at, uu, GRAM * COLUMN);
    } else {
      const first = v128.load(at, FIRST * COLUMN);
      v128.store(at, mul(lu, first), LAMBDA_U * COLUMN);
      v128.store(at, mul(wr, first), U * COLUMN);
      v128.store(at, mul(un, first), U_NU * COLUMN);
      v128.store(at, add(mul(mul(uu, first), first), mul(wr, v128.load(at, SECOND * COLUMN))), GRAM * COLUMN);
    }
    i += 16;
  }
  if (i & 16) {
    for (let column: usize = 0; column < 4; column++) v128.store(work + column * COLUMN + i, f64x2.splat(0));
  }
  if (!care) logp = add(logp, log(product));
  v128.store(sums, logp);
  v128.store(sums, sLambda, 16);
  v128.store(sums, sLambdaLambda, 32);
  v128.store(sums, sNu, 48);
  v128.store(sums, sLambdaNu, 64);
  v128.store(sums, sNuNu, 80);
}
