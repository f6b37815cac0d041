// One row of the mixture, two lanes: what plain-likelihood.ts calls rowWeights.

import { add, exp, expNegative, log, mul, one, select, sub } from "./elementary";

/** a = f/p and b = f0/p saturate here; as RATIO_LIMIT in likelihood.ts. */
const RATIO_LIMIT: f64 = 1e100;
// Offsets of the parameters of a pass, pairs of equal lanes, from an address in the thread's own scratch (`at`): threads
// share what memory.data() makes.
const LAMBDA = 0, COMPLEMENT = 16, NU = 32, INVERSE_NU = 48, CONSTANT = 64, LIMIT = 80;

/** 1: a lone product of CHUNK / 2 factors could underflow, so each logarithm is taken; 2 and 3: lambda is 0 or 1. */
export let care: i32 = 0;

/** Writes lambda, nu and the Gaussian's log constant to `at`. */
export function setMixture(at: usize, lambda: f64, nu: f64, constant: f64): void {
  v128.store(at, f64x2.splat(lambda), LAMBDA);
  v128.store(at, f64x2.splat(1 - lambda), COMPLEMENT);
  v128.store(at, f64x2.splat(nu), NU);
  v128.store(at, f64x2.splat(1 / nu), INVERSE_NU);
  v128.store(at, f64x2.splat(constant), CONSTANT);
  v128.store(at, f64x2.splat(RATIO_LIMIT), LIMIT);
  care = lambda == 0 ? 2 : lambda == 1 ? 3 : min(lambda, 1 - lambda) < 3e-5 ? 1 : 0;
}

// @ts-ignore: decorator
@inline
export function lambda(at: usize): v128 {
  return v128.load(at, LAMBDA);
}

// @ts-ignore: decorator
@inline
export function complement(at: usize): v128 {
  return v128.load(at, COMPLEMENT);
}

// @ts-ignore: decorator
@inline
export function nu(at: usize): v128 {
  return v128.load(at, NU);
}

// @ts-ignore: decorator
@inline
export function inverseNu(at: usize): v128 {
  return v128.load(at, INVERSE_NU);
}

// @ts-ignore: decorator
@inline
export function constant(at: usize): v128 {
  return v128.load(at, CONSTANT);
}

// @ts-ignore: decorator
@inline
export function limit(at: usize): v128 {
  return v128.load(at, LIMIT);
}

/** e^-|d|. */
// @ts-ignore: decorator
@inline
export function ratio(d: v128): v128 {
  const x = v128.or(d, i64x2.splat(i64.MIN_VALUE));
  return care ? carefulRatio(x) : expNegative(x);
}

/** With subnormal results, which matter where lambda is as small. */
function carefulRatio(x: v128): v128 {
  return exp(x);
}

/** m with p = m max(f, f0): 1 - lambda + lambda e where f is the smaller, lambda + (1 - lambda) e elsewhere. */
// @ts-ignore: decorator
@inline
export function share(at: usize, e: v128, smaller: v128): v128 {
  const l = lambda(at);
  const c = complement(at);
  return add(select(c, l, smaller), mul(select(l, c, smaller), e));
}

/** Lanes in which only the larger density counts: f where lambda = 1, f0 where lambda = 0, is the smaller. */
// @ts-ignore: decorator
@inline
export function onEdge(smaller: v128): v128 {
  if (care < 2) return f64x2.splat(0);
  return care == 3 ? smaller : v128.not(smaller);
}

/** log p where each logarithm is taken: factors down to the smallest subnormal number. */
export function carefulLog(m: v128, prompt: v128, frozen: v128, edge: v128): v128 {
  const small = f64x2.lt(m, f64x2.splat(1e-150));
  const lifted = select(mul(m, f64x2.splat(3.273390607896142e150)), m, small);
  const logarithm = sub(log(select(one(), lifted, edge)), v128.and(f64x2.splat(346.57359027997264), small));
  const top = select(f64x2.min(prompt, frozen), f64x2.max(prompt, frozen), edge);
  return add(top, v128.andnot(logarithm, edge));
}
