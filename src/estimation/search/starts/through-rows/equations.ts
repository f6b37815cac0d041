/** Linear equations in q unknowns, taken in one by one and kept solved; what no equation determines is 0. */
export class Equations {
  private readonly rows: Float64Array[] = [];
  private readonly pivots: number[] = [];

  constructor(private readonly q: number) {}

  get count(): number {
    return this.rows.length;
  }

  /** Is every unknown determined? */
  get complete(): boolean {
    return this.count === this.q;
  }

  /** Takes in row's = value (`row` has q + 1 entries, the value last, and is used up) unless it depends on those before. */
  add(row: Float64Array): void {
    const { rows, pivots, q } = this;
    for (let r = 0; r < rows.length; r++) reduce(row, rows[r], pivots[r]);
    let pivot = 0;
    for (let j = 1; j < q; j++) if (Math.abs(row[j]) > Math.abs(row[pivot])) pivot = j;
    const head = row[pivot];
    if (!(Math.abs(head) > 1e-9)) return;
    for (let j = 0; j <= q; j++) row[j] /= head;
    for (const other of rows) reduce(other, row, pivot);
    rows.push(row);
    pivots.push(pivot);
  }

  solution(): Float64Array {
    const out = new Float64Array(this.q);
    this.pivots.forEach((pivot, r) => {
      out[pivot] = this.rows[r][this.q];
    });
    return out;
  }
}

/** Takes as much of `by` from `row` as makes its entry at `pivot` vanish; by[pivot] is 1. */
function reduce(row: Float64Array, by: Float64Array, pivot: number): void {
  const factor = row[pivot];
  for (let j = 0; j < row.length; j++) row[j] -= factor * by[j];
}
