import type { GateKind } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import type { Summary } from "../../study/measures/summary";
import type { Exponent } from "../../theory/rates/exponents";
import { showBundle } from "../display/display";
import { readersHtml, tableHtml } from "../tables/html-table";
import { intervalText } from "./summary-table";
import { type ExponentPair, type ParameterVerdict, verdict } from "./verdict";

/** One parameter's verdict as plain data: what tables show and executed notebooks carry. */
export interface VerdictRow {
  readonly scenario: string;
  readonly path: string;
  readonly parameter: string;
  /** "1/4", or "-" where none is stated. */
  readonly guaranteed: string;
  readonly sharp: string;
  /** Log-log slope of the RMSE with its simultaneous 95 % interval; null below three sizes. */
  readonly measured: { readonly exponent: number; readonly low: number; readonly high: number } | null;
  /** The information curve's slope over the same sizes. */
  readonly curve: number | null;
  readonly consistent: string;
  readonly tight: string;
  readonly agreement: string;
  /** Is the stated sharp exponent the curve's? */
  readonly sharpness: string;
  /** The smallest false promise that the study catches with 80 % power: so far above the curve's limit; null without a slope. */
  readonly detectable: number | null;
  /** One sentence for each answer: consistent, tight, agreement, sharpness. */
  readonly reasons: readonly string[];
  /** What the answers rest on, where it has to be said: fits without a certificate, errors carried by a few fits. */
  readonly cautions: readonly string[];
  /** Sizes, replications and failures behind it. */
  readonly study: string;
}

/** The representation under which an executed notebook keeps its verdicts for `cmoe reproduce`. */
export const VERDICT_MIME = "application/vnd.contaminated-moe.verdict+json";

function exponentText(exponent: Exponent): string {
  return exponent.known ? exponent.value.toFraction() : "-";
}

function studyText(summary: Summary): string {
  const sizes = summary.cells.map(({ n }) => n);
  const bad = summary.failures + summary.notConverged;
  const uncertified = summary.cells.reduce((sum, cell) => sum + (cell.uncertified ?? 0), 0);
  const certificates = uncertified > 0 ? `, ${uncertified} WITHOUT A CERTIFICATE of the search` : "";
  const span = `n = ${Math.min(...sizes)} to ${Math.max(...sizes)}`;
  return `${sizes.length} sizes ${span}, ${summary.replications} replications, ${bad} failed, ${summary.atBound} on a bound${certificates}`;
}

export function verdictRows(
  path: Path<GateKind>,
  summary: Summary,
  claimed?: readonly ExponentPair[],
): readonly VerdictRow[] {
  const [scenario] = path.id.split("/");
  return verdict(path, summary, claimed).map((v: ParameterVerdict) => ({
    scenario,
    path: path.id,
    parameter: v.name,
    guaranteed: exponentText(v.guaranteed),
    sharp: exponentText(v.sharp),
    measured: v.measured,
    curve: v.curve?.window ?? null,
    consistent: v.consistent.answer,
    tight: v.tight.answer,
    agreement: v.agreement.answer,
    sharpness: v.sharpness.answer,
    detectable: v.detectable?.promise ?? null,
    reasons: [
      `consistent: ${v.consistent.reason}`,
      `tight: ${v.tight.reason}`,
      `on the curve: ${v.agreement.reason}`,
      `sharp: ${v.sharpness.reason}`,
    ],
    cautions: v.cautions,
    study: studyText(summary),
  }));
}

/** The columns of a verdict table; verdictCells fills them. */
export const VERDICT_HEADINGS = [
  "path",
  "parameter",
  "guaranteed",
  "sharp",
  "curve here",
  "measured, 95 %",
  "consistent?",
  "tight?",
  "on the curve?",
  "sharp = curve?",
  "catches lies from",
] as const;

export function verdictCells(row: VerdictRow): readonly string[] {
  return [
    row.path,
    row.parameter,
    row.guaranteed,
    row.sharp,
    row.curve === null ? "-" : row.curve.toFixed(3),
    row.measured === null ? "-" : intervalText(row.measured),
    row.consistent,
    row.tight,
    row.agreement,
    row.sharpness,
    row.detectable === null ? "-" : `+${row.detectable.toFixed(3)}`,
  ];
}

/** The verdicts as aligned text for a terminal. */
export function verdictText(rows: readonly VerdictRow[]): string {
  const table = [[...VERDICT_HEADINGS], ...rows.map(verdictCells)];
  const widths = VERDICT_HEADINGS.map((_, c) => Math.max(...table.map((line) => line[c].length)));
  const lines = table.map((line) =>
    line
      .map((cell, c) => cell.padEnd(widths[c]))
      .join("  ")
      .trimEnd(),
  );
  return [lines[0], widths.map((w) => "-".repeat(w)).join("  "), ...lines.slice(1)].join("\n");
}

const MARK: Readonly<Record<string, string>> = {
  yes: "✓ yes",
  no: "✗ no",
  partly: "◐ partly",
  "cannot tell": "? cannot tell",
};

/** "consistent: ..." -> "Consistent: ...": reasons stand as sentences. */
function capitalised(reason: string): string {
  return reason.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** The verdicts as an HTML table without scripts or styles sheets: reasons stand below it. */
export function verdictHtml(rows: readonly VerdictRow[]): string {
  const marked = rows.map((row) => verdictCells(row).map((cell) => MARK[cell] ?? cell));
  const reasons = rows
    .map(
      (row) =>
        `<li><b>${readersHtml(row.path)}, ${readersHtml(row.parameter)}</b>: ${row.reasons.map((reason) => capitalised(readersHtml(reason))).join(" ")}</li>`,
    )
    .join("");
  const warned = rows.filter(({ cautions }) => cautions.length > 0);
  const cautions = warned.map(
    (row) => `<li>${readersHtml(`${row.path}, ${row.parameter}: ${row.cautions.join(" ")}`)}</li>`,
  );
  const mind = cautions.length === 0 ? "" : `<p>To be read with care:</p><ul>${cautions.join("")}</ul>`;
  const studies = [...new Set(rows.map((row) => `${row.path}: ${row.study}`))].map(readersHtml).join("; ");
  return `${tableHtml({ head: VERDICT_HEADINGS, rows: marked })}<p>${studies}.</p>${mind}<details><summary>Why</summary><ul>${reasons}</ul></details>`;
}

/** Shows a study's verdicts in a notebook: a table where HTML is shown, text elsewhere, data for `cmoe reproduce`. */
export function showVerdicts(path: Path<GateKind>, summary: Summary): readonly VerdictRow[] {
  const rows = verdictRows(path, summary);
  showBundle({ "text/html": verdictHtml(rows), "text/plain": verdictText(rows), [VERDICT_MIME]: rows });
  return rows;
}

/**
 * Shows verdicts that are no result of the workbook, such as those of a negative control: the same table, but no data for
 * `cmoe reproduce`.
 */
export function showControlVerdicts(
  path: Path<GateKind>,
  summary: Summary,
  claimed?: readonly ExponentPair[],
): readonly VerdictRow[] {
  const rows = verdictRows(path, summary, claimed);
  showBundle({ "text/html": verdictHtml(rows), "text/plain": verdictText(rows) });
  return rows;
}
