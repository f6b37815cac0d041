// exp, log, sin, cos, tanh, log1p on two lanes: the operations of src/numerics/elementary.ts in the same order, so the
// same bits. Constants are loaded from memory: V8 then needs one instruction where v128.const takes three or four.

const LN2_HI = 0, LN2_LO = 8, INV_LN2 = 16, ROUNDER = 24, ONE = 32, TWO = 40, HALF = 48;
const E1 = 56, E2 = 64, E3 = 72, E4 = 80, E5 = 88;
const L1 = 96, L2 = 104, L3 = 112, L4 = 120, L5 = 128, L6 = 136, L7 = 144;
const S1 = 152, S2 = 160, S3 = 168, S4 = 176, S5 = 184, S6 = 192;
const C1 = 200, C2 = 208, C3 = 216, C4 = 224, C5 = 232, C6 = 240;
const TWO_PI = 248, QUARTER = 256, FOUR = 264, EXP_LOW = 272, EXP_HIGH = 280, SCALE_ROUNDER = 288;
const INV_PIO2 = 296, PIO2_1 = 304, PIO2_2 = 312, PIO2_3 = 320;
const TP0 = 328, TP1 = 336, TP2 = 344, TQ0 = 352, TQ1 = 360, TQ2 = 368, TANH_SPLIT = 376;
const TWO_52 = 384, EXPONENT_BASE = 392, EXP_NORMAL = 400, TANH_END = 408;

const TABLE = memory.data<f64>([
  6.9314718036912381649e-1, 1.90821492927058770002e-10, 1.4426950408889634, 6755399441055744, 1, 2, 0.5,
  1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5, -1.6533902205465251539e-6,
  4.13813679705723846039e-8,
  3.999999999940941908e-1, 2.222219843214978396e-1, 1.531383769920937332e-1,
  6.66666666666673513e-1, 2.857142874366239149e-1, 1.818357216161805012e-1, 1.479819860511658591e-1,
  8.33333333332248946124e-3, -1.98412698298579493134e-4, 2.75573137070700676789e-6, -2.50507602534068634195e-8,
  1.58969099521155010221e-10, -1.66666666666666324348e-1,
  4.16666666666666019037e-2, -1.38888888888741095749e-3, 2.48015872894767294178e-5, -2.75573143513906633035e-7,
  2.0875723212981748279e-9, -1.13596475577881948265e-11,
  6.283185307179586477, 0.25, 4, -745.1332191019411, 709.782712893384, 6755399441056767,
  6.36619772367581382433e-1, 1.57079632673412561417, 6.0771005063039659766e-11, 2.02226624879595063154e-21,
  -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3,
  1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3, 0.625,
  4503599627370496, 4503599627371519, -708, 700,
]);

// @ts-ignore: decorator
@inline
function k(offset: usize): v128 {
  return v128.load64_splat(TABLE + offset);
}

// @ts-ignore: decorator
@inline
export function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

// @ts-ignore: decorator
@inline
export function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

// @ts-ignore: decorator
@inline
export function div(a: v128, b: v128): v128 {
  return f64x2.div(a, b);
}

/** Per lane: mask ? a : b. */
// @ts-ignore: decorator
@inline
export function select(a: v128, b: v128, mask: v128): v128 {
  return v128.bitselect(a, b, mask);
}

// @ts-ignore: decorator
@inline
export function one(): v128 {
  return k(ONE);
}

// @ts-ignore: decorator
@inline
export function half(): v128 {
  return k(HALF);
}

/** e^r (1 + error) before scaling by 2^kk. */
// @ts-ignore: decorator
@inline
function expReduced(x: v128, kk: v128): v128 {
  const hi = sub(x, mul(kk, k(LN2_HI)));
  const lo = mul(kk, k(LN2_LO));
  const r = sub(hi, lo);
  const t = mul(r, r);
  const c = sub(r, mul(t, add(k(E1), mul(t, add(k(E2), mul(t, add(k(E3), mul(t, add(k(E4), mul(t, k(E5)))))))))));
  return sub(k(ONE), sub(sub(lo, div(mul(r, c), sub(k(TWO), c))), hi));
}

/** 2^n for whole -1022 <= n <= 1023. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i64x2.shl(add(n, k(SCALE_ROUNDER)), 52);
}

/** e^x, all x: the bits of exp() in elementary.ts. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const inside = f64x2.pmin(f64x2.pmax(x, k(EXP_LOW)), k(EXP_HIGH));
  const kk = sub(add(mul(inside, k(INV_LN2)), k(ROUNDER)), k(ROUNDER));
  const y = expReduced(inside, kk);
  const h = f64x2.floor(mul(kk, k(HALF)));
  const scaled = mul(mul(y, powerOfTwo(h)), powerOfTwo(sub(kk, h)));
  const low = v128.andnot(scaled, f64x2.le(x, k(EXP_LOW)));
  return select(f64x2.splat(f64.MAX_VALUE * 2), low, f64x2.gt(x, k(EXP_HIGH)));
}

/** e^x for x <= 0: as exp, but 0 below -708, where exp is at most 3.4e-308. */
// @ts-ignore: decorator
@inline
export function expNegative(x: v128): v128 {
  const kk = sub(add(mul(x, k(INV_LN2)), k(ROUNDER)), k(ROUNDER));
  const y = expReduced(x, kk);
  return v128.and(mul(y, powerOfTwo(kk)), f64x2.ge(x, k(EXP_NORMAL)));
}

/** log x for normal, finite, positive x: the bits of log() in elementary.ts. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const shifted = i64x2.add(x, i64x2.splat(0x00095f6200000000));
  const kk = sub(v128.or(i64x2.shr_u(shifted, 52), k(TWO_52)), k(EXPONENT_BASE));
  const significand = i64x2.add(v128.and(shifted, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3fe6a09e00000000));
  const f = sub(significand, k(ONE));
  const s = div(f, add(k(TWO), f));
  const z = mul(s, s);
  const w = mul(z, z);
  const t1 = mul(w, add(k(L1), mul(w, add(k(L2), mul(w, k(L3))))));
  const t2 = mul(z, add(k(L4), mul(w, add(k(L5), mul(w, add(k(L6), mul(w, k(L7))))))));
  const h = mul(mul(k(HALF), f), f);
  const tail = add(mul(s, add(h, add(t1, t2))), mul(kk, k(LN2_LO)));
  return sub(mul(kk, k(LN2_HI)), sub(sub(h, tail), f));
}

/** log(1 + x) for x >= 0. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const u = add(k(ONE), x);
  const y = add(log(u), div(sub(x, sub(u, k(ONE))), u));
  return select(x, y, f64x2.eq(u, k(ONE)));
}

// @ts-ignore: decorator
@inline
function sinKernel(x: v128): v128 {
  const z = mul(x, x);
  const r = add(k(S1), mul(z, add(k(S2), mul(z, add(k(S3), mul(z, add(k(S4), mul(z, k(S5)))))))));
  return add(x, mul(mul(z, x), add(k(S6), mul(z, r))));
}

// @ts-ignore: decorator
@inline
function cosKernel(x: v128): v128 {
  const z = mul(x, x);
  const inner = add(k(C3), mul(z, add(k(C4), mul(z, add(k(C5), mul(z, k(C6)))))));
  const r = mul(z, add(k(C1), mul(z, add(k(C2), mul(z, inner)))));
  const h = mul(k(HALF), z);
  const w = sub(k(ONE), h);
  return add(w, add(sub(sub(k(ONE), w), h), mul(z, r)));
}

/** sin(q pi/2 + x) from both kernels; q is the low two bits of each lane. */
// @ts-ignore: decorator
@inline
function sinOfQuadrant(q: v128, sine: v128, cosine: v128): v128 {
  const bit = i64x2.splat(1);
  const value = select(cosine, sine, i64x2.eq(v128.and(q, bit), bit));
  return v128.xor(value, i64x2.shl(i64x2.shr_u(q, 1), 63));
}

/** cos(2 pi u) for u in [0, 1]. */
// @ts-ignore: decorator
@inline
export function cosTurn(u: v128): v128 {
  const rounded = add(mul(k(FOUR), u), k(ROUNDER));
  const x = mul(k(TWO_PI), sub(u, mul(k(QUARTER), sub(rounded, k(ROUNDER)))));
  return sinOfQuadrant(i64x2.add(rounded, i64x2.splat(1)), sinKernel(x), cosKernel(x));
}

/** sin(2 pi u) for u in [0, 1]. */
// @ts-ignore: decorator
@inline
export function sinTurn(u: v128): v128 {
  const rounded = add(mul(k(FOUR), u), k(ROUNDER));
  const x = mul(k(TWO_PI), sub(u, mul(k(QUARTER), sub(rounded, k(ROUNDER)))));
  return sinOfQuadrant(rounded, sinKernel(x), cosKernel(x));
}

/** Beyond 2^20 the exact remainder modulo the double nearest 2 pi, lane by lane. */
// @ts-ignore: decorator
@inline
function reduceLarge(x: v128): v128 {
  const large = f64x2.gt(f64x2.abs(x), f64x2.splat(1048576));
  if (!v128.any_true(large)) return x;
  const reduced = f64x2(remainder(f64x2.extract_lane(x, 0)), remainder(f64x2.extract_lane(x, 1)));
  return select(reduced, x, large);
}

function remainder(x: f64): f64 {
  return x % 6.283185307179586477;
}

/** sin(x + turn pi/2): turn 0 is sin, 1 is cos. */
// @ts-ignore: decorator
@inline
export function sinShifted(x: v128, turn: i64): v128 {
  const y = reduceLarge(x);
  const rounded = add(mul(y, k(INV_PIO2)), k(ROUNDER));
  const n = sub(rounded, k(ROUNDER));
  const r = sub(sub(sub(y, mul(n, k(PIO2_1))), mul(n, k(PIO2_2))), mul(n, k(PIO2_3)));
  return sinOfQuadrant(i64x2.add(rounded, i64x2.splat(turn)), sinKernel(r), cosKernel(r));
}

/** Numerator of tanh near 0, a rational function of z = x^2. */
// @ts-ignore: decorator
@inline
function tanhNumerator(z: v128): v128 {
  return add(mul(add(mul(k(TP0), z), k(TP1)), z), k(TP2));
}

/** Its denominator. */
// @ts-ignore: decorator
@inline
function tanhDenominator(z: v128): v128 {
  return add(mul(add(mul(add(z, k(TQ0)), z), k(TQ1)), z), k(TQ2));
}

/** Hyperbolic tangent for |x| < 0.625. */
// @ts-ignore: decorator
@inline
export function tanhNear(x: v128): v128 {
  const z = mul(x, x);
  return add(x, mul(mul(x, z), div(tanhNumerator(z), tanhDenominator(z))));
}

/** Hyperbolic tangent: the two formulas of the scalar function share one division. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const a = f64x2.abs(x);
  const z = mul(x, x);
  // Beyond 350, where tanh is 1 to the last bit, e^2a must not overflow.
  const twice = f64x2.pmin(add(a, a), k(TANH_END));
  const kk = sub(add(mul(twice, k(INV_LN2)), k(ROUNDER)), k(ROUNDER));
  const e = mul(expReduced(twice, kk), powerOfTwo(kk));
  const near = f64x2.lt(a, k(TANH_SPLIT));
  const quotient = div(select(tanhNumerator(z), k(TWO), near), select(tanhDenominator(z), add(e, k(ONE)), near));
  const far = v128.or(sub(k(ONE), quotient), v128.and(x, i64x2.splat(i64.MIN_VALUE)));
  return select(add(x, mul(mul(x, z), quotient)), far, near);
}
