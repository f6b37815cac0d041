import type { TextPlace } from "../../cell/javascript/source-map";

/** So many lines are shown before and after. */
const AROUND = 2;

/** The line of a place with its neighbours, and below it a caret under its column, or several up to the end. */
export function codeFrame(source: string, place: TextPlace, end?: TextPlace): string {
  const lines = source.split("\n");
  const from = Math.max(1, place.line - AROUND);
  const to = Math.min(lines.length, place.line + AROUND);
  const width = String(to).length;
  const shown: string[] = [];
  for (let n = from; n <= to; n++) {
    const text = lines[n - 1] ?? "";
    shown.push(`${n === place.line ? ">" : " "} ${String(n).padStart(width)} | ${text}`.trimEnd());
    if (n !== place.line) continue;
    const last = end?.line === place.line ? end.column : place.column + 1;
    const carets = "^".repeat(Math.max(1, Math.min(last, text.length + 1) - place.column));
    // Tabs stay tabs, so that the caret stands where the front end puts the column.
    const before = text.slice(0, place.column - 1).replace(/[^\t]/g, " ");
    shown.push(`  ${" ".repeat(width)} | ${before}${carets}`);
  }
  return shown.join("\n");
}
