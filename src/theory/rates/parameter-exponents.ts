import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Rational } from "../../numerics/rational";

/** error ~ n^-exponent (up to log n), or why no exponent is stated. */
export type Exponent =
  | { readonly known: true; readonly value: Rational }
  | { readonly known: false; readonly reason: string };

/** One exponent per parameter, eta in its own order. */
export interface ParameterExponents {
  readonly lambda: Exponent;
  readonly eta: readonly Exponent[];
  readonly nu: Exponent;
}

export const known = (value: Rational): Exponent => ({ known: true, value });
export const unknown = (reason: string): Exponent => ({ known: false, reason });

/** The same for every parameter. */
export function everyParameter(model: ContaminatedMoe, exponent: Exponent): ParameterExponents {
  return { lambda: exponent, eta: model.box.eta.map(() => exponent), nu: exponent };
}

/** lambda, eta, nu in the order of a parameter vector. */
export function exponentVector({ lambda, eta, nu }: ParameterExponents): readonly Exponent[] {
  return [lambda, ...eta, nu];
}

/** "1/16", or "-" where the exponent is unknown. */
export function showExponent(exponent: Exponent): string {
  return exponent.known ? exponent.value.toFraction() : "-";
}
