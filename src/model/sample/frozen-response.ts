import { cosTurn } from "../../numerics/elementary";
import { RandomStream, type StreamKey } from "../../numerics/random-stream";
import type { GateKind } from "../by-parameter";
import type { ContaminatedMoe } from "../contaminated-moe";
import { noiseFromUniforms } from "../density";
import { COLUMN } from "./columns";
import { requiredMoments } from "./frozen-rows";
import type { Sample } from "./sample";

/** New responses of the frozen model alone (lambda = 0) at the covariates of a sample; key.n is its size. */
export function drawFrozenResponses(model: ContaminatedMoe<GateKind>, sample: Sample, key: StreamKey): Sample {
  const { n } = sample;
  const stream = new RandomStream(key);
  const [u, v] = [new Float64Array(n), new Float64Array(n)];
  stream.uniforms(COLUMN.pretrainedU, u);
  stream.uniforms(COLUMN.pretrainedV, v);
  const noise = noiseFromUniforms(model.pretrained.density, cosTurn);
  const { mean, variance } = requiredMoments(model, sample, "Sampling the frozen model");
  return { ...sample, y: mean.map((m, i) => m + Math.sqrt(variance[i]) * noise(u[i], v[i])) };
}
