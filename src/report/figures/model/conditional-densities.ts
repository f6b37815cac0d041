import type { GateKind, Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { logDensity } from "../../../model/density";
import { expertValue } from "../../../model/expert";
import { shareAt } from "../../../model/gate";
import { exp } from "../../../numerics/elementary";

/** (1 - lambda) f0, lambda f (lambda the share at x) and their sum at one x (a number where d = 1), over y. */
export function conditionalDensities(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  x: number | Float64Array,
  ys: readonly number[],
): { readonly frozen: readonly number[]; readonly prompt: readonly number[]; readonly mixture: readonly number[] } {
  const at = typeof x === "number" ? Float64Array.of(x) : x;
  const { pretrained, prompt } = model;
  const logf0 = logDensity(pretrained.density, pretrained.nu);
  const logf = logDensity({ kind: "gaussian" }, truth.nu);
  const [m0, m] = [expertValue(pretrained.expert, at, pretrained.eta), expertValue(prompt.expert, at, truth.eta)];
  const share = shareAt(truth, at);
  const frozen = ys.map((y) => (1 - share) * exp(logf0(y, m0)));
  const part = ys.map((y) => share * exp(logf(y, m)));
  return { frozen, prompt: part, mixture: frozen.map((value, i) => value + part[i]) };
}
