/** n observations; x is stored by columns: covariate j of observation i is x[j * n + i]. */
export interface Sample {
  readonly n: number;
  readonly dimension: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The first `rows` observations, as a sample of their own. */
export function firstRows(sample: Sample, rows: number): Sample {
  const { n, dimension } = sample;
  if (rows >= n) return sample;
  const x = new Float64Array(rows * dimension);
  for (let j = 0; j < dimension; j++) x.set(sample.x.subarray(j * n, j * n + rows), j * rows);
  return { n: rows, dimension, x, y: sample.y.slice(0, rows) };
}
