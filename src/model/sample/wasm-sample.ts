import { checkStreamKey, fnv1a, type StreamKey } from "../../numerics/random-stream";
import {
  acquireSpace,
  type KernelSpace,
  MAX_BYTES,
  newSpace,
  releaseSpace,
  settle,
  unsettle,
} from "../../numerics/wasm/kernel";
import { spaceLayout } from "../../numerics/wasm/layout";
import { ACTIVATIONS } from "../activation";
import type { GateKind, Parameters } from "../by-parameter";
import type { ContaminatedMoe } from "../contaminated-moe";
import { noiseConstants } from "../density";
import type { ActivationExpert } from "../expert";
import type { Sample } from "./sample";

/** A larger sample stays in the memory where it was drawn; smaller ones are copied, since memories are few. */
const STAYING_BYTES = 2 ** 26;

/** Both experts and the density are built in, x has a law, and the sample fits one WebAssembly memory. */
export function wasmCanDraw({ pretrained, prompt, covariates }: ContaminatedMoe<GateKind>, n: number): boolean {
  if (covariates.law === "rows") return false;
  const kinds = [pretrained.expert.kind, pretrained.density.kind, prompt.expert.kind];
  return !kinds.includes("custom") && spaceLayout(n, covariates.dimension).bytes <= MAX_BYTES;
}

/** Draws into a space, whose views the sample is made of. */
function drawn(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  key: StreamKey,
  newOne: boolean,
): [Sample, KernelSpace] {
  const { pretrained, prompt, covariates } = model;
  const { dimension } = covariates;
  const { density, expert } = pretrained;
  const { n } = key;
  checkStreamKey(key);
  const custom = expert.kind === "custom" || density.kind === "custom" || prompt.expert.kind === "custom";
  if (custom || !wasmCanDraw(model, n)) {
    throw new RangeError("Drawing in WebAssembly needs built-in experts and density and a sample of at most 4 GB.");
  }
  const at = spaceLayout(n, dimension);
  const space = newOne ? newSpace(at.bytes) : acquireSpace(at.bytes);
  const { buffer } = space.memory;
  const { code, a, b, unit } = noiseConstants(density);
  const lambda = "lambda" in truth ? truth.lambda : Number.NaN;
  const numbers = [lambda, Math.sqrt(truth.nu), Math.sqrt(pretrained.nu), a, b, unit];
  numbers.push(...truth.eta, ...pretrained.eta);
  // The gate's log-odds are a linear predictor with tau for its bias.
  const gate = "lambda" in truth ? 0 : at.parameters + 8 * numbers.length;
  if (!("lambda" in truth)) numbers.push(...truth.beta, truth.tau);
  new Float64Array(buffer, at.parameters, numbers.length).set(numbers);
  const normal = covariates.law === "normal" ? 1 : 0;
  const experts = [...expertCode(prompt.expert), ...expertCode(expert)] as const;
  const stream = [key.seed, fnv1a(key.path), key.replicate] as const;
  space.kernel.draw(at.x, at.y, n, dimension, normal, ...experts, code, at.parameters, gate, at.work, ...stream);
  const x = new Float64Array(buffer, at.x, n * dimension);
  return [{ n, dimension, x, y: new Float64Array(buffer, at.y, n) }, space];
}

/**
 * drawSample in WebAssembly, two rows at a time; the bits of plainSample. A sample of more than 64 MB stays in the
 * memory where it was drawn, in which a likelihood then works without a copy.
 * @throws RangeError when wasmCanDraw is false or the key is not one.
 */
export function wasmSample(model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>, key: StreamKey): Sample {
  const stays = spaceLayout(key.n, model.covariates.dimension).bytes > STAYING_BYTES;
  const [sample, space] = drawn(model, truth, key, stays);
  if (stays) {
    settle(space);
    return sample;
  }
  const copy = { ...sample, x: sample.x.slice(), y: sample.y.slice() };
  releaseSpace(space);
  return copy;
}

/** As withSample in sample.ts: the sample is fitted where it was drawn, and its memory serves the next one. */
export function withWasmSample<T>(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  key: StreamKey,
  use: (sample: Sample) => T,
): T {
  const [sample, space] = drawn(model, truth, key, false);
  settle(space);
  try {
    return use(sample);
  } finally {
    unsettle(space);
  }
}

function expertCode(expert: ActivationExpert): readonly [bias: number, activation: number] {
  return [expert.bias ? 1 : 0, ACTIVATIONS.indexOf(expert.activation)];
}
