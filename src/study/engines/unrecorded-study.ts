import { InputError } from "../../input-error";
import type { GateKind } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import { type Path, truthAt } from "../../model/path";
import { type Summary, summarizeTally } from "../measures/summary";
import { StudyTally } from "../measures/tally";
import type { StudyRecord } from "../records/record";
import { type Estimator, runOwnReplicate } from "./own-estimator";
import { type Experiment, runReplicate } from "./replicate";

export interface UnrecordedStudyOptions<G extends GateKind = "constant"> {
  readonly sizes: readonly number[];
  readonly replications: number;
  readonly seed?: number;
  /** Random starts per fit; the estimator's own number unless told. */
  readonly starts?: number;
  /** Where the searches start: from the data ("cold", unless told), or at the truth and nowhere else ("warm"), which no estimator can. */
  readonly start?: "cold" | "warm";
  /** One's own estimator in place of maximum likelihood. */
  readonly estimator?: Estimator<G>;
  readonly onProgress?: (done: number, total: number) => void;
}

/** An unrecorded study: its records and their summary. */
export interface UnrecordedStudy {
  readonly summary: Summary;
  readonly records: readonly StudyRecord[];
}

/**
 * A study of a path with user-defined experts or densities, or with one's own estimator. They are functions: they cannot be written into a design,
 * sent to a thread or resumed from a folder, so everything runs here and stays in memory. Otherwise as any study: the
 * same streams, records, summary and verdict.
 *
 * @example
 * ```ts
 * import { runUnrecordedStudy, scenarioPath } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const { records } = await runUnrecordedStudy(path, { sizes: [1000], replications: 3, seed: 7 });
 * console.log(records.length, records.every(({ converged }) => converged)); // 3 true
 * ```
 */
export async function runUnrecordedStudy<G extends GateKind>(
  path: Path<G>,
  options: UnrecordedStudyOptions<G>,
): Promise<UnrecordedStudy> {
  const { replications, seed = 1, starts, start = "cold", estimator, onProgress } = options;
  const sizes = [...new Set(options.sizes)].sort((a, b) => a - b);
  if (sizes.length === 0 || !(Number.isInteger(replications) && replications >= 1)) {
    throw new InputError(
      `The study has ${sizes.length} sizes and ${replications} replications; give at least one each.`,
    );
  }
  for (const n of sizes) truthAt<G>(path, n);
  const design = { sizes, seed, start, starts: starts ?? null } as const;
  const experiment: Experiment<G> = { design, path, parameters: vectorNames(path.model) };
  const records: StudyRecord[] = [];
  for (const n of sizes) {
    for (let replicate = 0; replicate < replications; replicate++) {
      const cell = { n, replicate };
      records.push(estimator ? runOwnReplicate(experiment, cell, estimator) : runReplicate(experiment, cell));
      onProgress?.(records.length, sizes.length * replications);
      if (replicate % 8 === 7) await new Promise((done) => setImmediate(done));
    }
  }
  return { records, summary: summarizeTally(path, new StudyTally({ sizes, replications }).add(records)) };
}
