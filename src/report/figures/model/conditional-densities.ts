import type { Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { logDensity } from "../../../model/density";
import { expertValue } from "../../../model/expert";
import { exp } from "../../../numerics/elementary";

/** (1 - lambda) f0, lambda f and their sum at one x (a number where d = 1), over y. */
export function conditionalDensities(
  model: ContaminatedMoe,
  truth: Parameters,
  x: number | Float64Array,
  ys: readonly number[],
): { readonly frozen: readonly number[]; readonly prompt: readonly number[]; readonly mixture: readonly number[] } {
  const at = typeof x === "number" ? Float64Array.of(x) : x;
  const { pretrained, prompt } = model;
  const logf0 = logDensity(pretrained.density, pretrained.nu);
  const logf = logDensity({ kind: "gaussian" }, truth.nu);
  const [m0, m] = [expertValue(pretrained.expert, at, pretrained.eta), expertValue(prompt.expert, at, truth.eta)];
  const frozen = ys.map((y) => (1 - truth.lambda) * exp(logf0(y, m0)));
  const part = ys.map((y) => truth.lambda * exp(logf(y, m)));
  return { frozen, prompt: part, mixture: frozen.map((value, i) => value + part[i]) };
}
