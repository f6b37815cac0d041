import type { GateKind } from "../../../model/by-parameter";
import { type ContaminatedMoe, isHomogeneous } from "../../../model/contaminated-moe";

/**
 * The eta at which the prompt's expert is the frozen one, where starts have to be made around it; else undefined. Homogeneous
 * experts may merge there. For sin whatever the density, for a Gaussian prompt around h0 may stand in for the middle of another
 * f0, and no regression leads to a frequency.
 */
export function frozenEta(model: ContaminatedMoe<GateKind>): readonly number[] | undefined {
  const { expert: frozen, eta } = model.pretrained;
  const { expert } = model.prompt;
  if (isHomogeneous(model)) return eta;
  if (expert.kind === "custom" || frozen.kind === "custom") return undefined;
  if (expert.activation !== "sin" || frozen.activation !== "sin") return undefined;
  if (expert.bias === frozen.bias) return eta;
  return expert.bias ? [...eta, 0] : undefined;
}
