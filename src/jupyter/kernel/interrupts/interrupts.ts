import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { ACKNOWLEDGED, PROTECTED } from "./watch-thread";

/** Node's own counters of asynchronous contexts. */
interface AsyncWrap {
  readonly async_hook_fields: Uint32Array;
  readonly constants: { readonly kCheck: number };
}

/**
 * Node ends the process when it finds its stack of asynchronous contexts out of step, which it is after a computation
 * was ended from outside. The check is for the finding of faults in Node itself; `--no-force-async-hooks-checks` turns
 * it off, and so does this.
 */
function tolerateEndedContexts(): void {
  const binding = (process as unknown as { binding(name: string): AsyncWrap }).binding;
  const warned = process.noDeprecation;
  process.noDeprecation = true;
  try {
    const { async_hook_fields: fields, constants } = binding("async_wrap");
    fields[constants.kCheck] = 0;
  } finally {
    process.noDeprecation = warned ?? false;
  }
}

/** SIGINT is the kernel's: a listener of a library would take it away from the watching thread. */
function reserveSignal(): void {
  for (const method of ["on", "once", "addListener", "prependListener", "prependOnceListener"] as const) {
    const original = process[method] as (this: NodeJS.Process, name: string, listener: () => void) => NodeJS.Process;
    const guarded = function (this: NodeJS.Process, name: string, listener: () => void): NodeJS.Process {
      return name === "SIGINT" ? this : original.call(this, name, listener);
    };
    Object.assign(process, { [method]: guarded });
  }
}

/** The thread that watches for interrupts and for the end of the parent process. */
export class Interrupts {
  readonly #memory = new Int32Array(new SharedArrayBuffer(8));
  /** Called in the kernel's thread for every interrupt. */
  onInterrupt: () => void = () => {};

  /** Starts the thread; settles when it watches. */
  async start(parent: number): Promise<void> {
    tolerateEndedContexts();
    reserveSignal();
    const kernelWatch = { shared: this.#memory.buffer, parent };
    const worker = new Worker(join(__dirname, "watch-thread.js"), {
      workerData: { kernelWatch },
      stdout: false,
      stderr: false,
    });
    await new Promise<void>((resolve, reject) => {
      worker.once("error", reject);
      worker.on("message", (message: unknown) => {
        if (message === "ready") resolve();
        else this.#heard();
      });
    });
    worker.unref();
  }

  /** Runs code of the kernel that an interrupt must not end in the middle. */
  protect<T>(work: () => T): T {
    Atomics.add(this.#memory, PROTECTED, 1);
    try {
      return work();
    } finally {
      Atomics.sub(this.#memory, PROTECTED, 1);
    }
  }

  #heard(): void {
    Atomics.add(this.#memory, ACKNOWLEDGED, 1);
    Atomics.notify(this.#memory, ACKNOWLEDGED);
    this.onInterrupt();
  }
}
