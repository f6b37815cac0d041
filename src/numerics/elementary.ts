/**
 * Elementary functions from + - * / and sqrt alone, so that every JavaScript engine and the WebAssembly twin give
 * the same bits (Math.exp and friends differ between engines).
 *
 * Algorithms and coefficients: FreeBSD msun (Sun Microsystems 1993: e_exp.c, e_log.c, k_sin.c, k_cos.c) for exp, log,
 * sin, cos; Cephes (Moshier 1992: tanh.c, ndtr.c) for tanh, erf, erfc. Stated errors are those against 80-digit values:
 * a bound, tested in elementary.test.ts, and the largest among 15,000 arguments (reference/elementary.py 15000).
 */

const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;
const INV_LN2 = Math.LOG2E;
/** Adding and subtracting 1.5 * 2^52 rounds to the nearest integer, ties to even. */
export const ROUNDER = 6755399441055744;

/** POWER_OF_TWO[k + 1022] = 2^k for k = -1022..1023. */
const POWER_OF_TWO: Float64Array = Float64Array.from({ length: 2046 }, (_, i) => 2 ** (i - 1022));

const float = new Float64Array(1);
const word = new Uint32Array(float.buffer);
/** Index of the high word: typed arrays follow the machine's byte order. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * e^x; error below 1 ulp (0.78 found) for normal results; 0 below -745.13, Infinity above 709.78.
 *
 * @example
 * ```ts
 * import { exp } from "contaminated-moe";
 * console.log(exp(1)); // 2.7182818284590455
 * ```
 */
export function exp(x: number): number {
  if (!(x > -745.1332191019411)) return Number.isNaN(x) ? x : 0;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  const k = x * INV_LN2 + ROUNDER - ROUNDER;
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  // Two factors, so that neither 2^1024 nor a subnormal scale is needed.
  const half = Math.floor(k / 2);
  return y * POWER_OF_TWO[half + 1022] * POWER_OF_TWO[k - half + 1022];
}

/**
 * Natural logarithm; error below 1 ulp (0.73 found). log(0) = -Infinity, log of a negative number is NaN.
 *
 * @example
 * ```ts
 * import { log } from "contaminated-moe";
 * console.log(log(10)); // 2.302585092994046
 * ```
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54 lifts subnormals
    k = -54;
  }
  float[0] = x;
  // Shift the exponent so that the significand lies in [sqrt(1/2), sqrt(2)).
  const high = word[HIGH] + (0x3ff00000 - 0x3fe6a09e);
  k += (high >>> 20) - 1023;
  word[HIGH] = (high & 0x000fffff) + 0x3fe6a09e;
  const f = float[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const t2 =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HI - (half - (s * (half + (t1 + t2)) + k * LN2_LO) - f);
}

/**
 * log(1 + x) for x > -1; error below 2 ulp (1.12 found).
 *
 * @example
 * ```ts
 * import { log1p } from "contaminated-moe";
 * console.log(log1p(1e-20)); // 1e-20
 * ```
 */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  return log(u) + (x - (u - 1)) / u;
}

function sinKernel(x: number): number {
  const z = x * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x + z * x * (-1.66666666666666324348e-1 + z * r);
}

function cosKernel(x: number): number {
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + z * r);
}

/** sin of (quadrant * pi/2 + x) for |x| <= pi/4. */
function sinOfQuadrant(quadrant: number, x: number): number {
  const q = quadrant & 3;
  const value = (q & 1) === 0 ? sinKernel(x) : cosKernel(x);
  return q < 2 ? value : -value;
}

const TWO_PI = 6.283185307179586477;

/** cos(2 pi u) for u in [0, 1]: the reduction is exact; error below 1 ulp of 1 (0.58 found). */
export function cosTurn(u: number): number {
  const q = 4 * u + ROUNDER - ROUNDER;
  return sinOfQuadrant(q + 1, TWO_PI * (u - 0.25 * q));
}

/** sin(2 pi u) for u in [0, 1]: the reduction is exact; error below 1 ulp of 1 (0.58 found). */
export function sinTurn(u: number): number {
  const q = 4 * u + ROUNDER - ROUNDER;
  return sinOfQuadrant(q, TWO_PI * (u - 0.25 * q));
}

const PIO2_1 = 1.57079632673412561417;
const PIO2_2 = 6.0771005063039659766e-11;
const PIO2_3 = 2.02226624879595063154e-21;

/** Beyond 2^20 the argument is first taken modulo the double nearest 2 pi: exact for an argument within 1 ulp of x. */
function reduceLarge(x: number): number {
  return Math.abs(x) > 1048576 ? x % TWO_PI : x;
}

/**
 * sin x; error below 1 ulp of 1 (0.66 found) for |x| <= 2^20, beyond that the exact sine of an argument within 1 ulp of x.
 *
 * @example
 * ```ts
 * import { sin } from "contaminated-moe/notebook";
 * console.log(sin(0.5)); // 0.479425538604203
 * ```
 */
export function sin(x: number): number {
  const y = reduceLarge(x);
  const k = y * 6.36619772367581382433e-1 + ROUNDER - ROUNDER;
  return sinOfQuadrant(k, y - k * PIO2_1 - k * PIO2_2 - k * PIO2_3);
}

/** cos x; as sin. */
export function cos(x: number): number {
  const y = reduceLarge(x);
  const k = y * 6.36619772367581382433e-1 + ROUNDER - ROUNDER;
  return sinOfQuadrant(k + 1, y - k * PIO2_1 - k * PIO2_2 - k * PIO2_3);
}

/**
 * Hyperbolic tangent; error below 2 ulp (1.15 found).
 *
 * @example
 * ```ts
 * import { tanh } from "contaminated-moe";
 * console.log(tanh(0.5)); // 0.46211715726000974
 * ```
 */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.625) {
    const z = x * x;
    const p = (-9.64399179425052238628e-1 * z - 9.92877231001918586564e1) * z - 1.61468768441708447952e3;
    const q = ((z + 1.12811678491632931402e2) * z + 2.23548839060100448583e3) * z + 4.84406305325125486048e3;
    return x + x * z * (p / q);
  }
  const t = 1 - 2 / (exp(2 * a) + 1);
  return x < 0 ? -t : t;
}

/** e^x - 1 without cancellation near 0, through 2t/(1 - t) with t = tanh(x/2); error below 5 ulp. */
export function expm1(x: number): number {
  if (!(Math.abs(x) < 1.25)) return exp(x) - 1;
  const t = tanh(0.5 * x);
  return (2 * t) / (1 - t);
}
