// The log-likelihood alone, with the posterior probabilities of the prompt where wanted; and the frozen log densities.

import { activate } from "./activation";
import { BLOCK, padded } from "./block";
import { logDensities } from "./density";
import { add, div, half, log, mul, one, select, sub } from "./elementary";
import { CHUNK, COLUMN } from "./gram";
import { care, carefulLog, constant, lambda, nu, onEdge, ratio, setMixture, share } from "./mixture";
import { predict } from "./predictor";

// Scratch columns, after a first one for the mixture's parameters; the covariates follow.
const MEAN: usize = 0, Y: usize = 1, FROZEN: usize = 2, POSTERIOR: usize = 3, COVARIATES: usize = 4;

/**
 * Adds the log-likelihood of each block of rows from..to-1 to the double at `out`, which moves on by `step` bytes; writes
 * the prompt's posterior probabilities to the column at `posterior` unless that is 0. Arguments as for pass().
 */
export function value(
  x: usize, stride: usize, y: usize, frozen: usize, d: usize, bias: bool, activation: i32, from: usize, to: usize,
  theta: usize, work: usize, out: usize, step: usize, posterior: usize,
): void {
  const nuAt = theta + ((d + (bias ? 1 : 0) + 1) << 3);
  setMixture(work, load<f64>(theta), load<f64>(nuAt), load<f64>(nuAt, 8));
  const mixture = work;
  work += COLUMN;
  for (let block = from; block < to; block += BLOCK) {
    let sum = f64x2.splat(0);
    const end = min(block + BLOCK, to);
    for (let row = block; row < end; row += CHUNK) {
      const rows = min<usize>(CHUNK, end - row);
      const mean = work + MEAN * COLUMN;
      predict(x, stride, d, row, rows, theta + 8, bias, work + COVARIATES * COLUMN, mean);
      activate(activation, mean, ((rows + 3) & ~3) << 3);
      const yAt = padded(y + (row << 3), work + Y * COLUMN, rows);
      const frozenAt = padded(frozen + (row << 3), work + FROZEN * COLUMN, rows);
      sum = mixtureLog(mixture, mean, yAt, frozenAt, posterior ? work + POSTERIOR * COLUMN : 0, rows, sum);
      if (posterior) memory.copy(posterior + (row << 3), work + POSTERIOR * COLUMN, rows << 3);
    }
    store<f64>(out, load<f64>(out) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
    out += step;
  }
}

function mixtureLog(mixture: usize, mean: usize, y: usize, frozen: usize, posterior: usize, rows: usize, start: v128): v128 {
  let sum = start;
  let product = one();
  for (let row: usize = 0; row < rows; row += 2) {
    const i = row << 3;
    const mask = row + 1 < rows ? i64x2.splat(-1) : i64x2(-1, 0);
    const r = sub(v128.load(y + i), v128.load(mean + i));
    const prompt = sub(constant(mixture), mul(half(), mul(r, div(r, nu(mixture)))));
    const f0 = v128.load(frozen + i);
    const d = sub(prompt, f0);
    const smaller = f64x2.le(d, f64x2.splat(0));
    const e = ratio(d);
    const m = share(mixture, e, smaller);
    if (care) sum = add(sum, v128.and(mask, carefulLog(m, prompt, f0, onEdge(smaller))));
    else {
      product = mul(product, select(m, one(), mask));
      sum = add(sum, v128.and(mask, f64x2.pmax(prompt, f0)));
    }
    if (posterior) {
      const whole = select(one(), m, f64x2.eq(m, f64x2.splat(0)));
      const probability = div(mul(lambda(mixture), select(e, one(), smaller)), whole);
      v128.store(posterior + i, care == 3 ? one() : probability);
    }
  }
  return care ? sum : add(sum, log(product));
}

/** log f0 of rows from..to-1 at `out`; density arguments as for logDensities(), others as for pass(). */
export function frozenDensities(
  x: usize, stride: usize, y: usize, d: usize, bias: bool, activation: i32, from: usize, to: usize, eta: usize,
  kind: i32, c: f64, a: f64, b: f64, e: f64, work: usize, out: usize,
): void {
  const mean = work + MEAN * COLUMN;
  for (let row = from; row < to; row += CHUNK) {
    const rows = min<usize>(CHUNK, to - row);
    const bytes = ((rows + 3) & ~3) << 3;
    predict(x, stride, d, row, rows, eta, bias, work + COVARIATES * COLUMN, mean);
    activate(activation, mean, bytes);
    memory.copy(work + Y * COLUMN, y + (row << 3), rows << 3);
    logDensities(kind, c, a, b, e, work + Y * COLUMN, mean, bytes);
    memory.copy(out + (row << 3), mean, rows << 3);
  }
}
