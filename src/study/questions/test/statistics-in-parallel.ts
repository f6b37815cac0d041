import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { compiledScript } from "../../engines/compiled-script";
import { StudyError } from "../../records/study-error";
import { portable, replicateStatistic, type StatisticJob } from "./likelihood-ratio";
import type { StatisticWorkerData } from "./statistic-worker";

export interface ParallelOptions {
  /** Worker threads; as many as there are cores unless told, 0 works in the calling thread. */
  readonly workers?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Fewer replicates than this are not worth starting threads. */
const WORTH_THREADS = 40;
const POLL_MS = 200;

/**
 * Likelihood ratios of replicates 0..count-1, the same bits whatever the number of workers. User-defined experts and
 * densities are functions and cannot be sent to threads: they are computed in this one.
 */
export async function statistics(
  job: StatisticJob,
  count: number,
  options: ParallelOptions = {},
): Promise<Float64Array> {
  const { workers = availableParallelism(), onProgress } = options;
  const sent = workers > 0 && count >= WORTH_THREADS ? portable(job) : undefined;
  if (sent === undefined) {
    const values = new Float64Array(count);
    for (let r = 0; r < count; r++) {
      values[r] = replicateStatistic(job, r);
      if (r % 16 === 15) {
        onProgress?.(r + 1, count);
        await new Promise((done) => setImmediate(done));
      }
    }
    onProgress?.(count, count);
    return values;
  }
  const counters = new Int32Array(new SharedArrayBuffer(8));
  const shared = new Float64Array(new SharedArrayBuffer(8 * count));
  const workerData: StatisticWorkerData = { job: sent, counters, statistics: shared };
  const poll = setInterval(() => onProgress?.(Atomics.load(counters, 1), count), POLL_MS);
  const running = Array.from(
    { length: workers },
    () => new Worker(compiledScript("study/questions/test/statistic-worker"), { workerData, execArgv: [] }),
  );
  try {
    await Promise.all(
      running.map(
        (worker) =>
          new Promise<void>((done, failed) => {
            worker.on("error", (error) => failed(new StudyError(`A worker thread died: ${error.message}`)));
            worker.on("exit", (code) => (code === 0 ? done() : failed(new StudyError(`A thread ended with ${code}.`))));
          }),
      ),
    );
  } finally {
    clearInterval(poll);
    await Promise.all(running.map((worker) => worker.terminate()));
  }
  onProgress?.(count, count);
  return Float64Array.from(shared);
}
