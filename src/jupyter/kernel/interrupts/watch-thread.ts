import { Session } from "node:inspector";
import { Script } from "node:vm";
import { isMainThread, parentPort, workerData } from "node:worker_threads";

/**
 * A thread that stays awake while the kernel's own computes. It hears SIGINT, which Node otherwise tells the event loop
 * only, and it sees when the program that started the kernel is gone.
 *
 * How it hears: a `vm` script run with `breakOnSigint` is ended by the signal, in whatever thread it runs. How it ends
 * what the kernel's thread computes, in a timer or after an `await` as well: the inspector's `terminateExecution`, after
 * which the event loop goes on.
 */

/** Cells of the memory both threads see. */
export const ACKNOWLEDGED = 0;
/** Not zero while code of the kernel itself runs, which must not be ended in the middle. */
export const PROTECTED = 1;

/** How often the parent is looked for. */
const PARENT_MS = 500;
/** How long the kernel's thread may take to hear of a signal by itself. */
const PATIENCE_MS = 60;
const RETRY_MS = 500;

interface WatchData {
  readonly shared: SharedArrayBuffer;
  readonly parent: number;
}

function endKernel(): void {
  try {
    // The kernel leads its process group when Jupyter or the runner started it: its children go with it.
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

class Watch {
  readonly #memory: Int32Array;
  readonly #parent: number;
  #pending = false;
  #session: Session | undefined;

  constructor({ shared, parent }: WatchData) {
    this.#memory = new Int32Array(shared);
    this.#parent = parent;
  }

  /** Runs for ever. The script within the script keeps the signal caught while the inner one starts again. */
  run(): void {
    const name = Symbol.for("contaminated-moe.watch");
    const inner = new Script(`globalThis[Symbol.for("contaminated-moe.watch")].watch()`);
    const outer = new Script(`globalThis[Symbol.for("contaminated-moe.watch")].keep()`);
    const watch = (): void => this.#watch();
    const keep = (): void => {
      for (;;) {
        try {
          inner.runInThisContext({ breakOnSigint: true });
        } catch {
          this.#pending = true;
        }
      }
    };
    Object.assign(globalThis, { [name]: { watch, keep } });
    parentPort?.postMessage("ready");
    for (;;) {
      try {
        outer.runInThisContext({ breakOnSigint: true });
      } catch {
        this.#pending = true;
      }
    }
  }

  #watch(): void {
    for (;;) {
      if (this.#pending) this.#interrupt();
      if (process.ppid !== this.#parent) endKernel();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PARENT_MS);
    }
  }

  /** Tells the kernel's thread; when it does not hear, ends what it computes until it does. */
  #interrupt(): void {
    const before = Atomics.load(this.#memory, ACKNOWLEDGED);
    const heard = (milliseconds: number): boolean => {
      Atomics.wait(this.#memory, ACKNOWLEDGED, before, milliseconds);
      return Atomics.load(this.#memory, ACKNOWLEDGED) !== before;
    };
    parentPort?.postMessage("interrupt");
    for (let patience = PATIENCE_MS; !heard(patience); patience = RETRY_MS) {
      if (process.ppid !== this.#parent) endKernel();
      if (Atomics.load(this.#memory, PROTECTED) !== 0) continue;
      if (!this.#session) {
        this.#session = new Session();
        this.#session.connectToMainThread();
      }
      this.#session.post("Runtime.terminateExecution");
    }
    this.#session?.disconnect();
    this.#session = undefined;
    this.#pending = false;
  }
}

if (!isMainThread) {
  const data = workerData as { readonly kernelWatch?: WatchData } | null;
  if (data?.kernelWatch) new Watch(data.kernelWatch).run();
}
