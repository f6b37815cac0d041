import { toVector, vectorNames } from "../model/contaminated-moe";
import { type Path, truthAt } from "../model/path";
import { exp, log } from "../numerics/elementary";
import { type Exponent, type ParameterExponents, pathExponents } from "../theory/exponents";
import { type CurvePoint, informationCurve } from "../theory/information-curve";
import type { Scenario } from "../theory/scenario";

/** What theory says about one parameter along a path, before anything is simulated. */
export interface ParameterPrediction {
  readonly name: string;
  readonly guaranteed: Exponent;
  readonly sharp: Exponent;
  /** The truth and the information curve at `sizes`. */
  readonly truth: readonly number[];
  readonly curve: readonly number[];
}

export interface Prediction {
  readonly path: Path;
  readonly scenario: Scenario | undefined;
  /** Ascending and dense enough for a smooth line. */
  readonly sizes: readonly number[];
  readonly parameters: readonly ParameterPrediction[];
}

/** (lambda, eta, nu) as one list, in the order of every parameter vector. */
export function exponentList({ lambda, eta, nu }: ParameterExponents): readonly Exponent[] {
  return [lambda, ...eta, nu];
}

/** Exponents and information curve of a path between two sizes; `curveOf` may be a cheaper curve where d is large. */
export function predict(
  path: Path,
  from: number,
  to: number,
  points = 17,
  curveOf: (path: Path, sizes: readonly number[]) => readonly CurvePoint[] = informationCurve,
): Prediction {
  const last = Math.max(1, points - 1);
  const sizes = Array.from({ length: points }, (_, k) => exp(log(from) + (k / last) * (log(to) - log(from))));
  const { scenario, guaranteed, sharp } = pathExponents(path);
  const curve = curveOf(path, sizes).map(toVector);
  const truths = sizes.map((n) => toVector(truthAt(path, n)));
  const [promised, real] = [exponentList(guaranteed), exponentList(sharp)];
  const parameters = vectorNames(path.model).map((name, j) => ({
    name,
    guaranteed: promised[j],
    sharp: real[j],
    truth: truths.map((truth) => truth[j]),
    curve: curve.map((point) => point[j]),
  }));
  return { path, scenario, sizes, parameters };
}
