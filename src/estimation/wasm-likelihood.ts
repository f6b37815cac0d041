import { ACTIVATIONS } from "../model/activation";
import type { ContaminatedMoe } from "../model/contaminated-moe";
import { logDensityConstants } from "../model/density";
import type { ActivationExpert } from "../model/expert";
import type { Sample } from "../model/sample";
import { log } from "../numerics/elementary";
import { acquireSpace, type KernelSpace, MAX_BYTES, releaseSpace } from "../numerics/wasm/kernel";
import { frozenLogDensities, type Likelihood, type Pass } from "./likelihood";
import { type PassLayout, passLayout, readPass } from "./pass-layout";
import { plainLikelihood } from "./plain-likelihood";

const HALF_LOG_2PI = 0.9189385332046727418;

/** Columns of n doubles beside the covariates: y, log f0 and the posterior probabilities. */
const OTHER_COLUMNS = 3;
/** Room after the last column: the kernel reads pairs. */
const PADDING = 64;

/** Byte addresses in a space. */
interface Addresses {
  readonly theta: number;
  readonly out: number;
  readonly work: number;
  readonly x: number;
  readonly y: number;
  readonly frozen: number;
  readonly posterior: number;
  readonly bytes: number;
}

function addresses(base: number, layout: PassLayout, n: number, dimension: number): Addresses {
  const theta = base;
  const out = theta + 8 * (layout.parameters + 1);
  const work = (out + 8 * layout.sums + 63) & ~63;
  const x = work + layout.workBytes;
  const y = x + 8 * n * dimension;
  const frozen = y + 8 * n;
  const posterior = frozen + 8 * n;
  return { theta, out, work, x, y, frozen, posterior, bytes: posterior + 8 * n + PADDING };
}

/** Bytes a likelihood of this size takes: (d + 3) 8 n and its scratch. */
function bytesNeeded(layout: PassLayout, n: number, dimension: number): number {
  return 8 * n * (dimension + OTHER_COLUMNS) + layout.workBytes + 8 * (layout.parameters + layout.sums) + 65536;
}

/** The likelihood of built-in experts in WebAssembly, two observations at a time. */
class WasmLikelihood implements Likelihood {
  readonly parameters: number;
  passes = 0;
  private readonly layout: PassLayout;
  private readonly at: Addresses;
  private readonly expert: readonly [d: number, bias: number, activation: number];
  private space: KernelSpace | undefined;

  constructor(
    readonly model: ContaminatedMoe,
    readonly sample: Sample,
    prompt: ActivationExpert,
  ) {
    const { n, dimension } = sample;
    this.layout = passLayout(dimension, prompt.bias);
    this.parameters = this.layout.parameters;
    this.expert = expertCode(dimension, prompt);
    const space = acquireSpace(bytesNeeded(this.layout, n, dimension));
    this.space = space;
    this.at = addresses(space.kernel.workAt.value, this.layout, n, dimension);
    const { buffer } = space.memory;
    new Float64Array(buffer, this.at.x, n * dimension).set(sample.x);
    new Float64Array(buffer, this.at.y, n).set(sample.y);
    this.freeze(space);
  }

  /** log f0 of every row, once. */
  private freeze({ kernel, memory }: KernelSpace): void {
    const { pretrained } = this.model;
    const { n, dimension } = this.sample;
    const { at } = this;
    if (pretrained.expert.kind === "custom") {
      new Float64Array(memory.buffer, at.frozen, n).set(frozenLogDensities(this.model, this.sample));
      return;
    }
    // eta0 lies where the sums of a pass will, which are more.
    new Float64Array(memory.buffer, at.out, pretrained.eta.length).set(pretrained.eta);
    const { code, constant, a, b, e } = logDensityConstants(pretrained.density, pretrained.nu);
    const expert = expertCode(dimension, pretrained.expert);
    kernel.frozenDensities(at.x, 8 * n, at.y, ...expert, 0, n, at.out, code, constant, a, b, e, at.work, at.frozen);
  }

  private opened(): KernelSpace {
    if (this.space === undefined) throw new Error("This likelihood was released; make a new one.");
    return this.space;
  }

  /** Writes theta and its Gaussian constant; clears the sums. */
  private prepare({ memory }: KernelSpace, theta: Float64Array): Float64Array {
    const p = this.parameters;
    const parameters = new Float64Array(memory.buffer, this.at.theta, p + 1);
    parameters.set(theta);
    parameters[p] = -HALF_LOG_2PI - 0.5 * log(theta[p - 1]);
    return new Float64Array(memory.buffer, this.at.out, this.layout.sums).fill(0);
  }

  evaluate(theta: Float64Array, out: Pass, rows: number = this.sample.n): void {
    const space = this.opened();
    const { at } = this;
    const sums = this.prepare(space, theta);
    const n = this.sample.n;
    space.kernel.pass(at.x, 8 * n, at.y, at.frozen, ...this.expert, 0, rows, at.theta, at.work, at.out, 0);
    readPass(this.layout, sums, out);
    this.passes += rows / n;
  }

  value(theta: Float64Array, rows: number = this.sample.n): number {
    return this.overRows(theta, rows, 0);
  }

  responsibilities(theta: Float64Array, out: Float64Array, rows: number = this.sample.n): number {
    const total = this.overRows(theta, rows, this.at.posterior);
    out.set(new Float64Array(this.opened().memory.buffer, this.at.posterior, rows));
    return total;
  }

  private overRows(theta: Float64Array, rows: number, posterior: number): number {
    const space = this.opened();
    const { at } = this;
    const sums = this.prepare(space, theta);
    const n = this.sample.n;
    const place = [at.theta, at.work, at.out, 0] as const;
    space.kernel.value(at.x, 8 * n, at.y, at.frozen, ...this.expert, 0, rows, ...place, posterior);
    this.passes += rows / n;
    return sums[0];
  }

  release(): void {
    if (this.space !== undefined) releaseSpace(this.space);
    this.space = undefined;
  }
}

function expertCode(dimension: number, expert: ActivationExpert): readonly [number, number, number] {
  return [dimension, expert.bias ? 1 : 0, ACTIVATIONS.indexOf(expert.activation)];
}

/**
 * Can the WebAssembly likelihood do this model and sample? The prompt must be a built-in expert (a user-defined one is
 * a JavaScript function), and (d + 3) 8 n bytes must fit one memory of 4 GB.
 */
export function wasmCanDo(model: ContaminatedMoe, sample: Sample): boolean {
  const { expert } = model.prompt;
  if (expert.kind === "custom") return false;
  return bytesNeeded(passLayout(sample.dimension, expert.bias), sample.n, sample.dimension) <= MAX_BYTES;
}

/**
 * The likelihood in WebAssembly SIMD: the values of {@link plainLikelihood} up to rounding (1e-13 of the size of each
 * sum), the same bits on every machine. The sample is copied; call `release` when done, or the garbage collector
 * frees the copy later.
 * @throws RangeError when wasmCanDo is false.
 */
export function wasmLikelihood(model: ContaminatedMoe, sample: Sample): Likelihood {
  const { expert } = model.prompt;
  if (expert.kind === "custom" || !wasmCanDo(model, sample)) {
    throw new RangeError("The WebAssembly likelihood needs a built-in prompt expert and a sample of at most 4 GB.");
  }
  return new WasmLikelihood(model, sample, expert);
}

/** The fast likelihood where it can do the model, else the plain one (user-defined prompts, samples beyond 4 GB). */
export function likelihoodOf(model: ContaminatedMoe, sample: Sample): Likelihood {
  return wasmCanDo(model, sample) ? wasmLikelihood(model, sample) : plainLikelihood(model, sample);
}
