import type { GateKind } from "./by-parameter";
import type { ContaminatedMoe } from "./contaminated-moe";

/**
 * eta0 in the prompt's own coordinates when h0 is a member of the prompt's class {h(., eta)}, else undefined. A
 * pre-trained expert without bias is a member of the class with bias (b = 0), and the other way round if its b is 0.
 */
export function frozenCoordinates(model: ContaminatedMoe<GateKind>): readonly number[] | undefined {
  const { expert: h0, eta: eta0 } = model.pretrained;
  const { expert: h } = model.prompt;
  if (h0.kind === "custom" || h.kind === "custom") return h0 === h ? eta0 : undefined;
  if (h0.activation !== h.activation) return undefined;
  if (h0.bias === h.bias) return eta0;
  if (h.bias) return [...eta0, 0];
  return eta0[eta0.length - 1] === 0 ? eta0.slice(0, -1) : undefined;
}
