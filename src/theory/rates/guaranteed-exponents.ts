import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type Rational, rational } from "../../numerics/rational";
import type { Scenario } from "./classification";
import type { Motion } from "./motion";
import { everyParameter, known, type ParameterExponents, unknown } from "./parameter-exponents";

const HALF = rational("1/2");
const ZERO = rational(0);

function least(values: readonly (Rational | undefined)[]): Rational | undefined {
  let smallest: Rational | undefined;
  for (const v of values) if (v !== undefined && (smallest === undefined || v.compare(smallest) < 0)) smallest = v;
  return smallest;
}

/**
 * The rate at which the loss's distance to the frozen point shrinks: ||Delta*|| ~ n^-r in S, rho* ~ n^-r in L, where
 * the bias's gap counts squared. undefined where the prompt equals the frozen model.
 */
export function mergingRate(scenario: Scenario, bias: number | undefined, motion: Motion): Rational | undefined {
  if (scenario === "D" || scenario === "H") return ZERO;
  const gaps = motion.etaGap.map((gap, j) => (j === bias ? gap?.mul(2) : gap));
  return least([...gaps, motion.nuGap]);
}

/**
 * The theorem of a scenario (loss.ts) read along a path.
 * @param bias the entry of eta that counts squared in scenario L
 */
export function guaranteedExponents(
  model: ContaminatedMoe<GateKind>,
  scenario: Scenario,
  bias: number | undefined,
  motion: Motion,
): ParameterExponents {
  const { s } = motion;
  const all = (reason: string) => everyParameter(model, unknown(reason));
  const r = mergingRate(scenario, bias, motion);
  if (r === undefined) return all("the prompt equals the pre-trained model: nothing is identified");
  const region = s.add(r.mul(2));
  if (region.compare(HALF) >= 0) {
    const what = `s + 2 r = ${region.toFraction()}, where the gap shrinks like n^-r in the loss`;
    return all(`outside the estimable region: ${what}; it has to stay below 1/2`);
  }
  const moved = HALF.sub(s).sub(r);
  return {
    lambda: known(HALF.sub(r.mul(2))),
    eta: model.box.eta.map((_, j) => known(j === bias ? moved.div(2) : moved)),
    nu: known(moved),
  };
}
