import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type Rational, rational } from "../../numerics/rational";
import type { Motion } from "./motion";
import { everyParameter, known, type ParameterExponents, unknown } from "./parameter-exponents";
import type { Scenario } from "./scenario";

const HALF = rational("1/2");
const ZERO = rational(0);

/** Is entry j of eta the bias? Only scenario L's bias differs from slopes. */
function isBias(model: ContaminatedMoe, j: number): boolean {
  const { expert } = model.prompt;
  return expert.kind === "activation" && expert.bias && j === model.covariates.dimension;
}

function least(values: readonly (Rational | undefined)[]): Rational | undefined {
  let smallest: Rational | undefined;
  for (const v of values) if (v !== undefined && (smallest === undefined || v.compare(smallest) < 0)) smallest = v;
  return smallest;
}

/**
 * The rate at which the loss's distance to the frozen point shrinks: ||Delta*|| ~ n^-r in S, rho* ~ n^-r in L, where
 * the bias's gap counts squared. undefined where the prompt equals the frozen model.
 */
export function mergingRate(model: ContaminatedMoe, scenario: Scenario, motion: Motion): Rational | undefined {
  if (scenario === "D" || scenario === "H") return ZERO;
  const gaps = motion.etaGap.map((gap, j) => (scenario === "L" && isBias(model, j) ? gap?.mul(2) : gap));
  return least([...gaps, motion.nuGap]);
}

/** The theorem of a scenario (loss.ts) read along a path. */
export function guaranteedExponents(model: ContaminatedMoe, scenario: Scenario, motion: Motion): ParameterExponents {
  const { s } = motion;
  const all = (reason: string) => everyParameter(model, unknown(reason));
  const r = mergingRate(model, scenario, motion);
  if (r === undefined) return all("the prompt equals the pre-trained model: nothing is identified");
  const region = s.add(r.mul(2));
  if (region.compare(HALF) >= 0) {
    const what = `s + 2 r = ${region.toFraction()}, where the gap shrinks like n^-r in the loss`;
    return all(`outside the estimable region: ${what}; it has to stay below 1/2`);
  }
  const moved = known(HALF.sub(s).sub(r));
  const bias = known(HALF.sub(s).sub(r).div(2));
  return {
    lambda: known(HALF.sub(r.mul(2))),
    eta: model.box.eta.map((_, j) => (scenario === "L" && isBias(model, j) ? bias : moved)),
    nu: moved,
  };
}
