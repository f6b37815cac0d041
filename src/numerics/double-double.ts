/**
 * Numbers of about 32 digits as unevaluated sums of two doubles, from + - * / alone: what is left after 20 digits have
 * cancelled is still right. Error-free sums and products by Knuth and Dekker; the operations by Joldes, Muller and Popescu
 * (2017, ACM TOMS 44: 15), each with a relative error of a few times 2^-104.
 */
export type DoubleDouble = readonly [high: number, low: number];

export const DD_ZERO: DoubleDouble = [0, 0];
export const DD_ONE: DoubleDouble = [1, 0];

/** 2^27 + 1. */
const SPLITTER = 134217729;

/** a + b exactly. */
export function exactSum(a: number, b: number): DoubleDouble {
  const s = a + b;
  const t = s - a;
  return [s, a - (s - t) + (b - t)];
}

/** a + b exactly, where |a| >= |b| or a is 0. */
function quickSum(a: number, b: number): DoubleDouble {
  const s = a + b;
  return [s, b - (s - a)];
}

/** a b exactly, for |a|, |b| below 1e300 and a product that does not underflow. */
export function exactProduct(a: number, b: number): DoubleDouble {
  const p = a * b;
  const ca = SPLITTER * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLITTER * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return [p, ah * bh - p + ah * bl + al * bh + al * bl];
}

export function ddAdd(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const [sh, sl] = exactSum(x[0], y[0]);
  const [th, tl] = exactSum(x[1], y[1]);
  const [vh, vl] = quickSum(sh, sl + th);
  return quickSum(vh, tl + vl);
}

export function ddNegate(x: DoubleDouble): DoubleDouble {
  return [-x[0], -x[1]];
}

export function ddSubtract(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  return ddAdd(x, [-y[0], -y[1]]);
}

export function ddMultiply(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const [h, l] = exactProduct(x[0], y[0]);
  return quickSum(h, l + (x[0] * y[1] + x[1] * y[0]));
}

/** x times a power of two, or times a double to double-double accuracy. */
export function ddScale(x: DoubleDouble, factor: number): DoubleDouble {
  const [h, l] = exactProduct(x[0], factor);
  return quickSum(h, l + x[1] * factor);
}

export function ddDivide(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const first = x[0] / y[0];
  const rest = ddSubtract(x, ddScale(y, first));
  const second = rest[0] / y[0];
  const last = ddSubtract(rest, ddScale(y, second));
  const [h, l] = quickSum(first, second);
  return ddAdd([h, l], [last[0] / y[0], 0]);
}

/** Square root of x >= 0: one Newton step from the double root. */
export function ddSqrt(x: DoubleDouble): DoubleDouble {
  if (!(x[0] > 0)) return DD_ZERO;
  const root = Math.sqrt(x[0]);
  const rest = ddSubtract(x, exactProduct(root, root));
  return ddAdd([root, 0], [rest[0] / (2 * root), 0]);
}

const LN2: DoubleDouble = [6.931471805599452862e-1, 2.319046813846299558e-17];
/** 1/k! for k = 3..14, as double-doubles. */
const INVERSE_FACTORIALS: readonly DoubleDouble[] = (() => {
  const all: DoubleDouble[] = [DD_ONE];
  for (let k = 1; k <= 14; k++) all.push(ddDivide(all[k - 1], [k, 0]));
  return all;
})();

/** e^x - 1 for |x| <= 0.36: Taylor's series of x/64, doubled six times by s -> 2 s + s^2. */
function expm1Small(x: DoubleDouble): DoubleDouble {
  const r: DoubleDouble = [x[0] / 64, x[1] / 64];
  let sum = INVERSE_FACTORIALS[14];
  for (let k = 13; k >= 1; k--) sum = ddAdd(ddMultiply(sum, r), INVERSE_FACTORIALS[k]);
  let s = ddMultiply(sum, r);
  for (let i = 0; i < 6; i++) s = ddAdd([2 * s[0], 2 * s[1]], ddMultiply(s, s));
  return s;
}

/** e^x - 1 with its full relative accuracy, for -700 < x < 700. */
export function ddExpm1(x: DoubleDouble): DoubleDouble {
  if (Math.abs(x[0]) <= 0.36) return expm1Small(x);
  const k = Math.round(x[0] / LN2[0]);
  const s = ddAdd(DD_ONE, expm1Small(ddSubtract(x, ddScale(LN2, k))));
  const power = 2 ** k;
  return ddSubtract([s[0] * power, s[1] * power], DD_ONE);
}

/** log(1 + x) for x > -1: two Newton steps on e^y - 1 = x from a double guess. */
export function ddLog1p(x: DoubleDouble, guess: number): DoubleDouble {
  let y: DoubleDouble = [guess, 0];
  for (let step = 0; step < 2; step++) {
    const e = ddExpm1(y);
    y = ddSubtract(y, ddDivide(ddSubtract(e, x), ddAdd(e, DD_ONE)));
  }
  return y;
}
