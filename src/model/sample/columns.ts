import { RandomStream, type StreamKey } from "../../numerics/random-stream";
import type { Covariates } from "../contaminated-moe";
import { type Expert, expertValue } from "../expert";

/**
 * The columns of a replicate's stream (see RandomStream): covariate j is column j, then come these. What a fit draws
 * (random starts) has columns of its own, so data never depend on how they are fitted.
 */
export const COLUMN = {
  indicator: 256,
  promptU: 257,
  promptV: 258,
  pretrainedU: 259,
  pretrainedV: 260,
  design: 261,
  starts: 512,
} as const;

/** The covariates alone: column j of the stream, uniform on [-sqrt3, sqrt3] or standard normal. */
export function drawCovariates({ law, dimension }: Exclude<Covariates, { law: "rows" }>, key: StreamKey): Float64Array {
  const { n } = key;
  const stream = new RandomStream(key);
  const x = new Float64Array(n * dimension);
  for (let j = 0; j < dimension; j++) {
    const column = x.subarray(j * n, (j + 1) * n);
    if (law === "normal") stream.normals(j, column);
    else {
      stream.uniforms(j, column);
      const width = 2 * Math.sqrt(3);
      for (let i = 0; i < n; i++) column[i] = width * (column[i] - 0.5);
    }
  }
  return x;
}

/** h(x_i, eta) for all i. */
export function expertColumn(expert: Expert, x: Float64Array, n: number, eta: ArrayLike<number>): Float64Array {
  const d = x.length / n;
  const row = new Float64Array(d);
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) row[j] = x[j * n + i];
    out[i] = expertValue(expert, row, eta);
  }
  return out;
}
