/** In place of src/study/questions/test/statistics-in-parallel: the same replicates, done in web workers. */
import { portable, replicateStatistic, type StatisticJob } from "../../../src/study/questions/test/likelihood-ratio";
import type { statistics as inNode, ParallelOptions } from "../../../src/study/questions/test/statistics-in-parallel";
import { availableParallelism } from "../node/os";
import { withThread } from "./threads";

/** Fewer replicates than this are not worth starting threads. */
const WORTH_THREADS = 40;
/** So many replicates are sent at once. */
const BATCH = 16;

/** Likelihood ratios of replicates 0..count-1, the same bits whatever the number of workers. */
export const statistics: typeof inNode = async (
  job: StatisticJob,
  count: number,
  { workers = availableParallelism(), onProgress }: ParallelOptions = {},
): Promise<Float64Array> => {
  const values = new Float64Array(count);
  const sent = workers > 0 && count >= WORTH_THREADS ? portable(job) : undefined;
  if (sent === undefined) {
    for (let r = 0; r < count; r++) {
      values[r] = replicateStatistic(job, r);
      if (r % BATCH !== BATCH - 1) continue;
      onProgress?.(r + 1, count);
      await new Promise((done) => setImmediate(done));
    }
  } else {
    let next = 0;
    let done = 0;
    const life = (): Promise<void> =>
      withThread(async (ask) => {
        while (next < count) {
          const from = next;
          const to = Math.min(count, from + BATCH);
          next = to;
          values.set(await ask({ kind: "statistics", job: sent, from, to }), from);
          done += to - from;
          onProgress?.(done, count);
        }
      });
    await Promise.all(Array.from({ length: workers }, life));
  }
  onProgress?.(count, count);
  return values;
};
