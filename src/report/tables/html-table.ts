import { showBundle } from "../display/display";
import { escapeHtml } from "../display/escape-html";
import type { TextTable } from "./text-table";

/** Needs no scripts and no style sheet. */
export function tableHtml({ head, rows, caption }: TextTable): string {
  const cell = (tag: "th" | "td", text: string): string =>
    `<${tag} style="text-align:left">${escapeHtml(text)}</${tag}>`;
  const line = (tag: "th" | "td", cells: readonly string[]): string =>
    `<tr>${cells.map((c) => cell(tag, c)).join("")}</tr>`;
  const told = caption === undefined ? "" : `<caption style="text-align:left">${escapeHtml(caption)}</caption>`;
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

/** Shows lines of text as paragraphs that wrap with the page. */
export function showText(lines: readonly string[]): void {
  const html = lines.map((line) => `<div>${escapeHtml(line)}</div>`).join("");
  showBundle({ "text/html": html, "text/plain": lines.join("\n") });
}
