import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { ACKNOWLEDGED, PROTECTED } from "./watch-thread";

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
