import type { GateKind } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import type { ActivationExpert } from "../../model/expert";
import type { Sample } from "../../model/sample/sample";
import { acquireSpace, claimSpace, type KernelSpace, MAX_BYTES, releaseSpace } from "../../numerics/wasm/kernel";
import { passSums, type SpaceLayout, softmaxSums, spaceLayout } from "../../numerics/wasm/layout";
import { type ExpertCode, expertCode, sumsOf, writeFrozen, writeGate, writeSample, writeTheta } from "./kernel-data";
import { type Likelihood, type Pass, vectorLength } from "./likelihood";
import { plainLikelihood } from "./plain-likelihood";
import { readLogistic, readPass, readSquares } from "./read-pass";

/** The likelihood of built-in experts in WebAssembly, two observations at a time. */
class WasmLikelihood implements Likelihood {
  readonly parameters: number;
  passes = 0;
  private readonly at: SpaceLayout;
  private readonly expert: ExpertCode;
  private space: KernelSpace | undefined;
  /** Views of the kernel's memory, made once: a pass over few rows costs no more than they do. */
  private readonly theta: Float64Array;
  private readonly sums: Float64Array;

  constructor(
    readonly model: ContaminatedMoe<GateKind>,
    readonly sample: Sample,
    prompt: ActivationExpert,
  ) {
    const { n, dimension, x, y } = sample;
    this.parameters = vectorLength(model);
    this.expert = expertCode(dimension, prompt);
    this.at = spaceLayout(n, dimension);
    const home = x.buffer === y.buffer && x.byteOffset === this.at.x ? claimSpace(x.buffer) : undefined;
    this.space = home ?? acquireSpace(this.at.bytes);
    if (home === undefined) writeSample(this.space, this.at, sample);
    writeFrozen(this.space, this.at, model, sample);
    const { buffer } = this.space.memory;
    this.theta = new Float64Array(buffer, this.at.parameters, this.parameters + 1);
    this.sums = new Float64Array(buffer, this.at.sums, sumsOf(model));
  }

  private opened(): KernelSpace {
    if (this.space === undefined) throw new Error("This likelihood was released; make a new one.");
    return this.space;
  }

  /** Writes theta; clears the sums. */
  private prepare(theta: Float64Array): void {
    writeTheta(this.theta, this.model, theta);
    this.sums.fill(0);
  }

  evaluate(theta: Float64Array, out: Pass, rows: number = this.sample.n): void {
    const space = this.opened();
    const { at } = this;
    this.prepare(theta);
    const n = this.sample.n;
    const [d, bias, activation] = this.expert;
    // One by one: a call with a list spread into it takes as long as a pass over a hundred rows.
    const call = this.model.gate.kind === "softmax" ? space.kernel.softmaxPass : space.kernel.pass;
    call(at.x, 8 * n, at.y, at.frozen, d, bias, activation, 0, rows, at.parameters, at.work, at.sums, 0);
    readPass(this.model, this.sums, out);
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

  weightedSquares(weights: Float64Array, eta: Float64Array, out: Pass): void {
    const space = this.opened();
    const { at } = this;
    const { n } = this.sample;
    const { buffer } = space.memory;
    const q = promptParameters(this.model);
    this.theta.set(eta);
    const sums = new Float64Array(buffer, at.sums, passSums(q)).fill(0);
    new Float64Array(buffer, at.posterior, n).set(weights);
    space.kernel.squares(at.x, 8 * n, at.y, at.posterior, ...this.expert, 0, n, at.parameters, at.work, at.sums);
    readSquares(q, sums, out);
  }

  gateRegression(weights: Float64Array, gate: Float64Array, out: Pass): void {
    const space = this.opened();
    const { at } = this;
    const { n, dimension } = this.sample;
    const { buffer } = space.memory;
    writeGate(this.theta, gate);
    new Float64Array(buffer, at.posterior, n).set(weights);
    const sums = new Float64Array(buffer, at.sums, softmaxSums(dimension)).fill(0);
    space.kernel.logistic(at.x, 8 * n, at.posterior, dimension, 0, n, at.parameters, at.work, at.sums);
    readLogistic(dimension, sums, out);
  }

  private overRows(theta: Float64Array, rows: number, posterior: number): number {
    const space = this.opened();
    const { at } = this;
    this.prepare(theta);
    const n = this.sample.n;
    const [d, bias, activation] = this.expert;
    const call = this.model.gate.kind === "softmax" ? space.kernel.softmaxValue : space.kernel.value;
    call(at.x, 8 * n, at.y, at.frozen, d, bias, activation, 0, rows, at.parameters, at.work, at.sums, 0, posterior);
    this.passes += rows / n;
    return this.sums[0];
  }

  release(): void {
    if (this.space !== undefined) releaseSpace(this.space);
    this.space = undefined;
  }
}

/**
 * Can the WebAssembly likelihood do this model and sample? The prompt must be a built-in expert (a user-defined one is
 * a JavaScript function), and (d + 3) 8 n bytes must fit one memory of 4 GB.
 */
export function wasmCanDo(model: ContaminatedMoe<GateKind>, sample: Sample): boolean {
  const { expert } = model.prompt;
  if (expert.kind === "custom") return false;
  return spaceLayout(sample.n, sample.dimension).bytes <= MAX_BYTES;
}

/**
 * The likelihood in WebAssembly SIMD: the values of {@link plainLikelihood} up to rounding (1e-13 of the size of each
 * sum), the same bits on every machine. A sample is copied, but for a large one from drawSample, which lives in a
 * WebAssembly memory already; call `release` when done, or the garbage collector frees the copy later.
 * @throws RangeError when wasmCanDo is false.
 */
export function wasmLikelihood(model: ContaminatedMoe<GateKind>, sample: Sample): Likelihood {
  const { expert } = model.prompt;
  if (expert.kind === "custom" || !wasmCanDo(model, sample)) {
    throw new RangeError("The WebAssembly likelihood needs a built-in prompt expert and a sample of at most 4 GB.");
  }
  return new WasmLikelihood(model, sample, expert);
}

/**
 * The fast likelihood where it can do the model, else the plain one (user-defined prompts, samples beyond 4 GB).
 *
 * @example
 * ```ts
 * import { drawSample, likelihoodOf, newPass, scenarioPath, toVector, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const [likelihood, pass] = [likelihoodOf(path.model, sample), newPass(4)];
 * likelihood.evaluate(toVector(truth), pass);
 * console.log(pass.logLikelihood === likelihood.value(toVector(truth))); // true
 * ```
 */
export function likelihoodOf(model: ContaminatedMoe<GateKind>, sample: Sample): Likelihood {
  return wasmCanDo(model, sample) ? wasmLikelihood(model, sample) : plainLikelihood(model, sample);
}
