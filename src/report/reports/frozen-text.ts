import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { frozenColumnsText } from "../../model/frozen-by-rows";

/** What a frozen model by rows is and what follows from it, in a sentence; undefined where it is a function of x. */
export function frozenText({ pretrained: { byRows, density } }: ContaminatedMoe): string | undefined {
  if (byRows === undefined) return undefined;
  const law = byRows.given === "moments" ? `${density.kind} with ` : "";
  const limits =
    byRows.given === "moments"
      ? "conditional on the rows at hand (their covariates and predictions)"
      : "conditional on the rows at hand; from log densities alone nothing can be sampled or planned";
  return `Frozen model by rows: ${law}${frozenColumnsText(byRows)}. Everything here is ${limits}.`;
}
