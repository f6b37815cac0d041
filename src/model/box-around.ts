import type { Box, Interval } from "./box";
import { byParameter, type GateKind, inVectorOrder, type Parameters } from "./by-parameter";
import type { ContaminatedMoe } from "./contaminated-moe";
import { LARGEST_TAU } from "./gate";
import { parameterVector } from "./parameters";

/** A parameter whose value the box does not hold. */
export interface OutsideParameter {
  /** As in files: "lambda", "eta[0]", "nu". */
  readonly place: string;
  readonly value: number;
  readonly bounds: Interval;
}

/** The parameters that lie outside of the model's box, in the order of the vector. */
export function outsideOf<G extends GateKind>(
  model: ContaminatedMoe<G>,
  at: Parameters<G>,
): readonly OutsideParameter[] {
  const values = inVectorOrder<number>(at);
  return parameterVector(model).flatMap(({ place, bounds }, j) => {
    const value = values[j];
    return value < bounds[0] || value > bounds[1] ? [{ place, value, bounds }] : [];
  });
}

/**
 * The model's box, each interval that does not hold its parameter scaled until it does with as much room as before: slopes,
 * biases and the gate's within 10 |value| where they were within 10, nu from a hundredth to a hundred times its value.
 * An interval that holds its parameter is left as it is.
 */
export function boxAround<G extends GateKind>(model: ContaminatedMoe<G>, at: Parameters<G>): Box<G> {
  const values = inVectorOrder<number>(at);
  const intervals = parameterVector(model).map(({ group, bounds: [low, high] }, j): Interval => {
    const value = values[j];
    if (value >= low && value <= high) return [low, high];
    const scale = Math.abs(value);
    const reach = group === "tau" ? LARGEST_TAU : Number.MAX_VALUE;
    return [Math.max(low * scale, -reach), Math.min(high * scale, reach)];
  });
  return byParameter<Interval, G>(model, intervals);
}
