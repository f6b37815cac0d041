import { isMainThread, Worker, workerData } from "node:worker_threads";

/**
 * Ends the kernel when the program that started it is gone, even when that was killed and even while a cell computes
 * without a pause: a thread of its own looks who the parent is.
 */
const PERIOD_MS = 500;

/** Starts the watch; `parent` is the process that started the kernel. */
export function watchParent(parent: number): void {
  const worker = new Worker(__filename, { workerData: { kernelParent: parent }, stdout: false, stderr: false });
  worker.unref();
}

function endKernel(): void {
  try {
    // The kernel leads its process group when Jupyter or the runner started it: its children go with it.
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

const watched: unknown = isMainThread
  ? undefined
  : (workerData as { readonly kernelParent?: unknown } | null)?.kernelParent;
if (typeof watched === "number") {
  setInterval(() => {
    if (process.ppid !== watched) endKernel();
  }, PERIOD_MS);
}
