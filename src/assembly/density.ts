// Log densities of the frozen model and noise from uniforms; as src/model/density.ts, same bits.
// Codes: 0 gaussian, 1 laplace, 2 student-t. Constants that depend on parameters only come from TypeScript.

import { add, cosTurn, div, exp, half, log, mul, one, select, sub } from "./elementary";

/**
 * log f0 at y - mean = r on two lanes. gaussian: c - a r^2 / 2 with a = 1/nu; laplace: c - |r|/a with a the scale; student-t:
 * c - power log(1 + (r/a)^2/b) with a the scale, b the degrees of freedom, e = log b and power = (b + 1)/2.
 */
// @ts-ignore: decorator
@inline
export function logDensity(kind: i32, c: v128, a: v128, b: v128, e: v128, power: v128, r: v128): v128 {
  if (kind == 0) return sub(c, mul(half(), mul(mul(r, r), a)));
  if (kind == 1) return sub(c, div(f64x2.abs(r), a));
  const t = div(r, a);
  const square = mul(t, t);
  const large = f64x2.gt(square, f64x2.splat(1e300));
  const inside = select(f64x2.abs(t), add(one(), div(square, b)), large);
  const logarithm = log(inside);
  const far = sub(mul(f64x2.splat(2), logarithm), e);
  return sub(c, mul(power, select(far, logarithm, large)));
}

/**
 * Replaces the means in `mean` by log f0(y | mean), as {@link logDensity}.
 */
export function logDensities(kind: i32, c: f64, a: f64, b: f64, e: f64, y: usize, mean: usize, bytes: usize): void {
  const cc = f64x2.splat(c), aa = f64x2.splat(a), bb = f64x2.splat(b), ee = f64x2.splat(e);
  const power = f64x2.splat(0.5 * (b + 1));
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(mean + i, logDensity(kind, cc, aa, bb, ee, power, sub(v128.load(y + i), v128.load(mean + i))));
  }
}

/** One pair of standardised noises from uniforms u and v; for student-t, a = -2/df, b = df, e = sqrt((df - 2)/df). */
// @ts-ignore: decorator
@inline
export function noise(kind: i32, a: f64, b: f64, e: f64, u: v128, v: v128): v128 {
  if (kind == 0) return mul(f64x2.sqrt(mul(f64x2.splat(-2), log(u))), cosTurn(v));
  if (kind == 1) {
    const low = f64x2.lt(u, half());
    const value = log(select(mul(f64x2.splat(2), u), mul(f64x2.splat(2), sub(one(), u)), low));
    return mul(select(value, f64x2.neg(value), low), f64x2.splat(0.7071067811865476));
  }
  const inner = mul(f64x2.splat(b), sub(exp(mul(f64x2.splat(a), log(u))), one()));
  return mul(mul(f64x2.splat(e), f64x2.sqrt(inner)), cosTurn(v));
}
