/** Rows of cells as lines with aligned columns, two spaces apart: the first column to the left, numbers to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = [header, ...rows];
  const widths = header.map((_, j) => Math.max(...table.map((row) => row[j].length)));
  // A column is a column of numbers when every cell below its header starts like one.
  const numeric = header.map((_, j) => rows.length > 0 && rows.every((row) => /^[-+.\d]|^$/.test(row[j])));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, j) => (numeric[j] ? cell.padStart(widths[j]) : cell.padEnd(widths[j])))
      .join("  ")
      .trimEnd();
  return table.map(line).join("\n");
}
