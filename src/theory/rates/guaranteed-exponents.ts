import { byParameter, type GateKind, gateLength } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { parameterVector } from "../../model/parameters";
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
 * The theorem of a scenario (loss.ts) read along a path. With a softmax gate it is the successor's (arXiv 2505.18455): in D and H
 * everything at n^(-1/2); in S, where its conditions hold, exp(tau) at n^(-1/2 + 2r) and all others at n^(-1/2 + r).
 * @param bias the entry of eta that counts squared in scenario L
 */
export function guaranteedExponents<G extends GateKind>(
  model: ContaminatedMoe<G>,
  scenario: Scenario,
  bias: number | undefined,
  motion: Motion,
): ParameterExponents<G> {
  const { s } = motion;
  const all = (reason: string) => everyParameter(model, unknown(reason));
  const r = mergingRate(scenario, bias, motion);
  if (r === undefined) return all("the prompt equals the pre-trained model: nothing is identified");
  const softmax = model.gate.kind === "softmax";
  const gap = softmax && scenario !== "D" && scenario !== "H" ? gateCondition(model, scenario) : undefined;
  if (gap !== undefined) return all(gap);
  const region = s.add(r.mul(2));
  if (region.compare(HALF) >= 0) {
    const what = `s + 2 r = ${region.toFraction()}, where the gap shrinks like n^-r in the loss`;
    return all(`outside the estimable region: ${what}; it has to stay below 1/2`);
  }
  const moved = HALF.sub(s).sub(r);
  const exponents = parameterVector(model).map(({ group }, j) => {
    if (group === "lambda" || group === "tau") return known(HALF.sub(r.mul(2)));
    if (group === "beta") return known(HALF.sub(r));
    return known(group === "eta" && j - gateLength(model) === bias ? moved.div(2) : moved);
  });
  return byParameter(model, exponents);
}

/**
 * Why the successor's theorem does not speak of these experts beside a softmax gate; undefined where it does. Its strong
 * identifiability asks, beyond the first two derivatives, that those of eta times x are no combination of them: an expert
 * sigma(a^T x + b) has dh/da = x dh/db and fails, and so do linear experts.
 */
function gateCondition(model: ContaminatedMoe<GateKind>, scenario: Scenario): string | undefined {
  const { expert } = model.prompt;
  if (scenario === "L") return "the successor's theorem for a softmax gate excludes linear experts";
  if (expert.kind === "custom")
    return "the successor's condition on the gate and the expert is not tested for one's own expert";
  if (expert.activation === "identity") return "the successor's theorem for a softmax gate excludes linear experts";
  if (!expert.bias) return undefined;
  return "dh/da = x dh/db: the bias violates the successor's third condition, which asks that the gate's x times dh/deta be told from dh/deta";
}
