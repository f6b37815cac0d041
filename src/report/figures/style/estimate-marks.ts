import type { Estimated } from "../../../study/measures/monte-carlo-error";
import type { Trace } from "./figure";
import { PALETTE } from "./palette";
import { mark } from "./series";

/** Estimates by n with bars of twice their Monte Carlo standard errors; a reader's quick run has open marks. */
export function estimateMarks(
  rows: readonly (Estimated & { readonly n: number })[],
  kind: "published" | "quick",
  name: string,
): Trace {
  return {
    type: "scatter",
    mode: "markers",
    name,
    legendgroup: kind,
    x: rows.map(({ n }) => n),
    y: rows.map(({ value }) => value),
    error_y: {
      type: "data",
      array: rows.map(({ mcse }) => (mcse === null ? null : 2 * mcse)),
      color: PALETTE.estimate,
      width: 4,
    },
    marker: mark(kind === "quick" ? "quick" : "measured"),
  };
}
