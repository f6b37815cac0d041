import type { Interval } from "./box";
import type { GateKind } from "./by-parameter";
import type { ContaminatedMoe } from "./contaminated-moe";
import type { Expert } from "./expert";

/**
 * Among the parameters with the same function h(., eta), the one nearest to `target` (Euclidean). An expert without
 * symmetries gives eta back.
 */
export type Nearest = (eta: readonly number[], target: readonly number[]) => readonly number[];

const TURN = 2 * Math.PI;

/**
 * sin(a'x + b): (a, b), (-a, pi - b) and b + 2 pi k are one function. From `eta[at..at+q)` the one nearest to the same entries
 * of `target`, to those of `out`, which may be eta itself.
 */
function writeNearestSine(eta: Float64Array, target: Float64Array, at: number, q: number, out: Float64Array): void {
  const last = at + q - 1;
  const goal = target[last];
  const same = eta[last] - TURN * Math.round((eta[last] - goal) / TURN);
  const mirrored = Math.PI - eta[last] - TURN * Math.round((Math.PI - eta[last] - goal) / TURN);
  let gap = (same - goal) * (same - goal) - (mirrored - goal) * (mirrored - goal);
  for (let j = at; j < last; j++) gap -= 4 * eta[j] * target[j];
  const sign = gap > 0 ? -1 : 1;
  for (let j = at; j < last; j++) out[j] = sign * eta[j];
  out[last] = gap > 0 ? mirrored : same;
}

const nearestSine: Nearest = (eta, target) => {
  const nearest = Float64Array.from(eta);
  writeNearestSine(nearest, Float64Array.from(target), 0, eta.length, nearest);
  return Array.from(nearest);
};

/**
 * Puts the equivalent of the eta in `theta` (q entries from `at` on) that is nearest to the one in `target` into the same
 * places of `out`, a copy of theta.
 */
export function writeNearest(
  expert: Expert,
  theta: Float64Array,
  target: Float64Array,
  at: number,
  q: number,
  out: Float64Array,
): void {
  const nearest = symmetryOf(expert);
  if (nearest === nearestSine) writeNearestSine(theta, target, at, q, out);
  else if (nearest !== undefined) {
    out.set(nearest(Array.from(theta.subarray(at, at + q)), Array.from(target.subarray(at, at + q))), at);
  }
}

/** The symmetries of an expert, as the map to the nearest equivalent; undefined where it has none. */
export function symmetryOf(expert: Expert): Nearest | undefined {
  if (expert.kind === "custom") return expert.nearest;
  return expert.activation === "sin" && expert.bias ? nearestSine : undefined;
}

/** eta's equivalent nearest to `target`. */
export function nearestEquivalent(
  expert: Expert,
  eta: readonly number[],
  target: readonly number[],
): readonly number[] {
  return symmetryOf(expert)?.(eta, target) ?? eta;
}

const inside = (eta: readonly number[], box: readonly Interval[]): boolean =>
  eta.every((value, j) => value >= box[j][0] && value <= box[j][1]);

/**
 * The representative of eta's class: the member nearest to 0 (for sin with bias: b from -pi/2 to pi/2), or where the box
 * cuts that off the one nearest to the box's centre, or eta itself.
 */
export function canonicalEta(model: ContaminatedMoe<GateKind>, eta: readonly number[]): readonly number[] {
  const nearest = symmetryOf(model.prompt.expert);
  if (nearest === undefined) return eta;
  const { eta: box } = model.box;
  const zero = eta.map(() => 0);
  const centre = box.map(([low, high]) => 0.5 * low + 0.5 * high);
  return [nearest(eta, zero), nearest(eta, centre)].find((member) => inside(member, box)) ?? eta;
}
