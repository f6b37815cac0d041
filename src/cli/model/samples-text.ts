import type { Rounding } from "../../model/sample/rounding";
import type { SearchUnits } from "../../study/questions/test/likelihood-ratio";

/** In which box test and power search their samples, in a sentence. */
export function boxSentence(units: SearchUnits): string {
  return units === "standard, own box"
    ? "No box was stated: every sample was searched in the box of its own standard units, widened once where that stopped it."
    : "Every sample was searched in the stated box.";
}

/** The grid of the responses and what was rounded to it, in a sentence; none where there is no grid. */
export function gridSentence(rounding: Rounding | null | undefined, what: string): readonly string[] {
  if (rounding === null || rounding === undefined) return [];
  const step = Number(rounding.step.toPrecision(6));
  return [`The responses lie on a grid of step ${step}; ${what} were rounded to it.`];
}
