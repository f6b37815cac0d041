import { parentPort } from "node:worker_threads";
import type { Design } from "../../design/design";
import { canonicalJson } from "../../design/design-hash";
import type { Cell } from "../../records/record";
import { encodeRow } from "../../records/record-row";
import { type Experiment, experimentOf, runReplicate } from "../replicate";

/** What a thread of a queue worker is asked. */
export interface ThreadTask {
  readonly design: Design;
  readonly cells: readonly Cell[];
}

/** What it answers: rows, or why it cannot. */
export type ThreadAnswer = { readonly rows: readonly string[] } | { readonly error: string };

let key = "";
let experiment: Experiment | undefined;

function experimentFor(design: Design): Experiment {
  const asked = canonicalJson(design);
  if (experiment === undefined || asked !== key) {
    experiment = experimentOf(design);
    key = asked;
  }
  return experiment;
}

function answer({ design, cells }: ThreadTask): ThreadAnswer {
  try {
    const ready = experimentFor(design);
    return { rows: cells.map((cell) => encodeRow(runReplicate(ready, cell), ready.parameters)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (task: ThreadTask) => parentPort?.postMessage(answer(task)));
