import { InputError } from "../../input-error";
import { PACKAGE_VERSION } from "../../package-version";
import { type Design, totalRecords } from "../design/design";
import { designHash } from "../design/design-hash";
import { summarize } from "../measures/summary";
import type { StudyRecord } from "../records/record";
import type { Damage } from "../records/record-reader";
import { DoneCells, MemoryStore } from "../records/record-store";
import type { Study } from "../records/study";
import type { TakenOver } from "../records/study-description";
import { StudyFolder } from "../records/study-folder";
import type { Engine } from "./engine";
import { localEngine } from "./local-engine";

/** How far a study is. */
export interface StudyProgress {
  readonly done: number;
  readonly total: number;
  /** Of the records made in this run: fits without an estimate, or that did not converge. */
  readonly failures: number;
  /** Records per second in this run; 0 before the first. */
  readonly rate: number;
  /** Estimated from the rows still to be fitted; null before the first record. */
  readonly secondsLeft: number | null;
}

export interface StudyOptions {
  /** Directory in which the study's folder lies; without it the records stay in memory. */
  readonly out?: string;
  /** Worker threads: one per core unless told; 0 works in the calling thread. Ignored when `engine` is given. */
  readonly workers?: number;
  readonly engine?: Engine;
  /** Start over; an existing folder is moved aside, never destroyed. */
  readonly fresh?: boolean;
  readonly onProgress?: (progress: StudyProgress) => void;
  readonly onRecords?: (records: readonly StudyRecord[]) => void;
  /** Abort to finish the records in flight and return early. */
  readonly signal?: AbortSignal;
}

export interface StudyResult extends Study {
  readonly hash: string;
  /** null for a study in memory. */
  readonly folder: string | null;
  readonly done: number;
  readonly total: number;
  /** Records that were there before this run. */
  readonly resumed: number;
  readonly interrupted: boolean;
  /** Where records of a new study came from: others that differ only in sizes or replications. */
  readonly takenOver: readonly TakenOver[];
  /** Damaged lines found on resuming; their replicates were run again. */
  readonly damage: readonly Damage[];
}

/**
 * Runs what is missing of a study and returns it. A folder that holds a part of it is continued; the same design gives
 * the same records whatever the engine, the workers, the order and the interruptions.
 * @throws StudyError when the folder is in use or cannot be written; nothing recorded is lost.
 * @throws InputError when the design is of another version of this package, whose fits may differ in their last bits.
 */
export async function runStudy(design: Design, options: StudyOptions = {}): Promise<StudyResult> {
  if (design.version !== PACKAGE_VERSION) {
    const it = `the study of ${design.path.id} needs version ${design.version}`;
    throw new InputError(`This is contaminated-moe ${PACKAGE_VERSION}, but ${it}; run it with that one.`);
  }
  const { out, signal = new AbortController().signal, onProgress, onRecords } = options;
  const folder = out === undefined ? undefined : await StudyFolder.open(design, out, options.fresh);
  const memory = new DoneCells(design);
  const store = folder ?? new MemoryStore(memory);
  const missingCells = folder ? folder.missing() : memory.missing();
  const total = totalRecords(design);
  const resumed = store.count;
  const meter = new ProgressMeter(design, resumed);
  try {
    const deliver = (records: readonly StudyRecord[]): void => {
      const added = records.filter((record) => !store.has(record));
      store.append(records);
      meter.add(added);
      onRecords?.(added);
      onProgress?.(meter.progress(store.count));
    };
    if (store.count < total) {
      const engine = options.engine ?? localEngine(options.workers);
      await engine({ design, missing: missingCells, deliver, signal });
    }
    if (folder && folder.count === total && (resumed < total || !folder.finished)) {
      folder.finish((await summarize(folder, () => [])).cells);
    }
    return {
      design,
      hash: designHash(design),
      folder: folder?.folder ?? null,
      done: store.count,
      total,
      resumed,
      interrupted: store.count < total,
      takenOver: folder?.takenOver ?? [],
      damage: folder?.damage ?? [],
      records: () => store.records(),
    };
  } finally {
    store.close();
  }
}

/** Rate and time left, the latter by rows: a fit's cost grows linearly with n. */
class ProgressMeter {
  private readonly began = performance.now();
  private readonly total: number;
  private readonly rowsTotal: number;
  private rows = 0;
  private records = 0;
  private failures = 0;

  constructor(design: Design, resumed: number) {
    this.total = totalRecords(design);
    const mean = design.sizes.reduce((sum, n) => sum + n, 0) / design.sizes.length;
    this.rowsTotal = mean * (this.total - resumed);
  }

  add(records: readonly StudyRecord[]): void {
    for (const record of records) {
      this.rows += record.n;
      this.records++;
      if (!record.converged) this.failures++;
    }
  }

  progress(done: number): StudyProgress {
    const elapsed = (performance.now() - this.began) / 1000;
    const left = Math.max(0, this.rowsTotal - this.rows);
    return {
      done,
      total: this.total,
      failures: this.failures,
      rate: elapsed > 0 ? this.records / elapsed : 0,
      secondsLeft: done >= this.total ? 0 : this.rows > 0 ? (elapsed * left) / this.rows : null,
    };
  }
}
