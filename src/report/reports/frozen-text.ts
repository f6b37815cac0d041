import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { frozenColumnsText } from "../../model/frozen-by-rows";

/** What a frozen model by rows is and what follows from it, in a sentence; undefined where it is a function of x. */
export function frozenText({ pretrained: { byRows, density } }: ContaminatedMoe<GateKind>): string | undefined {
  if (byRows === undefined) return undefined;
  const law = byRows.given === "moments" ? `${density.kind} with ` : "";
  const limits =
    byRows.given === "moments"
      ? "conditional on the rows at hand (their covariates and predictions)"
      : "conditional on the rows at hand; from log densities alone nothing can be sampled or planned";
  return `Frozen model by rows: ${law}${frozenColumnsText(byRows)}. Everything here is ${limits}.`;
}

/** What a design-based answer is about, in a sentence; undefined where x has a law. */
export function designText({ covariates }: ContaminatedMoe<GateKind>): string | undefined {
  if (covariates.law !== "rows") return undefined;
  return `Design-based: conditional on the ${covariates.rows.n} rows at hand, their covariates and what the frozen model predicts for them. Other sizes repeat these rows or take a random subset; rows that look different may need more.`;
}

/** Paragraphs of a report; those that do not apply are undefined. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("\n\n");
}
