import type { Design } from "../design/design";
import type { Cell, StudyRecord } from "../records/record";

/** What an engine is given: cells to do and where their records go. */
export interface EngineTask {
  readonly design: Design;
  /** Called whenever the engine can take more work; ends when nothing is missing. */
  readonly missing: Iterator<Cell>;
  /** Called in the coordinator with finished records; it returns when they are safe. */
  readonly deliver: (records: readonly StudyRecord[]) => void;
  /** Aborted: finish the records in flight, then return. */
  readonly signal: AbortSignal;
}

/** Does the cells, in any order, each at least once. */
export type Engine = (task: EngineTask) => Promise<void>;

/** Batches worth about `target` seconds each: messages cost less than a percent, stopping takes no longer. */
export class BatchPlanner {
  private spent = 0;
  private rows = 0;

  constructor(
    private readonly missing: Iterator<Cell>,
    private readonly target = 0.1,
  ) {}

  /** Learns what a row costs. */
  observe(records: readonly StudyRecord[]): void {
    for (const { n, seconds } of records) {
      this.spent += seconds;
      this.rows += n;
    }
  }

  next(): readonly Cell[] {
    const perRow = this.rows > 0 ? this.spent / this.rows : Number.POSITIVE_INFINITY;
    const cells: Cell[] = [];
    for (let expected = 0; expected < this.target && cells.length < 256; ) {
      const step = this.missing.next();
      if (step.done) break;
      cells.push(step.value);
      expected += perRow * step.value.n;
    }
    return cells;
  }
}
