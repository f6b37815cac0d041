import { inspect } from "node:util";

type Row = Readonly<Record<string, unknown>>;

/** So many rows and columns are shown. */
const ROWS = 100;
const COLUMNS = 30;

function isPlainObject(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function cellText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY });
}

/** An array of plain objects as an HTML table, a column for each of their properties; undefined for anything else. */
export function tableOf(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isPlainObject)) return undefined;
  const rows = value as readonly Row[];
  const shown = rows.slice(0, ROWS);
  const names = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return undefined;
  const columns = names.slice(0, COLUMNS);
  const line = (tag: string, texts: readonly string[]): string =>
    `<tr>${texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join("")}</tr>`;
  const body = shown.map((row, at) => line("td", [String(at), ...columns.map((name) => cellText(row[name]))]));
  const left = [
    ...(rows.length > ROWS ? [`${rows.length - ROWS} more rows`] : []),
    ...(names.length > COLUMNS ? [`${names.length - COLUMNS} more columns`] : []),
  ];
  const caption = left.length > 0 ? `<caption>${left.join(", ")}</caption>` : "";
  return `<table>${caption}<thead>${line("th", ["", ...columns])}</thead><tbody>${body.join("")}</tbody></table>`;
}
