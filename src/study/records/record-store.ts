import type { Design } from "../design/design";
import type { Cell, StudyRecord } from "./record";

/** Where a study's records go. Appending a record twice keeps the first. */
export interface RecordStore {
  has(cell: Cell): boolean;
  append(records: readonly StudyRecord[]): void;
  readonly count: number;
  /** All records, some thousands at a time, in no particular order. */
  records(): AsyncIterable<readonly StudyRecord[]>;
  close(): void;
}

/** Which cells of a design are done: one byte each. */
export class DoneCells {
  private readonly bySize: ReadonlyMap<number, Uint8Array>;
  count = 0;

  constructor(readonly design: Design) {
    this.bySize = new Map(design.sizes.map((n) => [n, new Uint8Array(design.replications)]));
  }

  has({ n, replicate }: Cell): boolean {
    return this.bySize.get(n)?.[replicate] === 1;
  }

  /** Marks a cell; false when it is no cell of the design or was done before. */
  add({ n, replicate }: Cell): boolean {
    const done = this.bySize.get(n);
    if (done === undefined || !(replicate >= 0 && replicate < done.length) || done[replicate] === 1) return false;
    done[replicate] = 1;
    this.count++;
    return true;
  }

  /** The missing cells: replicate by replicate, the largest size first, so that every size grows evenly. */
  *missing(): Generator<Cell> {
    const sizes = [...this.design.sizes].reverse();
    for (let replicate = 0; replicate < this.design.replications; replicate++) {
      for (const n of sizes) if (!this.has({ n, replicate })) yield { n, replicate };
    }
  }
}

/** Records kept in memory: a notebook's quick study. */
export class MemoryStore implements RecordStore {
  private readonly kept: StudyRecord[] = [];

  constructor(private readonly done: DoneCells) {}

  has(cell: Cell): boolean {
    return this.done.has(cell);
  }

  append(records: readonly StudyRecord[]): void {
    for (const record of records) if (this.done.add(record)) this.kept.push(record);
  }

  get count(): number {
    return this.kept.length;
  }

  async *records(): AsyncGenerator<readonly StudyRecord[]> {
    yield this.kept;
  }

  close(): void {}
}
