import { type GateKind, inVectorOrder, toVector } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import { type Path, truthAt } from "../../model/path";
import { exp, log } from "../../numerics/elementary";
import { type CurvePoint, informationCurve } from "../../theory/information/information-curve";
import { type Exponent, pathExponents } from "../../theory/rates/exponents";
import type { Scenario } from "../../theory/rates/scenario";

/** What theory says about one parameter along a path, before anything is simulated. */
export interface ParameterPrediction extends PredictedExponents {
  /** The truth and the information curve at `sizes`. */
  readonly truth: readonly number[];
  readonly curve: readonly number[];
}

export interface Prediction {
  readonly path: Path<GateKind>;
  readonly scenario: Scenario | undefined;
  /** Ascending and dense enough for a smooth line. */
  readonly sizes: readonly number[];
  readonly parameters: readonly ParameterPrediction[];
}

/** Theory's two exponents of one parameter. */
export interface PredictedExponents {
  readonly name: string;
  readonly guaranteed: Exponent;
  readonly sharp: Exponent;
}

/** Guaranteed and sharp exponents of a path, parameter by parameter. */
export function predictedExponents(path: Path<GateKind>): {
  readonly scenario: Scenario | undefined;
  readonly parameters: readonly PredictedExponents[];
} {
  const { scenario, guaranteed, sharp } = pathExponents(path);
  const [promised, real] = [inVectorOrder(guaranteed), inVectorOrder(sharp)];
  const parameters = vectorNames(path.model).map((name, j) => ({ name, guaranteed: promised[j], sharp: real[j] }));
  return { scenario, parameters };
}

/** Exponents and information curve of a path between two sizes; `curveOf` may be a cheaper curve where d is large. */
export function predict(
  path: Path<GateKind>,
  from: number,
  to: number,
  points = 17,
  curveOf: (path: Path<GateKind>, sizes: readonly number[]) => readonly CurvePoint<GateKind>[] = informationCurve,
): Prediction {
  const last = Math.max(1, points - 1);
  const sizes = Array.from({ length: points }, (_, k) => exp(log(from) + (k / last) * (log(to) - log(from))));
  const { scenario, parameters: exponents } = predictedExponents(path);
  const curve = curveOf(path, sizes).map(toVector);
  const truths = sizes.map((n) => toVector(truthAt(path, n)));
  const parameters = exponents.map((predicted, j) => ({
    ...predicted,
    truth: truths.map((truth) => truth[j]),
    curve: curve.map((point) => point[j]),
  }));
  return { path, scenario, sizes, parameters };
}
