import { parentPort, workerData } from "node:worker_threads";
import type { Design } from "../design/design";
import type { Cell } from "../records/record";
import { experimentOf, runReplicate } from "./replicate";

/** What a local worker is started with. */
export interface LocalWorkerData {
  readonly design: Design;
  /** [0] becomes 1 when records in flight are to be finished and nothing more begun. */
  readonly stop: Int32Array;
}

const { design, stop } = workerData as LocalWorkerData;
const experiment = experimentOf(design);

parentPort?.on("message", (cells: readonly Cell[]) => {
  const records = [];
  for (const cell of cells) {
    if (Atomics.load(stop, 0) === 1) break;
    records.push(runReplicate(experiment, cell));
  }
  parentPort?.postMessage(records);
});
