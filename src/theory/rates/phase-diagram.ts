import { type Rational, rational } from "../../numerics/rational";
import type { Direction } from "./motion";
import type { Scenario } from "./scenario";

const HALF = rational("1/2");

/**
 * c in the estimable region s + c t < 1/2 (notebooks/00-start-here): 0 in D and H, 2 in S and on L's slope and variance
 * paths, 4 on L's bias path. Below it lambda*'s error stays smaller than lambda*.
 */
export function mergingCost(scenario: Scenario, direction: Direction["kind"]): number {
  if (scenario === "D" || scenario === "H") return 0;
  return scenario === "L" && direction === "bias" ? 4 : 2;
}

/** 1/2 - s - c t: positive inside the estimable region, 0 on its edge. */
export function estimableMargin(
  scenario: Scenario,
  direction: Direction["kind"],
  s: Rational | string,
  t: Rational | string,
): Rational {
  return HALF.sub(rational(s)).sub(rational(t).mul(mergingCost(scenario, direction)));
}

/**
 * Is the prompt estimable along a path with these exponents?
 *
 * @example
 * ```ts
 * import { isEstimable } from "contaminated-moe";
 * console.log(isEstimable("S", "bias", "0", "1/5")); // s + 2t < 1/2: true
 * console.log(isEstimable("S", "bias", "0", "1/4")); // false
 * ```
 */
export function isEstimable(
  scenario: Scenario,
  direction: Direction["kind"],
  s: Rational | string,
  t: Rational | string,
): boolean {
  return estimableMargin(scenario, direction, s, t).compare(0) > 0;
}

/** The edge t = (1/2 - s)/c of the region at the given s, or undefined where every t is estimable (D and H). */
export function largestMerging(
  scenario: Scenario,
  direction: Direction["kind"],
  s: Rational | string,
): Rational | undefined {
  const cost = mergingCost(scenario, direction);
  return cost === 0 ? undefined : HALF.sub(rational(s)).div(cost);
}
