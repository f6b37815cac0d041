import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { ActivationExpert } from "../../model/expert";
import type { Sample } from "../../model/sample/sample";
import { type KernelSpace, kernelModule, MAX_BYTES, newSpace } from "../../numerics/wasm/kernel";
import { type SpaceLayout, spaceLayout } from "../../numerics/wasm/layout";
import { SHARED_KERNEL } from "../../numerics/wasm/shared-kernel-bytes.generated";
import { type BlockTask, KIND, serveBlocks, takeBlocks, WORD } from "./block-worker";
import { expertCode, sumsOf, writeFrozen, writeSample, writeTheta } from "./kernel-data";
import { BLOCK_ROWS, type Likelihood, type Pass, vectorLength } from "./likelihood";
import { readPass } from "./read-pass";

/** Nobody takes a block while the next pass is being prepared. */
const CLOSED = 2 ** 30;

const WORKER = `const { workerData } = require("node:worker_threads");
(${serveBlocks.toString()})(workerData, ${takeBlocks.toString()});`;

class ParallelLikelihood implements Likelihood {
  readonly parameters: number;
  passes = 0;
  private readonly at: SpaceLayout;
  private readonly task: BlockTask;
  private readonly control = new Int32Array(new SharedArrayBuffer(4 * WORD.count));
  private readonly sums: number;
  private readonly workers: readonly Worker[];
  private space: KernelSpace | undefined;

  constructor(
    readonly model: ContaminatedMoe<GateKind>,
    readonly sample: Sample,
    prompt: ActivationExpert,
    threads: number,
  ) {
    const { n, dimension } = sample;
    this.parameters = vectorLength(model);
    this.sums = sumsOf(model);
    this.at = spaceLayout(n, dimension);
    const scratch = this.at.x - this.at.work;
    const partial = Math.ceil(this.at.bytes / 64) * 64;
    const firstWork = Math.ceil((partial + 8 * this.sums * Math.ceil(n / BLOCK_ROWS)) / 64) * 64;
    const bytes = firstWork + threads * scratch;
    if (bytes > MAX_BYTES) throw new RangeError(`A sample of ${n} observations does not fit one memory of 4 GB.`);
    const space = newSpace(bytes, SHARED_KERNEL);
    this.space = space;
    writeSample(space, this.at, sample);
    writeFrozen(space, this.at, model, sample);
    this.task = {
      ...this.at,
      module: kernelModule(SHARED_KERNEL),
      memory: space.memory,
      control: this.control,
      expert: expertCode(dimension, prompt),
      softmax: model.gate.kind === "softmax",
      n,
      partial,
      step: 8 * this.sums,
    };
    Atomics.store(this.control, WORD.next, CLOSED);
    this.workers = Array.from({ length: threads - 1 }, (_, t) => {
      const workerData: BlockTask = { ...this.task, work: firstWork + t * scratch };
      const worker = new Worker(WORKER, { eval: true, workerData, execArgv: [] });
      worker.unref();
      return worker;
    });
  }

  /** Runs a pass over the first `rows` rows on all threads; returns the sums of its blocks, added in order. */
  private run(kind: number, theta: Float64Array, rows: number): Float64Array {
    const { space, control, sums } = this;
    if (space === undefined) throw new Error("This likelihood was released; make a new one.");
    const blocks = Math.ceil(rows / BLOCK_ROWS);
    Atomics.store(control, WORD.next, CLOSED);
    writeTheta(new Float64Array(space.memory.buffer, this.at.parameters, theta.length + 1), this.model, theta);
    const partial = new Float64Array(space.memory.buffer, this.task.partial, sums * blocks).fill(0);
    Atomics.store(control, WORD.kind, kind);
    Atomics.store(control, WORD.rows, rows);
    Atomics.store(control, WORD.limit, blocks);
    Atomics.store(control, WORD.done, 0);
    Atomics.store(control, WORD.next, 0);
    Atomics.add(control, WORD.ticket, 1);
    Atomics.notify(control, WORD.ticket);
    takeBlocks(this.task, space.kernel);
    for (let done = 0; done < blocks; done = Atomics.load(control, WORD.done)) {
      Atomics.wait(control, WORD.done, done, 10);
    }
    this.passes += rows / this.sample.n;
    const total = new Float64Array(sums);
    for (let b = 0; b < blocks; b++) for (let j = 0; j < sums; j++) total[j] += partial[b * sums + j];
    return total;
  }

  evaluate(theta: Float64Array, out: Pass, rows: number = this.sample.n): void {
    readPass(this.model, this.run(KIND.pass, theta, rows), out);
  }

  value(theta: Float64Array, rows: number = this.sample.n): number {
    return this.run(KIND.value, theta, rows)[0];
  }

  responsibilities(theta: Float64Array, out: Float64Array, rows: number = this.sample.n): number {
    const [total] = this.run(KIND.posterior, theta, rows);
    out.set(new Float64Array(this.task.memory.buffer, this.at.posterior, rows));
    return total;
  }

  release(): void {
    if (this.space === undefined) return;
    this.space = undefined;
    Atomics.store(this.control, WORD.kind, KIND.stop);
    Atomics.add(this.control, WORD.ticket, 1);
    Atomics.notify(this.control, WORD.ticket);
    for (const worker of this.workers) void worker.terminate();
  }
}

/**
 * The likelihood of one large sample on several threads of Node (the caller's and `threads - 1` workers), which take
 * blocks of rows from one shared memory; sums of blocks are added in order, so the bits are those of wasmLikelihood
 * whatever the number of threads. Worth it from about 1e5 observations; the caller blocks while a pass runs. The sample
 * is copied. Call `release`: it ends the workers. For many small fits run whole fits in threads instead.
 * @throws RangeError for a user-defined prompt, a sample beyond 4 GB or a number of threads that is not one.
 */
export function parallelLikelihood(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  threads: number = availableParallelism(),
): Likelihood {
  const { expert } = model.prompt;
  if (expert.kind === "custom") {
    throw new RangeError(`The prompt's expert "${expert.name}" is a JavaScript function; threads need a built-in one.`);
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new RangeError(`threads is ${threads}; expected a whole number from 1 to 256.`);
  }
  return new ParallelLikelihood(model, sample, expert, threads);
}
