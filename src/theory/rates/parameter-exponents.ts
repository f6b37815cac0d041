import { type ByParameter, byParameter, type GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { vectorNames } from "../../model/parameters";
import type { Rational } from "../../numerics/rational";

/** error ~ n^-exponent (up to log n), or why no exponent is stated. */
export type Exponent =
  | { readonly known: true; readonly value: Rational }
  | { readonly known: false; readonly reason: string };

/** One exponent per parameter. */
export type ParameterExponents<G extends GateKind = "constant"> = ByParameter<Exponent, G>;

export const known = (value: Rational): Exponent => ({ known: true, value });
export const unknown = (reason: string): Exponent => ({ known: false, reason });

/** The same for every parameter. */
export function everyParameter<G extends GateKind>(
  model: ContaminatedMoe<G>,
  exponent: Exponent,
): ParameterExponents<G> {
  return byParameter(
    model,
    vectorNames(model).map(() => exponent),
  );
}

/**
 * "1/16", or "-" where the exponent is unknown.
 *
 * @example
 * ```ts
 * import { pathExponents, scenarioPath, showExponent } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * console.log(showExponent(pathExponents(path).sharp.lambda)); // 1/4
 * ```
 */
export function showExponent(exponent: Exponent): string {
  return exponent.known ? exponent.value.toFraction() : "-";
}
