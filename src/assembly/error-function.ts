// The standard normal distribution function and density on two lanes; as src/numerics/error-function.ts.

import { add, div, exp, half, mul, one, select, sub } from "./elementary";

const ERF_P = memory.data<f64>([
  9.60497373987051638749, 9.00260197203842689217e1, 2.23200534594684319226e3, 7.00332514112805075473e3,
  5.55923013010394962768e4,
]);
const ERF_Q = memory.data<f64>([
  1, 3.35617141647503099647e1, 5.21357949780152679795e2, 4.59432382970980127987e3, 2.26290000613890934246e4,
  4.92673942608635921086e4,
]);
const ERFC_P = memory.data<f64>([
  2.46196981473530512524e-10, 5.64189564831068821977e-1, 7.46321056442269912687, 4.86371970985681366614e1,
  1.96520832956077098242e2, 5.26445194995477358631e2, 9.3452852717195760754e2, 1.02755188689515710272e3,
  5.57535335369399327526e2,
]);
const ERFC_Q = memory.data<f64>([
  1, 1.32281951154744992508e1, 8.67072140885989742329e1, 3.54937778887819891062e2, 9.75708501743205489753e2,
  1.82390916687909736289e3, 2.24633760818710981792e3, 1.65666309194161350182e3, 5.57535340817727675546e2,
]);
const ERFC_R = memory.data<f64>([
  5.64189583547755073984e-1, 1.27536670759978104416, 5.01905042251180477414, 6.16021097993053585195,
  7.4097426995044893916, 2.9788666537210024067,
]);
const ERFC_S = memory.data<f64>([
  1, 2.2605286322011727659, 9.39603524938001434673, 1.20489539808096656605e1, 1.70814450747565897222e1,
  9.60896809063285878198, 3.3690764510008151605,
]);

/** One step of Horner's rule, with coefficient number `i`. */
// @ts-ignore: decorator
@inline
function step(sum: v128, x: v128, coefficients: usize, i: usize): v128 {
  return add(mul(sum, x), v128.load64_splat(coefficients + (i << 3)));
}

/** Horner's rule over 5, 6, 7 or 9 coefficients, highest power first; without a loop, whose counting would take half the time. */
// @ts-ignore: decorator
@inline
function polynomial(coefficients: usize, count: i32, x: v128): v128 {
  let sum = step(v128.load64_splat(coefficients), x, coefficients, 1);
  sum = step(step(step(sum, x, coefficients, 2), x, coefficients, 3), x, coefficients, 4);
  if (count > 5) sum = step(sum, x, coefficients, 5);
  if (count > 6) sum = step(sum, x, coefficients, 6);
  if (count > 7) sum = step(step(sum, x, coefficients, 7), x, coefficients, 8);
  return sum;
}

/** erfc on two lanes: of the scalar function's three quotients the one that each lane wants, in one division. */
function erfc(x: v128): v128 {
  const a = f64x2.abs(x);
  const z = mul(x, x);
  const inner = f64x2.lt(a, one());
  if (v128.all_true<i64>(inner)) return sub(one(), div(mul(x, polynomial(ERF_P, 5, z)), polynomial(ERF_Q, 6, z)));
  // Beyond 27 the exponential is 0 and only must not meet an overflown polynomial.
  const t = f64x2.min(a, f64x2.splat(27.5));
  let numerator = polynomial(ERFC_P, 9, t);
  let denominator = polynomial(ERFC_Q, 9, t);
  const near = f64x2.lt(a, f64x2.splat(8));
  if (!v128.all_true<i64>(near)) {
    numerator = select(numerator, polynomial(ERFC_R, 6, t), near);
    denominator = select(denominator, polynomial(ERFC_S, 7, t), near);
  }
  numerator = mul(exp(f64x2.neg(z)), numerator);
  if (v128.any_true(inner)) {
    numerator = select(mul(x, polynomial(ERF_P, 5, z)), numerator, inner);
    denominator = select(polynomial(ERF_Q, 6, z), denominator, inner);
  }
  const quotient = div(numerator, denominator);
  const outer = select(quotient, sub(f64x2.splat(2), quotient), f64x2.gt(x, f64x2.splat(0)));
  return select(sub(one(), quotient), outer, inner);
}

export function normalCdf(x: v128): v128 {
  return mul(half(), erfc(mul(f64x2.neg(x), f64x2.splat(0.7071067811865476))));
}

export function normalPdf(x: v128): v128 {
  return mul(f64x2.splat(0.3989422804014326779), exp(mul(mul(f64x2.splat(-0.5), x), x)));
}
