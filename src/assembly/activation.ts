// The activations over columns of linear predictors; as src/model/activation.ts, same bits.
// Codes are positions in ACTIVATIONS there: identity, tanh, sigmoid, gelu, softplus, sin, relu.

import { add, div, exp, log1p, mul, one, select, sinShifted, sub, tanh } from "./elementary";
import { normalCdf, normalPdf } from "./error-function";

const TANH = 1, SIGMOID = 2, GELU = 3, SOFTPLUS = 4, SIN = 5, RELU = 6;

/** Replaces u by sigma(u) in `bytes` bytes (a multiple of 16) from `u`. */
export function activate(kind: i32, u: usize, bytes: usize): void {
  const end = u + bytes;
  switch (kind) {
    case TANH:
      for (; u < end; u += 16) v128.store(u, tanh(v128.load(u)));
      return;
    case SIGMOID:
      for (; u < end; u += 16) {
        const x = v128.load(u);
        const e = exp(f64x2.neg(f64x2.abs(x)));
        const numerator = select(e, one(), f64x2.lt(x, f64x2.splat(0)));
        v128.store(u, div(numerator, add(one(), e)));
      }
      return;
    case GELU:
      for (; u < end; u += 16) {
        const x = v128.load(u);
        v128.store(u, mul(x, normalCdf(x)));
      }
      return;
    case SOFTPLUS:
      for (; u < end; u += 16) {
        const x = v128.load(u);
        v128.store(u, add(f64x2.max(x, f64x2.splat(0)), log1p(exp(f64x2.neg(f64x2.abs(x))))));
      }
      return;
    case SIN:
      for (; u < end; u += 16) v128.store(u, sinShifted(v128.load(u), 0));
      return;
    case RELU:
      for (; u < end; u += 16) v128.store(u, f64x2.max(v128.load(u), f64x2.splat(0)));
      return;
  }
}

/** As activate, with sigma'(u) written to `first` and sigma''(u) to `second`; nothing is written for the identity. */
export function differentiate(kind: i32, u: usize, first: usize, second: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const x = v128.load(u + i);
    switch (kind) {
      case TANH: {
        const t = tanh(x);
        const d = sub(one(), mul(t, t));
        store(u + i, first + i, second + i, t, d, mul(mul(f64x2.splat(-2), t), d));
        break;
      }
      case SIGMOID: {
        const e = exp(f64x2.neg(f64x2.abs(x)));
        const small = div(e, add(one(), e));
        const large = div(one(), add(one(), e));
        const negative = f64x2.lt(x, f64x2.splat(0));
        const d = mul(small, large);
        const slope = select(sub(large, small), sub(small, large), negative);
        store(u + i, first + i, second + i, select(small, large, negative), d, mul(d, slope));
        break;
      }
      case GELU: {
        const cdf = normalCdf(x);
        const pdf = normalPdf(x);
        const up = mul(x, pdf);
        store(u + i, first + i, second + i, mul(x, cdf), add(cdf, up), sub(mul(f64x2.splat(2), pdf), mul(x, up)));
        break;
      }
      case SOFTPLUS: {
        const e = exp(f64x2.neg(f64x2.abs(x)));
        const small = div(e, add(one(), e));
        const large = div(one(), add(one(), e));
        const value = add(f64x2.max(x, f64x2.splat(0)), log1p(e));
        const d = select(small, large, f64x2.lt(x, f64x2.splat(0)));
        store(u + i, first + i, second + i, value, d, mul(small, large));
        break;
      }
      case SIN: {
        const s = sinShifted(x, 0);
        store(u + i, first + i, second + i, s, sinShifted(x, 1), f64x2.neg(s));
        break;
      }
      default: {
        const value = f64x2.max(x, f64x2.splat(0));
        const d = v128.and(one(), f64x2.gt(x, f64x2.splat(0)));
        store(u + i, first + i, second + i, value, d, f64x2.splat(0));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function store(p0: usize, p1: usize, p2: usize, value: v128, first: v128, second: v128): void {
  v128.store(p0, value);
  v128.store(p1, first);
  v128.store(p2, second);
}
