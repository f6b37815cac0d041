/** A name as a field of a CSV header. */
export function csvField(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replace(/"/g, '""')}"` : name;
}

/** A table of numbers, column by column, as CSV at full double precision; what is no number is an empty field. */
export function numbersCsv(columns: readonly { readonly name: string; readonly values: ArrayLike<number> }[]): string {
  const rows = [columns.map(({ name }) => csvField(name)).join(",")];
  const n = columns.length === 0 ? 0 : columns[0].values.length;
  for (let i = 0; i < n; i++) {
    rows.push(columns.map(({ values }) => (Number.isNaN(values[i]) ? "" : String(values[i]))).join(","));
  }
  return `${rows.join("\n")}\n`;
}
