import { InputError } from "../input-error";
import { type ByParameter, byParameter, inVectorOrder } from "./by-parameter";

/** Lower and upper bound. */
export type Interval = readonly [number, number];

/** The compact parameter set in which the maximum is taken (the paper's Xi): one interval per parameter. */
export type Box = ByParameter<Interval>;

/** Wide enough for standardised data: lambda in [0, 1], eta in [-10, 10]^q, nu in [0.01, 100]. */
export function defaultBox(q: number): Box {
  return { lambda: [0, 1], eta: Array.from({ length: q }, () => [-10, 10] as const), nu: [0.01, 100] };
}

/** All that parameters can be, with lambda's interval given. */
export function openBox(q: number, lambda: Interval): Box {
  const [low, high] = [-Number.MAX_VALUE, Number.MAX_VALUE];
  return { lambda, eta: Array.from({ length: q }, () => [low, high] as const), nu: [Number.MIN_VALUE, high] };
}

/** A box with the points of another: the known parameters, to the last digit. */
export function withPoints(box: Box, points: Box): Box {
  const known = inVectorOrder(points);
  return byParameter(inVectorOrder(box).map((interval, j) => (known[j][0] === known[j][1] ? known[j] : interval)));
}

/** Lower and upper bounds in the order of the parameter vector. */
export function boxVectors(box: Box): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const intervals = inVectorOrder(box);
  return { lower: Float64Array.from(intervals, (i) => i[0]), upper: Float64Array.from(intervals, (i) => i[1]) };
}

function checkInterval(place: string, [low, high]: Interval, min: number, max: number): void {
  if (!(low >= min && high <= max && low <= high)) {
    throw new InputError(`box.${place} is [${low}, ${high}]; expected lower <= upper within [${min}, ${max}].`);
  }
}

/** @throws InputError when the box is not one interval per parameter within what the parameter can be */
export function checkBox(box: Box, q: number): void {
  if (box.eta.length !== q) {
    throw new InputError(`box.eta has ${box.eta.length} intervals; the prompt has ${q} parameters.`);
  }
  checkInterval("lambda", box.lambda, 0, 1);
  checkInterval("nu", box.nu, Number.MIN_VALUE, Number.MAX_VALUE);
  box.eta.forEach((interval, j) => {
    checkInterval(`eta[${j}]`, interval, -Number.MAX_VALUE, Number.MAX_VALUE);
  });
}
