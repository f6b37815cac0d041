import { cosTurn } from "../../numerics/elementary";
import { RandomStream, type StreamKey } from "../../numerics/random-stream";
import type { GateKind, Parameters } from "../by-parameter";
import type { ContaminatedMoe } from "../contaminated-moe";
import { noiseFromUniforms } from "../density";
import { shareColumn } from "../gate";
import { COLUMN, expertColumn } from "./columns";
import { drawDesign } from "./design";
import { requiredMoments } from "./frozen-rows";
import type { Sample } from "./sample";

/** drawSample in plain TypeScript: the reference, and the way for user-defined experts. */
export function plainSample(model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>, key: StreamKey): Sample {
  return drawResponses(model, truth, drawDesign(model, key), key);
}

/** New responses of the whole model at the covariates (and frozen predictions) of a sample; key.n is its size. */
export function drawResponses(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  design: Sample,
  key: StreamKey,
): Sample {
  const { n } = design;
  const { pretrained, prompt } = model;
  const stream = new RandomStream(key);
  const column = (index: number): Float64Array => {
    const out = new Float64Array(n);
    stream.uniforms(index, out);
    return out;
  };
  const indicator = column(COLUMN.indicator);
  const [promptU, promptV] = [column(COLUMN.promptU), column(COLUMN.promptV)];
  const [frozenU, frozenV] = [column(COLUMN.pretrainedU), column(COLUMN.pretrainedV)];
  const promptMean = expertColumn(prompt.expert, design.x, n, truth.eta);
  const { mean: frozenMean, variance } = requiredMoments(model, design, "Sampling");
  const promptNoise = noiseFromUniforms({ kind: "gaussian" }, cosTurn);
  const frozenNoise = noiseFromUniforms(pretrained.density, cosTurn);
  const share = shareColumn(truth, design.x, n);
  const promptScale = Math.sqrt(truth.nu);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    y[i] =
      indicator[i] < share[i]
        ? promptMean[i] + promptScale * promptNoise(promptU[i], promptV[i])
        : frozenMean[i] + Math.sqrt(variance[i]) * frozenNoise(frozenU[i], frozenV[i]);
  }
  return { ...design, y };
}
