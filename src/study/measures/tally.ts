import type { Design } from "../design/design";
import type { StudyRecord } from "../records/record";

/** What is kept of one size: counts, and errors by replicate, so that sums run in a fixed order. */
export class CellTally {
  private readonly seen: Uint8Array;
  private readonly unsound: Uint8Array;
  private readonly onBound: Uint8Array;
  private readonly secondsOf: Float64Array;
  private readonly passesOf: Float64Array;
  /** One column a parameter, NaN where there is no estimate; made by the first estimate. */
  private columns: readonly Float64Array[] = [];
  private readonly why: Record<string, number> = {};
  /** Records there are, failures included. */
  records = 0;
  /** Fits without any estimate. */
  failures = 0;
  /** Estimates whose fit did not meet its criterion. */
  notConverged = 0;
  /** Estimates with at least one parameter on a bound of the box. */
  atBound = 0;
  /** Estimates that are spikes: carried by a few rows, or nu on its lower bound. */
  spikes = 0;
  /** Estimates whose search did not meet its certificate. */
  uncertified = 0;

  constructor(
    readonly n: number,
    replications: number,
  ) {
    this.seen = new Uint8Array(replications);
    this.unsound = new Uint8Array(replications);
    this.onBound = new Uint8Array(replications);
    this.secondsOf = new Float64Array(replications);
    this.passesOf = new Float64Array(replications);
  }

  /** Takes one record; a replicate counts once. */
  add(record: StudyRecord): void {
    const { replicate, error, converged } = record;
    if (!(replicate >= 0 && replicate < this.seen.length) || this.seen[replicate] === 1) return;
    this.seen[replicate] = 1;
    this.records++;
    this.secondsOf[replicate] = record.seconds;
    this.passesOf[replicate] = record.passes ?? 0;
    if (error === null) this.failures++;
    else {
      if (this.columns.length === 0)
        this.columns = error.map(() => new Float64Array(this.seen.length).fill(Number.NaN));
      for (let j = 0; j < this.columns.length; j++) this.columns[j][replicate] = error[j];
      if (!converged) this.notConverged++;
      if (record.atBound.length > 0) {
        this.atBound++;
        this.onBound[replicate] = 1;
      }
      if (record.nature === "spike") this.spikes++;
      if (record.search?.satisfied === false) this.uncertified++;
      if (!converged || record.atBound.length > 0) this.unsound[replicate] = 1;
    }
    if (!converged) this.why[record.reason] = (this.why[record.reason] ?? 0) + 1;
  }

  /** Fits with an estimate. */
  get estimates(): number {
    return this.records - this.failures;
  }

  /** The errors of parameter j in the order of the replicates, over those with an estimate. */
  errors(j: number): Float64Array {
    return (this.columns[j] ?? new Float64Array(0)).filter((error) => !Number.isNaN(error));
  }

  /** For every entry of errors(j): 1 where the fit ended on a bound of the box. */
  bounded(j: number): Uint8Array {
    const column = this.columns[j] ?? new Float64Array(0);
    return this.onBound.filter((_, replicate) => !Number.isNaN(column[replicate] ?? Number.NaN));
  }

  /** For every entry of errors(j): did its fit converge inside the box? */
  sound(j: number): readonly boolean[] {
    const column = this.columns[j] ?? new Float64Array(0);
    return Array.from(column.keys())
      .filter((replicate) => !Number.isNaN(column[replicate]))
      .map((replicate) => this.unsound[replicate] === 0);
  }

  /** Reasons of failures and of missing convergence, with their counts. */
  get reasons(): Readonly<Record<string, number>> {
    return this.why;
  }

  /** Total time spent on fits. */
  get seconds(): number {
    return this.secondsOf.reduce((sum, value) => sum + value, 0);
  }

  /** Total passes over the data. */
  get passes(): number {
    return this.passesOf.reduce((sum, value) => sum + value, 0);
  }
}

/** The records of a study as they come, by size, in any order: what its summary is made of. */
export class StudyTally {
  /** By the design's sizes, those without a record included. */
  readonly cells: readonly CellTally[];
  private readonly bySize: ReadonlyMap<number, CellTally>;

  constructor(readonly design: Pick<Design, "sizes" | "replications">) {
    this.cells = design.sizes.map((n) => new CellTally(n, design.replications));
    this.bySize = new Map(this.cells.map((cell) => [cell.n, cell]));
  }

  /** Takes records; those of other sizes are left out. */
  add(records: Iterable<StudyRecord>): this {
    for (const record of records) this.bySize.get(record.n)?.add(record);
    return this;
  }
}
