// The passes of a softmax gate: the share pi(x) has log-odds w = beta^T x + tau, and the prompt's posterior probability
// log-odds v = log f - log f0 + w. A row's second derivatives are a block in (w, u, nu), u the expert's predictor, spread
// over (x, 1): three Gram sums of the same covariates. Blocks and sums as in pass.ts.

import { activate, differentiate } from "./activation";
import { BLOCK, fold, padded } from "./block";
import { add, div, expNegative, half, log, mul, one, select, sub } from "./elementary";
import { CHUNK, COLUMN, cross, crossOne, pairs, TILE, weigh } from "./gram";
import { predict, predictAgain } from "./predictor";
import {
  COVARIATES, FIRST, frame, FROZEN, GATE, GATE_GATE, GATE_NU, GATE_U, LOG_ODDS, MEAN, productsAt, SCALARS, SECOND, sumBytes,
  sumsAt, U, U_NU, U_U, Y,
} from "./softmax-scratch";

/** Log-odds of the gate and means of the prompt's expert for one chunk; the covariates go to scratch. */
function predictors(
  x: usize, stride: usize, d: usize, row: usize, rows: usize, theta: usize, bias: bool, work: usize,
): void {
  const covariates = work + COVARIATES * COLUMN;
  predict(x, stride, d, row, rows, theta, true, covariates, work + LOG_ODDS * COLUMN);
  predictAgain(covariates, d, ((rows + 3) & ~3) << 3, theta + ((d + 1) << 3), bias, work + MEAN * COLUMN);
}

/** As pass() with theta = (beta, tau, eta, nu, log constant); the sums are those of SCALARS, then of gather(). */
export function softmaxPass(
  x: usize, stride: usize, y: usize, frozen: usize, d: usize, bias: bool, activation: i32, from: usize, to: usize,
  theta: usize, work: usize, out: usize, step: usize,
): void {
  const tiles = (d + 3) / 3;
  const nuAt = theta + ((2 * d + 1 + (bias ? 1 : 0)) << 3);
  const sums = sumsAt(work, tiles);
  const size = sumBytes(tiles);
  frame(work, d, tiles);
  for (let block = from; block < to; block += BLOCK) {
    memory.fill(sums, 0, size);
    const end = min(block + BLOCK, to);
    for (let row = block; row < end; row += CHUNK) {
      const rows = min<usize>(CHUNK, end - row);
      predictors(x, stride, d, row, rows, theta, bias, work);
      if (activation != 0) {
        differentiate(activation, work + MEAN * COLUMN, work + FIRST * COLUMN, work + SECOND * COLUMN, ((rows + 3) & ~3) << 3);
      }
      const yAt = padded(y + (row << 3), work + Y * COLUMN, rows);
      const frozenAt = padded(frozen + (row << 3), work + FROZEN * COLUMN, rows);
      ratios(nuAt, work, yAt, frozenAt, rows);
      if (activation == 0) weights<bool>(nuAt, work, frozenAt, sums, rows);
      else weights<i32>(nuAt, work, frozenAt, sums, rows);
      gather(work, tiles, sums + SCALARS * 16, rows);
    }
    fold(sums, size, out);
    out += step;
  }
}

/** First half of a row: r/nu, r^2/nu, v, e^-|w| and e^-|v|, to columns MEAN, U_NU, U, GATE_GATE and U_U. */
function ratios(nuAt: usize, work: usize, y: usize, frozen: usize, rows: usize): void {
  const nu = v128.load64_splat(nuAt), constant = v128.load64_splat(nuAt, 8);
  const bytes = rows << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const at = work + i;
    const r = sub(v128.load(y + i), v128.load(at, MEAN * COLUMN));
    const rn = div(r, nu);
    const rrn = mul(r, rn);
    const w = v128.load(at, LOG_ODDS * COLUMN);
    const v = add(sub(sub(constant, mul(half(), rrn)), v128.load(frozen + i)), w);
    v128.store(at, rn, MEAN * COLUMN);
    v128.store(at, rrn, U_NU * COLUMN);
    v128.store(at, v, U * COLUMN);
    v128.store(at, expNegative(f64x2.neg(f64x2.abs(w))), GATE_GATE * COLUMN);
    v128.store(at, expNegative(f64x2.neg(f64x2.abs(v))), U_U * COLUMN);
  }
}

/** log p, but for the logarithm of (1 + e^-|v|)/(1 + e^-|w|): that of the larger component with its share. */
// @ts-ignore: decorator
@inline
function largerLog(prompt: v128, f0: v128, w: v128, v: v128): v128 {
  const zero = f64x2.splat(0);
  return select(add(prompt, f64x2.pmin(w, zero)), sub(f0, f64x2.pmax(w, zero)), f64x2.gt(v, zero));
}

/** The weights of the rows' covariates, and the sums that need none. T is bool for the identity, i32 otherwise. */
function weights<T>(nuAt: usize, work: usize, frozen: usize, sums: usize, rows: usize): void {
  const inverseNu = div(one(), v128.load64_splat(nuAt)), constant = v128.load64_splat(nuAt, 8);
  let logp = v128.load(sums), sNu = v128.load(sums, 16), sNuNu = v128.load(sums, 32);
  let product = one();
  let i: usize = 0;
  for (let row: usize = 0; row < rows; row += 2) {
    const at = work + i;
    const mask = row + 1 < rows ? i64x2.splat(-1) : i64x2(-1, 0);
    const rn = v128.load(at, MEAN * COLUMN);
    const rrn = v128.load(at, U_NU * COLUMN);
    const v = v128.load(at, U * COLUMN);
    const w = v128.load(at, LOG_ODDS * COLUMN);
    const e1 = add(one(), v128.load(at, GATE_GATE * COLUMN));
    const e2 = add(one(), v128.load(at, U_U * COLUMN));
    const large1 = div(one(), e1), large2 = div(one(), e2);
    const small1 = mul(v128.load(at, GATE_GATE * COLUMN), large1), small2 = mul(v128.load(at, U_U * COLUMN), large2);
    product = mul(product, select(mul(e2, large1), one(), mask));
    const prompt = sub(constant, mul(half(), rrn));
    logp = add(logp, v128.and(mask, largerLog(prompt, v128.load(frozen + i), w, v)));
    const zero = f64x2.splat(0);
    const likely = f64x2.gt(w, zero), probable = f64x2.gt(v, zero);
    const share = select(large1, small1, likely), rest = select(small1, large1, likely);
    const a = v128.and(mask, select(large2, small2, probable));
    const b = select(small2, large2, probable);
    // pi and the posterior differ by little where the components do: the smaller of the two complements has the digits.
    const score = v128.and(mask, select(sub(rest, b), sub(a, share), likely));
    const ab = mul(a, b);
    const an = mul(a, inverseNu);
    const ar = mul(a, rn);
    const s = mul(mul(half(), sub(rrn, one())), inverseNu);
    const as = mul(a, s);
    const bs = mul(b, s);
    sNu = add(sNu, as);
    sNuNu = add(sNuNu, add(mul(as, bs), mul(an, mul(sub(half(), rrn), inverseNu))));
    v128.store(at, score, GATE * COLUMN);
    v128.store(at, mul(ab, s), GATE_NU * COLUMN);
    v128.store(at, mul(score, sub(b, share)), GATE_GATE * COLUMN);
    const gateU = mul(ab, rn);
    const uu = sub(mul(ar, mul(b, rn)), an);
    const un = sub(mul(ar, bs), mul(ar, inverseNu));
    if (isBoolean<T>()) {
      v128.store(at, ar, U * COLUMN);
      v128.store(at, un, U_NU * COLUMN);
      v128.store(at, gateU, GATE_U * COLUMN);
      v128.store(at, uu, U_U * COLUMN);
    } else {
      const first = v128.load(at, FIRST * COLUMN);
      v128.store(at, mul(ar, first), U * COLUMN);
      v128.store(at, mul(un, first), U_NU * COLUMN);
      v128.store(at, mul(gateU, first), GATE_U * COLUMN);
      v128.store(at, add(mul(mul(uu, first), first), mul(ar, v128.load(at, SECOND * COLUMN))), U_U * COLUMN);
    }
    i += 16;
  }
  if (i & 16) {
    for (let column: usize = 0; column <= U_U; column++) v128.store(work + column * COLUMN + i, f64x2.splat(0));
  }
  v128.store(sums, add(logp, log(product)));
  v128.store(sums, sNu, 16);
  v128.store(sums, sNuNu, 32);
}

/** Adds one chunk's products with the covariates: three columns together, one alone, then the Gram sums, upper triangles. */
function gather(work: usize, tiles: usize, sums: usize, rows: usize): void {
  const products = productsAt(work, tiles);
  const covariates = work + COVARIATES * COLUMN;
  const bytes = ((rows + 3) & ~3) << 3;
  cross(work + GATE * COLUMN, covariates, tiles, sums, bytes);
  sums += tiles * TILE;
  crossOne(work + U_NU * COLUMN, covariates, tiles, sums, bytes);
  sums += (tiles * TILE) / 3;
  for (let weight: usize = GATE_GATE; weight <= U_U; weight++) {
    weigh(work + weight * COLUMN, covariates, products, tiles * 3, bytes);
    pairs(products, covariates, tiles, sums, bytes);
    sums += ((tiles * (tiles + 1)) / 2) * TILE;
  }
}

/** As value() with theta as in softmaxPass(). */
export function softmaxValue(
  x: usize, stride: usize, y: usize, frozen: usize, d: usize, bias: bool, activation: i32, from: usize, to: usize,
  theta: usize, work: usize, out: usize, step: usize, posterior: usize,
): void {
  const nuAt = theta + ((2 * d + 1 + (bias ? 1 : 0)) << 3);
  const nu = v128.load64_splat(nuAt), constant = v128.load64_splat(nuAt, 8);
  for (let block = from; block < to; block += BLOCK) {
    let sum = f64x2.splat(0);
    const end = min(block + BLOCK, to);
    for (let row = block; row < end; row += CHUNK) {
      const rows = min<usize>(CHUNK, end - row);
      predictors(x, stride, d, row, rows, theta, bias, work);
      activate(activation, work + MEAN * COLUMN, ((rows + 3) & ~3) << 3);
      const yAt = padded(y + (row << 3), work + Y * COLUMN, rows);
      const frozenAt = padded(frozen + (row << 3), work + FROZEN * COLUMN, rows);
      let product = one();
      for (let k: usize = 0; k < rows; k += 2) {
        const i = k << 3;
        const mask = k + 1 < rows ? i64x2.splat(-1) : i64x2(-1, 0);
        const r = sub(v128.load(yAt + i), v128.load(work + MEAN * COLUMN + i));
        const prompt = sub(constant, mul(half(), mul(r, div(r, nu))));
        const f0 = v128.load(frozenAt + i);
        const w = v128.load(work + LOG_ODDS * COLUMN + i);
        const v = add(sub(prompt, f0), w);
        const e1 = expNegative(f64x2.neg(f64x2.abs(w))), e2 = expNegative(f64x2.neg(f64x2.abs(v)));
        const whole = add(one(), e2);
        product = mul(product, select(div(whole, add(one(), e1)), one(), mask));
        sum = add(sum, v128.and(mask, largerLog(prompt, f0, w, v)));
        v128.store(work + U * COLUMN + i, div(select(one(), e2, f64x2.gt(v, f64x2.splat(0))), whole));
      }
      sum = add(sum, log(product));
      if (posterior) memory.copy(posterior + (row << 3), work + U * COLUMN, rows << 3);
    }
    store<f64>(out, load<f64>(out) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
    out += step;
  }
}
