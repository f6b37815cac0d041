import { InputError } from "../input-error";
import { type ByParameter, byParameter, type GateKind, inVectorOrder, type VectorLayout } from "./by-parameter";
import { LARGEST_TAU } from "./gate";

/** Lower and upper bound. */
export type Interval = readonly [number, number];

/** A value within this share of an interval's width from one of its bounds stands on it. */
const ON_BOUND = 1e-6;

/** Does a value stand on a bound, but for rounding? */
export function isOnBound(value: number, [low, high]: Interval): boolean {
  const near = ON_BOUND * Math.min(high - low, Number.MAX_VALUE);
  return value <= low + near || value >= high - near;
}

/** The compact parameter set in which the maximum is taken (the paper's Xi): one interval per parameter. */
export type Box<G extends GateKind = "constant"> = ByParameter<Interval, G>;

const repeat = (count: number, interval: Interval): readonly Interval[] =>
  Array.from({ length: count }, () => [...interval] as const);

/**
 * Wide enough for standardised data: lambda in [0, 1], eta in [-10, 10]^q, nu in [0.01, 100].
 *
 * @example
 * ```ts
 * import { defaultBox } from "contaminated-moe";
 * const box = defaultBox(2); // a slope and a bias
 * console.log(box.lambda, box.eta.length); // [ 0, 1 ] 2
 * ```
 */
export function defaultBox(q: number): Box {
  return { lambda: [0, 1], eta: repeat(q, [-10, 10]), nu: [0.01, 100] };
}

/**
 * The same for a softmax gate: tau in [-10, 10], beta in [-10, 10]^d.
 *
 * @example
 * ```ts
 * import { defaultSoftmaxBox } from "contaminated-moe";
 * const box = defaultSoftmaxBox(2, 1);
 * console.log(box.tau, box.beta.length); // [ -10, 10 ] 2
 * ```
 */
export function defaultSoftmaxBox(dimension: number, q: number): Box<"softmax"> {
  const { eta, nu } = defaultBox(q);
  return { tau: [-10, 10], beta: repeat(dimension, [-10, 10]), eta, nu };
}

/** All that parameters can be, with lambda's interval given. */
export function openBox(q: number, lambda: Interval): Box {
  const [low, high] = [-Number.MAX_VALUE, Number.MAX_VALUE];
  return { lambda, eta: Array.from({ length: q }, () => [low, high] as const), nu: [Number.MIN_VALUE, high] };
}

/** All that the parameters of a model with a softmax gate can be. */
export function openSoftmaxBox(dimension: number, q: number): Box<"softmax"> {
  const { eta, nu } = openBox(q, [0, 1]);
  const beta = repeat(dimension, [-Number.MAX_VALUE, Number.MAX_VALUE]);
  return { tau: [-LARGEST_TAU, LARGEST_TAU], beta, eta, nu };
}

/** A box with the points of another: the known parameters, to the last digit. */
export function withPoints<G extends GateKind>(layout: VectorLayout<G>, box: Box<G>, points: Box<G>): Box<G> {
  const known = inVectorOrder<Interval>(points);
  return byParameter(
    layout,
    inVectorOrder<Interval>(box).map((interval, j) => (known[j][0] === known[j][1] ? known[j] : interval)),
  );
}

/** Lower and upper bounds in the order of the parameter vector. */
export function boxVectors(box: Box<GateKind>): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const intervals = inVectorOrder(box);
  return { lower: Float64Array.from(intervals, (i) => i[0]), upper: Float64Array.from(intervals, (i) => i[1]) };
}

function checkInterval(place: string, [low, high]: Interval, min: number, max: number): void {
  if (!(low >= min && high <= max && low <= high)) {
    throw new InputError(`box.${place} is [${low}, ${high}]; expected lower <= upper within [${min}, ${max}].`);
  }
}

/** @throws InputError when the gate's groups are not those of its kind, or beta has not one entry per covariate */
export function checkGateGroups(
  values: ByParameter<unknown, GateKind>,
  kind: GateKind,
  dimension: number,
  place: string,
): void {
  if (kind === "constant") {
    if ("lambda" in values) return;
    throw new InputError(`${place} has tau and beta; a model with a constant gate has lambda instead.`);
  }
  if ("lambda" in values) {
    throw new InputError(`${place} has lambda; a model with a softmax gate has tau and beta instead.`);
  }
  if (values.beta.length !== dimension) {
    const entries = values.beta.length === 1 ? "1 entry" : `${values.beta.length} entries`;
    throw new InputError(`${place}.beta has ${entries}; the softmax gate has one per covariate, ${dimension}.`);
  }
}

/** @throws InputError when the box is not one interval per parameter within what the parameter can be */
export function checkBox(box: Box<GateKind>, kind: GateKind, dimension: number, q: number): void {
  checkGateGroups(box, kind, dimension, "box");
  if (box.eta.length !== q) {
    throw new InputError(`box.eta has ${box.eta.length} intervals; the prompt has ${q} parameters.`);
  }
  if ("lambda" in box) checkInterval("lambda", box.lambda, 0, 1);
  else {
    checkInterval("tau", box.tau, -LARGEST_TAU, LARGEST_TAU);
    box.beta.forEach((interval, j) => {
      checkInterval(`beta[${j}]`, interval, -Number.MAX_VALUE, Number.MAX_VALUE);
    });
  }
  checkInterval("nu", box.nu, Number.MIN_VALUE, Number.MAX_VALUE);
  box.eta.forEach((interval, j) => {
    checkInterval(`eta[${j}]`, interval, -Number.MAX_VALUE, Number.MAX_VALUE);
  });
}
