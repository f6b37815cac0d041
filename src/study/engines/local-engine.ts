import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { StudyRecord } from "../records/record";
import { StudyError } from "../records/study-error";
import { compiledScript } from "./compiled-script";
import { BatchPlanner, type Engine, type EngineTask } from "./engine";
import type { LocalWorkerData } from "./local-worker";
import { experimentOf, runReplicate } from "./replicate";

/** Batches a worker has at once: one it works on, one waiting, so that it never idles. */
const IN_FLIGHT = 2;

/** All cells in this thread, one after the other, letting the event loop breathe between them. */
async function inThisThread({ design, missing, deliver, signal }: EngineTask): Promise<void> {
  const experiment = experimentOf(design);
  for (let step = missing.next(); !step.done && !signal.aborted; step = missing.next()) {
    deliver([runReplicate(experiment, step.value)]);
    await new Promise((done) => setImmediate(done));
  }
}

/** One worker's life: it resolves when there is nothing more to do, or the records in flight are done. */
function runWorker(task: EngineTask, plan: BatchPlanner, stop: Int32Array): Promise<void> {
  const data: LocalWorkerData = { design: task.design, stop };
  const worker = new Worker(compiledScript("study/engines/local-worker"), { workerData: data, execArgv: [] });
  return new Promise<void>((done, failed) => {
    let inFlight = 0;
    const feed = (): void => {
      while (inFlight < IN_FLIGHT && !task.signal.aborted && Atomics.load(stop, 0) === 0) {
        const cells = plan.next();
        if (cells.length === 0) break;
        inFlight++;
        worker.postMessage(cells);
      }
      if (inFlight === 0) done();
    };
    worker.on("message", (records: readonly StudyRecord[]) => {
      inFlight--;
      try {
        plan.observe(records);
        task.deliver(records);
        feed();
      } catch (error) {
        failed(error);
      }
    });
    worker.on("error", (error) => failed(new StudyError(`A worker thread died: ${error.message}`)));
    worker.on("exit", (code) => failed(new StudyError(`A worker thread ended with code ${code}.`)));
    feed();
  }).finally(() => worker.terminate());
}

/** Worker threads on this machine: as many as it has cores unless told; 0 works in the calling thread. */
export function localEngine(workers: number = availableParallelism()): Engine {
  return async (task) => {
    if (workers === 0) return inThisThread(task);
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const halt = (): void => void Atomics.store(stop, 0, 1);
    if (task.signal.aborted) return;
    task.signal.addEventListener("abort", halt);
    const plan = new BatchPlanner(task.missing);
    try {
      const running = Array.from({ length: workers }, () => runWorker(task, plan, stop));
      const outcomes = await Promise.allSettled(
        running.map((run) =>
          run.catch((error) => {
            halt();
            throw error;
          }),
        ),
      );
      const failure = outcomes.find((outcome) => outcome.status === "rejected");
      if (failure) throw failure.reason;
    } finally {
      task.signal.removeEventListener("abort", halt);
    }
  };
}
