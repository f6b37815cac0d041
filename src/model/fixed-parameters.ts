import { InputError } from "../input-error";
import { boxVectors, checkBox, type Interval } from "./box";
import { byParameter, type GateKind, inVectorOrder } from "./by-parameter";
import { type ContaminatedMoe, promptParameters } from "./contaminated-moe";
import { columnLabels, parameterPosition, parameterVector, vectorNames } from "./parameters";

/** A parameter that is known, and its value. */
export interface FixedParameter {
  /** What it is called: see parameterPosition. */
  readonly parameter: string;
  readonly value: number;
}

/**
 * The model in which some parameters are known: their interval of the box is that point. `covariates` are the columns of x.
 * @throws InputError for unknown or repeated names and values outside of the box
 *
 * @example
 * ```ts
 * import { fixParameters, scenarioPath } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const known = fixParameters(path.model, [{ parameter: "lambda", value: 0.5 }]);
 * console.log(known.box.lambda); // [ 0.5, 0.5 ]
 * ```
 */
export function fixParameters<G extends GateKind>(
  model: ContaminatedMoe<G>,
  fixed: readonly FixedParameter[],
  covariates: readonly string[] = [],
): ContaminatedMoe<G> {
  const entries = parameterVector(model);
  const labels = columnLabels(model, covariates);
  const intervals: Interval[] = [...inVectorOrder<Interval>(model.box)];
  const positions = fixed.map(({ parameter }) => parameterPosition(model, parameter, covariates));
  for (const [k, { parameter, value }] of fixed.entries()) {
    const at = positions[k];
    if (positions.indexOf(at) !== k) throw new InputError(`${labels[at]} is fixed twice.`);
    const [low, high] = intervals[at];
    if (entries[at].group === "nu" && !(value > 0)) {
      throw new InputError(`${parameter} cannot be fixed at ${value}: it is a variance, and more than 0.`);
    }
    if (!(value >= low && value <= high)) {
      throw new InputError(`${parameter} cannot be fixed at ${value}: its interval is [${low}, ${high}].`);
    }
    intervals[at] = [value, value];
  }
  const held = { ...model, box: byParameter(model, intervals) };
  checkBox(held.box, model.gate.kind, model.covariates.dimension, promptParameters(model));
  return held;
}

/** The parameters whose interval is a point, in the vector's order: known, not estimated. */
export function fixedNames(model: ContaminatedMoe<GateKind>): readonly string[] {
  const { lower, upper } = boxVectors(model.box);
  return vectorNames(model).filter((_, j) => lower[j] === upper[j]);
}
