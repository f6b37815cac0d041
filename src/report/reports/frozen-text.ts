import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { ModelColumns } from "../../model/files/model-file";
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

const LAWS = { uniform: "uniform on [-sqrt 3, sqrt 3]", normal: "standard normal" } as const;

/**
 * What an answer about other samples takes x to be, in a sentence. A model that is about columns of a data file but has a named
 * law of x was asked without that file: its x is the law's, not the data's. Undefined for a model with a law alone.
 */
export function designText({ covariates }: ContaminatedMoe<GateKind>, columns?: ModelColumns): string | undefined {
  if (covariates.law !== "rows") {
    if (columns === undefined || covariates.dimension === 0) return undefined;
    return `Every covariate is taken to be ${LAWS[covariates.law]}, the law that the model file names, not what the data hold: name the data file too, and the answer is about its rows.`;
  }
  return `Design-based: conditional on the ${covariates.rows.n} rows at hand, their covariates and what the frozen model predicts for them. Other sizes repeat these rows or take a random subset; rows that look different may need more.`;
}

/** Paragraphs of a report; those that do not apply are undefined. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("\n\n");
}
