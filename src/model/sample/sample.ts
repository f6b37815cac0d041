import { type FrozenRows, mapFrozenRows } from "../frozen-by-rows";

/** n observations; x is stored by columns: covariate j of observation i is x[j * n + i]. */
export interface Sample {
  readonly n: number;
  readonly dimension: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What the frozen model predicts for each row, where it is known by that alone. */
  readonly frozen?: FrozenRows;
}

/** A sample of `rows` rows in which every column is `pick` of the one before: whatever belongs to a row goes with it. */
function pickRows(sample: Sample, rows: number, pick: (column: Float64Array) => Float64Array): Sample {
  const { n, dimension, frozen } = sample;
  const x = new Float64Array(rows * dimension);
  for (let j = 0; j < dimension; j++) x.set(pick(sample.x.subarray(j * n, (j + 1) * n)), j * rows);
  const picked = { n: rows, dimension, x, y: pick(sample.y) };
  return frozen === undefined ? picked : { ...picked, frozen: mapFrozenRows(frozen, pick) };
}

/** The first `rows` observations, as a sample of their own. */
export function firstRows(sample: Sample, rows: number): Sample {
  return rows >= sample.n ? sample : pickRows(sample, rows, (column) => column.slice(0, rows));
}

/** The observations with these numbers (from 0), in this order; one may come more than once. */
export function takeRows(sample: Sample, rows: ArrayLike<number>): Sample {
  return pickRows(sample, rows.length, (column) => Float64Array.from(rows, (i) => column[i]));
}
