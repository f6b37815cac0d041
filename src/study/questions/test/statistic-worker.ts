import { workerData } from "node:worker_threads";
import { fromPortable, type PortableJob, replicateStatistic } from "./likelihood-ratio";

/** What a worker that computes likelihood ratios is started with; the arrays are shared. */
export interface StatisticWorkerData {
  readonly job: PortableJob;
  /** [0]: the next replicate to be taken, [1]: replicates done. */
  readonly counters: Int32Array;
  readonly statistics: Float64Array;
}

const { job, counters, statistics } = workerData as StatisticWorkerData;
const own = fromPortable(job);

for (let r = Atomics.add(counters, 0, 1); r < statistics.length; r = Atomics.add(counters, 0, 1)) {
  statistics[r] = replicateStatistic(own, r);
  Atomics.add(counters, 1, 1);
}
