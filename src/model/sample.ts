import { InputError } from "../input-error";
import type { StreamKey } from "../numerics/random-stream";
import { type ContaminatedMoe, checkParameters, type Parameters } from "./contaminated-moe";
import { plainSample } from "./plain-sample";
import { wasmCanDraw, wasmSample, withWasmSample } from "./wasm-sample";

export { COLUMN, drawCovariates, expertColumn } from "./columns";

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

/** The streams of random numbers count observations in 32 bits. */
const LARGEST_SAMPLE = 0xffffffff;

function checkSize(n: number): void {
  if (Number.isInteger(n) && n >= 1 && n <= LARGEST_SAMPLE) return;
  throw new InputError(`n is ${n}; a sample has a whole number of observations, from 1 to ${LARGEST_SAMPLE}.`);
}

/**
 * Draws key.n observations: x from the covariate law; with probability lambda y ~ N(h(x, eta), nu), else
 * y ~ f0(. | h0(x, eta0), nu0). A function of (model, truth, key) alone, to the last bit: built-in experts are drawn
 * in WebAssembly, user-defined ones (JavaScript functions) and samples beyond 4 GB in TypeScript, with the same bits.
 * @throws InputError when the truth does not fit the model.
 */
export function drawSample(model: ContaminatedMoe, truth: Parameters, key: StreamKey): Sample {
  checkParameters(model, truth);
  checkSize(key.n);
  return wasmCanDraw(model, key.n) ? wasmSample(model, truth, key) : plainSample(model, truth, key);
}

/**
 * What `use` makes of a sample that nobody needs afterwards: as drawSample, but a likelihood works in the memory where
 * the sample was drawn, and the next sample takes its place. Fresh memory costs as much as drawing does: studies draw
 * this way. `use` must not keep the sample, and must be done when it returns.
 */
export function withSample<T>(
  model: ContaminatedMoe,
  truth: Parameters,
  key: StreamKey,
  use: (sample: Sample) => T,
): T {
  checkParameters(model, truth);
  checkSize(key.n);
  return wasmCanDraw(model, key.n) ? withWasmSample(model, truth, key, use) : use(plainSample(model, truth, key));
}
