import { showBundle } from "../display/display";
import { escapeHtml } from "../display/escape-html";
import { forReaders, withScripts } from "../display/for-readers";
import type { TextTable } from "./text-table";

/** Up to this many characters a cell is a name, a number or an interval and stays on one line. */
const ONE_LINE = 24;

/** Longer ones, sentences and formulas, get this much room at least: a table scrolls where there is less. */
const ROOM = "12rem";

/** A cell of a table that needs no style sheet, its text as readers write it: λ for lambda, 1,000 for 1000. */
function tableCell(tag: "th" | "td", text: string): string {
  const width = text.length <= ONE_LINE ? "white-space:nowrap" : `min-width:${ROOM}`;
  const whole = tag === "td" ? `;${width}` : "";
  return `<${tag} style="text-align:left${whole}">${readersHtml(text)}</${tag}>`;
}

/** Text as readers write it, as HTML: with exponents raised and indices lowered. */
export function readersHtml(text: string): string {
  return withScripts(escapeHtml(forReaders(text)));
}

/** Needs no scripts and no style sheet. */
export function tableHtml({ head, rows, caption }: TextTable): string {
  const line = (tag: "th" | "td", cells: readonly string[]): string =>
    `<tr>${cells.map((c) => tableCell(tag, c)).join("")}</tr>`;
  const told = caption === undefined ? "" : `<caption style="text-align:left">${readersHtml(caption)}</caption>`;
  return `<table>${told}<thead>${line("th", head)}</thead><tbody>${rows.map((r) => line("td", r)).join("")}</tbody></table>`;
}

export function tableText({ head, rows, caption }: TextTable): string {
  const lines = [head, ...rows];
  const widths = head.map((_, c) => Math.max(...lines.map((line) => line[c].length)));
  const padded = lines.map((line) =>
    line
      .map((cell, c) => cell.padEnd(widths[c]))
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [...(caption === undefined ? [] : [caption]), padded[0], rule, ...padded.slice(1)].join("\n");
}

export function tableMarkdown({ head, rows, caption }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((c) => c.replace(/\|/g, "\\|")).join(" | ")} |`;
  const lines = [line(head), line(head.map(() => "---")), ...rows.map(line)];
  return [...(caption === undefined ? [] : [caption, ""]), ...lines].join("\n");
}

/** Shows a table in a notebook, or prints it in a terminal. */
export function showTable(table: TextTable): void {
  showBundle({ "text/html": tableHtml(table), "text/plain": tableText(table) });
}

/** Lines of text as paragraphs that wrap with the page. */
export function linesHtml(lines: readonly string[]): string {
  return lines.map((line) => `<div>${readersHtml(line)}</div>`).join("");
}

/** Shows lines of text as paragraphs that wrap with the page. */
export function showText(lines: readonly string[]): void {
  showBundle({ "text/html": linesHtml(lines), "text/plain": lines.join("\n") });
}
