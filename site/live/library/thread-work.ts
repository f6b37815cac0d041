import type { Design } from "../../../src/study/design/design";
import { type Experiment, experimentOf, runReplicate } from "../../../src/study/engines/replicate";
import { fromPortable, type PortableJob, replicateStatistic } from "../../../src/study/questions/test/likelihood-ratio";
import type { Cell, StudyRecord } from "../../../src/study/records/record";

/** What a thread is asked: replicates of a study, or likelihood ratios of replicates `from` to before `to`. */
export type ThreadRequest =
  | { readonly kind: "records"; readonly design: Design; readonly cells: readonly Cell[] }
  | { readonly kind: "statistics"; readonly job: PortableJob; readonly from: number; readonly to: number };

export type ThreadAnswer<K extends ThreadRequest["kind"]> = K extends "records"
  ? readonly StudyRecord[]
  : readonly number[];

/** The study at hand: batches of one study follow each other. */
let last: { readonly hash: string; readonly experiment: Experiment } | undefined;

function experiment(design: Design): Experiment {
  const hash = JSON.stringify(design);
  if (last?.hash !== hash) last = { hash, experiment: experimentOf(design) };
  return last.experiment;
}

/** Does the work of one request. */
export function threadWork(request: ThreadRequest): readonly StudyRecord[] | readonly number[] {
  switch (request.kind) {
    case "records": {
      const of = experiment(request.design);
      return request.cells.map((cell) => runReplicate(of, cell));
    }
    case "statistics": {
      const job = fromPortable(request.job);
      return Array.from({ length: request.to - request.from }, (_, k) => replicateStatistic(job, request.from + k));
    }
  }
}
