import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { frozenCoordinates } from "../../model/frozen-coordinates";

/**
 * Which theorem applies (letters are this workbook's, not the paper's):
 * - D: f0 is not Gaussian, so it is distinguishable from the prompt's family
 * - H: f0 is Gaussian, but h0 is no member of the prompt's class of experts (heterogeneous)
 * - S: f0 is Gaussian, h0 is a member, and the experts are strongly identifiable
 * - L: f0 is Gaussian, h0 is a member, and the experts are linear with a bias (weakly identifiable: bias and variance
 *   interact through df/dnu = (1/2) d^2f/dh^2)
 */
export type Scenario = "D" | "H" | "S" | "L";

/** The scenario of a model, or why none of them covers it. */
export type Classification =
  | { readonly covered: true; readonly scenario: Scenario }
  | { readonly covered: false; readonly reason: string };

function isConstant(eta: readonly number[], dimension: number): boolean {
  return eta.slice(0, dimension).every((slope) => slope === 0);
}

/** The scenario (D, H, S or L; notebooks/00-start-here) that a model belongs to. */
export function classify(model: ContaminatedMoe): Classification {
  const { expert: h } = model.prompt;
  const { density, expert: h0, eta: eta0 } = model.pretrained;
  if (density.kind !== "gaussian") return { covered: true, scenario: "D" };
  const frozen = frozenCoordinates(model);
  if (frozen === undefined) {
    if (h0.kind === "activation" && h.kind === "activation" && isConstant(eta0, model.covariates.dimension)) {
      const reason = "h0 is constant in x, so the prompt's class may contain it: neither H nor S nor L is certain";
      return { covered: false, reason };
    }
    return { covered: true, scenario: "H" };
  }
  if (h.kind === "custom") {
    return { covered: false, reason: `strong identifiability of the user-defined expert "${h.name}" is not known` };
  }
  if (h.activation === "identity") return { covered: true, scenario: h.bias ? "L" : "S" };
  if (h.activation === "relu") {
    return { covered: false, reason: "relu is not twice differentiable, so strong identifiability does not apply" };
  }
  if (isConstant(frozen, model.covariates.dimension)) {
    return { covered: false, reason: "the slopes of eta0 are 0: h0 is constant in x and not strongly identifiable" };
  }
  return { covered: true, scenario: "S" };
}
