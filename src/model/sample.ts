import { InputError } from "../input-error";
import { cosTurn } from "../numerics/elementary";
import { RandomStream, type StreamKey } from "../numerics/random-stream";
import { type ContaminatedMoe, checkParameters, type Parameters } from "./contaminated-moe";
import { noiseFromUniforms } from "./density";
import { type Expert, expertValue } from "./expert";

/** n observations; x is stored by columns: covariate j of observation i is x[j * n + i]. */
export interface Sample {
  readonly n: number;
  readonly dimension: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

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
  starts: 512,
} as const;

/** The covariates alone: column j of the stream, uniform on [-sqrt3, sqrt3] or standard normal. */
export function drawCovariates(model: ContaminatedMoe, key: StreamKey): Float64Array {
  const { law, dimension } = model.covariates;
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

/**
 * Draws key.n observations: x from the covariate law; with probability lambda y ~ N(h(x, eta), nu), else
 * y ~ f0(. | h0(x, eta0), nu0). A function of (model, truth, key) alone, to the last bit.
 * @throws InputError when the truth does not fit the model.
 */
export function drawSample(model: ContaminatedMoe, truth: Parameters, key: StreamKey): Sample {
  checkParameters(model, truth);
  const { n } = key;
  if (n < 1) throw new InputError(`n is ${n}; a sample needs at least one observation.`);
  const { pretrained, prompt, covariates } = model;
  const x = drawCovariates(model, key);
  const stream = new RandomStream(key);
  const column = (index: number): Float64Array => {
    const out = new Float64Array(n);
    stream.uniforms(index, out);
    return out;
  };
  const indicator = column(COLUMN.indicator);
  const [promptU, promptV] = [column(COLUMN.promptU), column(COLUMN.promptV)];
  const [frozenU, frozenV] = [column(COLUMN.pretrainedU), column(COLUMN.pretrainedV)];
  const promptMean = expertColumn(prompt.expert, x, n, truth.eta);
  const frozenMean = expertColumn(pretrained.expert, x, n, pretrained.eta);
  const promptNoise = noiseFromUniforms({ kind: "gaussian" }, cosTurn);
  const frozenNoise = noiseFromUniforms(pretrained.density, cosTurn);
  const promptScale = Math.sqrt(truth.nu);
  const frozenScale = Math.sqrt(pretrained.nu);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    y[i] =
      indicator[i] < truth.lambda
        ? promptMean[i] + promptScale * promptNoise(promptU[i], promptV[i])
        : frozenMean[i] + frozenScale * frozenNoise(frozenU[i], frozenV[i]);
  }
  return { n, dimension: covariates.dimension, x, y };
}
