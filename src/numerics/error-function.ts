import { exp } from "./elementary";

/**
 * erf, erfc and the standard normal distribution function. Rational approximations of Cephes (Moshier 1992, ndtr.c);
 * arithmetic and exp() of elementary.ts only, so the same bits everywhere.
 */

const ERF_P = [
  9.60497373987051638749, 9.00260197203842689217e1, 2.23200534594684319226e3, 7.00332514112805075473e3,
  5.55923013010394962768e4,
] as const;
const ERF_Q = [
  1, 3.35617141647503099647e1, 5.21357949780152679795e2, 4.59432382970980127987e3, 2.26290000613890934246e4,
  4.92673942608635921086e4,
] as const;
const ERFC_P = [
  2.46196981473530512524e-10, 5.64189564831068821977e-1, 7.46321056442269912687, 4.86371970985681366614e1,
  1.96520832956077098242e2, 5.26445194995477358631e2, 9.3452852717195760754e2, 1.02755188689515710272e3,
  5.57535335369399327526e2,
] as const;
const ERFC_Q = [
  1, 1.32281951154744992508e1, 8.67072140885989742329e1, 3.54937778887819891062e2, 9.75708501743205489753e2,
  1.82390916687909736289e3, 2.24633760818710981792e3, 1.65666309194161350182e3, 5.57535340817727675546e2,
] as const;
const ERFC_R = [
  5.64189583547755073984e-1, 1.27536670759978104416, 5.01905042251180477414, 6.16021097993053585195,
  7.4097426995044893916, 2.9788666537210024067,
] as const;
const ERFC_S = [
  1, 2.2605286322011727659, 9.39603524938001434673, 1.20489539808096656605e1, 1.70814450747565897222e1,
  9.60896809063285878198, 3.3690764510008151605,
] as const;

/** Horner's rule, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) sum = sum * x + coefficients[i];
  return sum;
}

/** erf(x) for |x| <= 1. */
function erfCentral(x: number): number {
  const z = x * x;
  return (x * polynomial(ERF_P, z)) / polynomial(ERF_Q, z);
}

/** erfc(x) for x >= 1; 0 where e^(-x^2) underflows. */
function erfcTail(x: number): number {
  const z = exp(-x * x);
  // The polynomials may overflow where the exponential is 0.
  if (z === 0) return 0;
  return x < 8
    ? (z * polynomial(ERFC_P, x)) / polynomial(ERFC_Q, x)
    : (z * polynomial(ERFC_R, x)) / polynomial(ERFC_S, x);
}

/** erf(x) = 2/sqrt(pi) int_0^x e^(-t^2) dt; error below 3 ulp (2.42 found). */
export function erf(x: number): number {
  if (Math.abs(x) <= 1) return erfCentral(x);
  return x > 0 ? 1 - erfcTail(x) : erfcTail(-x) - 1;
}

/** 1 - erf(x); error below 2 (4 + x^2) ulp (1.67 (4 + x^2) found). */
export function erfc(x: number): number {
  if (Math.abs(x) < 1) return 1 - erfCentral(x);
  return x > 0 ? erfcTail(x) : 2 - erfcTail(-x);
}

/** The standard normal distribution function; absolute error below 2^-52 (0.68 of it found). */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** The standard normal density; error below (4 + x^2) ulp (half of it found). */
export function normalPdf(x: number): number {
  return 0.3989422804014326779 * exp(-0.5 * x * x);
}
