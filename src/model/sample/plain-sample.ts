import { cosTurn } from "../../numerics/elementary";
import { RandomStream, type StreamKey } from "../../numerics/random-stream";
import type { Parameters } from "../by-parameter";
import type { ContaminatedMoe } from "../contaminated-moe";
import { noiseFromUniforms } from "../density";
import { COLUMN, drawCovariates, expertColumn } from "./columns";
import type { Sample } from "./sample";

/** drawSample in plain TypeScript: the reference, and the way for user-defined experts. */
export function plainSample(model: ContaminatedMoe, truth: Parameters, key: StreamKey): Sample {
  return drawResponses(
    model,
    truth,
    { n: key.n, dimension: model.covariates.dimension, x: drawCovariates(model, key) },
    key,
  );
}

/** New responses of the whole model at given covariates; key.n is their number. */
export function drawResponses(
  { pretrained, prompt }: ContaminatedMoe,
  truth: Parameters,
  { n, dimension, x }: Omit<Sample, "y">,
  key: StreamKey,
): Sample {
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
  return { n, dimension, x, y };
}
