import type { Kernel } from "../../numerics/wasm/kernel";
import type { WasmMemory } from "../../numerics/wasm/web-assembly";
import type { ExpertCode } from "./kernel-data";

/** Words of the memory by which threads agree on who does which blocks. */
export const WORD = { ticket: 0, next: 1, limit: 2, done: 3, kind: 4, rows: 5, count: 6 } as const;

/** Kinds of passes; `stop` ends a worker. */
export const KIND = { pass: 0, value: 1, posterior: 2, stop: 3 } as const;

/** Blocks that a thread takes at a time. */
export const BLOCKS_AT_ONCE = 4;

/** What a thread is given once: addresses in the shared memory are bytes. */
export interface BlockTask {
  readonly module: object;
  readonly memory: WasmMemory;
  readonly control: Int32Array;
  readonly expert: ExpertCode;
  /** Is the gate a softmax? */
  readonly softmax: boolean;
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly frozen: number;
  readonly posterior: number;
  readonly parameters: number;
  /** Scratch of this thread alone. */
  readonly work: number;
  /** Where the sums of block b lie: partial + b * step. */
  readonly partial: number;
  readonly step: number;
}

/**
 * Does blocks of the pass at hand until none is left. Self-contained: it runs in worker threads as text, so it uses
 * nothing from outside; WORD, KIND and BLOCKS_AT_ONCE are repeated as numbers.
 */
export function takeBlocks(task: BlockTask, kernel: Kernel): void {
  const { control, expert, softmax, n, x, y, frozen, parameters, work, partial, step } = task;
  for (;;) {
    const first = Atomics.add(control, 1, 4);
    const limit = Atomics.load(control, 2);
    if (first >= limit) return;
    const last = Math.min(limit, first + 4);
    const kind = Atomics.load(control, 4);
    const to = Math.min(Atomics.load(control, 5), last * 1024);
    const data = [x, 8 * n, y, frozen, ...expert, first * 1024, to, parameters, work] as const;
    const sums = partial + first * step;
    const posterior = kind === 2 ? task.posterior : 0;
    if (kind === 0) {
      if (softmax) kernel.softmaxPass(...data, sums, step);
      else kernel.pass(...data, sums, step);
    } else if (softmax) kernel.softmaxValue(...data, sums, step, posterior);
    else kernel.value(...data, sums, step, posterior);
    if (Atomics.add(control, 3, last - first) + last - first === limit) Atomics.notify(control, 3);
  }
}

/** The life of a worker thread: waits for a ticket, takes blocks, waits for the next. Self-contained as takeBlocks. */
export function serveBlocks(task: BlockTask, take: typeof takeBlocks): void {
  const { Instance } = (globalThis as unknown as { WebAssembly: { Instance: new (m: object, i: object) => object } })
    .WebAssembly;
  const { exports } = new Instance(task.module, { env: { memory: task.memory } }) as { exports: Kernel };
  let seen = 0;
  for (;;) {
    Atomics.wait(task.control, 0, seen);
    seen = Atomics.load(task.control, 0);
    if (Atomics.load(task.control, 4) === 3) return;
    take(task, exports);
  }
}
