import { cosTurn } from "../../numerics/elementary";
import { RandomStream, type StreamKey } from "../../numerics/random-stream";
import type { ContaminatedMoe } from "../contaminated-moe";
import { noiseFromUniforms } from "../density";
import { COLUMN, expertColumn } from "./columns";
import type { Sample } from "./sample";

/** New responses of the frozen model alone (lambda = 0) at the covariates of a sample; key.n is its size. */
export function drawFrozenResponses(model: ContaminatedMoe, { n, dimension, x }: Sample, key: StreamKey): Sample {
  const { pretrained } = model;
  const stream = new RandomStream(key);
  const [u, v] = [new Float64Array(n), new Float64Array(n)];
  stream.uniforms(COLUMN.pretrainedU, u);
  stream.uniforms(COLUMN.pretrainedV, v);
  const noise = noiseFromUniforms(pretrained.density, cosTurn);
  const scale = Math.sqrt(pretrained.nu);
  const y = expertColumn(pretrained.expert, x, n, pretrained.eta).map((mean, i) => mean + scale * noise(u[i], v[i]));
  return { n, dimension, x, y };
}
