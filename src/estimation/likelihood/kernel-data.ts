import { ACTIVATIONS } from "../../model/activation";
import { type GateKind, gateLength } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import { logDensityConstants } from "../../model/density";
import type { ActivationExpert } from "../../model/expert";
import type { Sample } from "../../model/sample/sample";
import { log } from "../../numerics/elementary";
import type { KernelSpace } from "../../numerics/wasm/kernel";
import { passSums, type SpaceLayout, softmaxSums } from "../../numerics/wasm/layout";
import { frozenLogDensities } from "./likelihood";

const HALF_LOG_2PI = 0.9189385332046727418;

/** How the kernel is told of an expert. */
export type ExpertCode = readonly [dimension: number, bias: number, activation: number];

export function expertCode(dimension: number, expert: ActivationExpert): ExpertCode {
  return [dimension, expert.bias ? 1 : 0, ACTIVATIONS.indexOf(expert.activation)];
}

/** Copies the sample's columns to their places. */
export function writeSample({ memory }: KernelSpace, at: SpaceLayout, { x, y }: Sample): void {
  new Float64Array(memory.buffer, at.x, x.length).set(x);
  new Float64Array(memory.buffer, at.y, y.length).set(y);
}

/** log f0 of every row to its column, once for all passes. */
export function writeFrozen(
  space: KernelSpace,
  at: SpaceLayout,
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
): void {
  const { kernel, memory } = space;
  const { expert, density, eta, nu } = model.pretrained;
  const { n, dimension } = sample;
  // A frozen model by rows has an expert of one's own too: one that refuses.
  if (expert.kind === "custom" || density.kind === "custom") {
    new Float64Array(memory.buffer, at.frozen, n).set(frozenLogDensities(model, sample));
    return;
  }
  new Float64Array(memory.buffer, at.parameters, eta.length).set(eta);
  const { code, constant, a, b, e } = logDensityConstants(density, nu);
  const numbers = [at.parameters, code, constant, a, b, e] as const;
  kernel.frozenDensities(at.x, 8 * n, at.y, ...expertCode(dimension, expert), 0, n, ...numbers, at.work, at.frozen);
}

/** A gate's (tau, beta) as the kernel reads them, at the head of its parameters: a linear predictor with tau for its bias. */
export function writeGate(parameters: Float64Array, gate: Float64Array): void {
  parameters.set(gate.subarray(1));
  parameters[gate.length - 1] = gate[0];
}

/** theta and the Gaussian's log constant, to the p + 1 places of the parameters. */
export function writeTheta(parameters: Float64Array, model: ContaminatedMoe<GateKind>, theta: Float64Array): void {
  const p = theta.length;
  parameters.set(theta);
  if (model.gate.kind === "softmax") writeGate(parameters, theta.subarray(0, gateLength(model)));
  parameters[p] = -HALF_LOG_2PI - 0.5 * log(theta[p - 1]);
}

/** Doubles that a pass of this model returns. */
export function sumsOf(model: ContaminatedMoe<GateKind>): number {
  if (model.gate.kind === "softmax") return softmaxSums(model.covariates.dimension);
  return passSums(promptParameters(model));
}
