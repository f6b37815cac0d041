import { byParameter, type GateKind } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import { rational } from "../../numerics/rational";
import { limitPoint, vanishing } from "../expansion/limit-point";
import { type LocalExponent, localExponents } from "../expansion/local-exponents";
import { tailGain } from "../expansion/tail";
import { type Exponent, everyParameter, known, type ParameterExponents, unknown } from "./parameter-exponents";

/** Sharp exponents with what was nearly decided otherwise. */
export interface SharpExponents<G extends GateKind = "constant"> {
  readonly exponents: ParameterExponents<G>;
  /** Nearly dependent scores and the like, in words: the exponents are right only very far out. */
  readonly nearMisses: readonly string[];
  /** Some parameter's score, or a combination of scores, is zero. */
  readonly unidentified: boolean;
}

const HALF = rational("1/2");

/**
 * The exponents of one path, derived: the scores along the path are expanded in powers of n (Hermite functions of y times
 * functions of x), their span is reduced to a basis without cancellation, and the order of sqrt(diag(I_n^-1)/n) is read off it,
 * as exact rationals. They are exponents of errors where the density's second-order term at the size of the error is
 * smaller than n^-1/2, modulo what the parameters can follow; elsewhere the exponent is unknown, with the term's size.
 * Where lambda vanishes and f^2/f0 is not integrable, the tail's gain is added. This workbook's own; derived in
 * notebooks/03 and 04.
 */
export function sharpExponents<G extends GateKind>(path: Path<G>): SharpExponents<G> {
  const { model } = path;
  const none = (reason: string, nearMisses: readonly string[] = []): SharpExponents<G> => ({
    exponents: everyParameter(model, unknown(reason)),
    nearMisses,
    unidentified: false,
  });
  const point = limitPoint(path);
  if ("reason" in point) return none(point.reason);
  const { parameters, invalid, merges, nearMisses } = localExponents(model, point);
  if (invalid !== undefined) return none(invalid, nearMisses);
  const tail = merges ? { gain: rational(0) } : tailGain(model, point);
  if ("reason" in tail) return none(tail.reason, nearMisses);
  const s = rational(vanishing(point)).div(point.denominator);
  const gain = s.mul(tail.gain).div(2);
  const regular = (local: LocalExponent, j: number): boolean =>
    !("exponent" in local) || local.exponent.equals(j === 0 ? HALF : HALF.sub(s));
  if (gain.compare(0) > 0 && !parameters.every(regular)) {
    return none("f^2/f0 is not integrable and the limit is degenerate: the orders are not known", nearMisses);
  }
  const unidentified = !parameters.every((local) => "exponent" in local);
  const all = parameters.map(
    (local): Exponent => ("exponent" in local ? known(local.exponent.add(gain)) : unknown(local.unidentified)),
  );
  return { exponents: byParameter(model, all), nearMisses, unidentified };
}
