import type { GateKind } from "../../../src/model/by-parameter";
import type { PathJson } from "../../../src/study/design/path-json";
import { StudyTally } from "../../../src/study/measures/tally";
import { addressOf, failedRecord, type StudyRecord } from "../../../src/study/records/record";
import type { Asker } from "./asker";
import type { Replicate } from "./tasks";
import { Withdrawn } from "./withdrawn";

/** What decides a run: equal plans give equal records, in whatever order they arrive. */
export interface RunPlan {
  readonly path: PathJson<GateKind>;
  readonly sizes: readonly number[];
  readonly replications: number;
  readonly seed: number;
  readonly starts: readonly ("cold" | "warm")[];
}

/** A record with the start that it was fitted from: what is kept of a run between visits. */
export interface KeptRecord {
  readonly start: "cold" | "warm";
  readonly record: StudyRecord;
}

export type RunState = "ready" | "running" | "paused" | "done" | "cancelled";

/** Who does the replicates, and how many at the same time. */
export interface Runner {
  readonly size: number;
  readonly asker: Asker;
}

function orderOf({ path, sizes, replications, seed, starts }: RunPlan): readonly Replicate[] {
  return Array.from({ length: replications }, (_, replicate) =>
    sizes.flatMap((n) => starts.map((start) => ({ path, seed, start, n, replicate }))),
  ).flat();
}

function keyOf({ start, n, replicate }: Pick<Replicate, "start" | "n" | "replicate">): string {
  return `${start} ${n} ${replicate}`;
}

/**
 * A study in the page. Replicates are begun in rounds: number 0 at every size, then number 1, and so on, so that all
 * sizes fill together. Pause lets what is at work finish; cancel drops it.
 */
export class StudyRun {
  private order: readonly Replicate[];
  private next = 0;
  private inFlight = 0;
  private cancelled = new AbortController();
  private readonly found = new Map<string, KeptRecord>();
  private status: RunState = "ready";
  /** The sorted lists, until the next record. */
  private readonly sorted = new Map<"cold" | "warm", readonly StudyRecord[]>();

  private tallies: ReadonlyMap<"cold" | "warm", StudyTally>;

  constructor(
    private planned: RunPlan,
    private readonly runner: Runner,
    private readonly onChange: (run: StudyRun) => void,
  ) {
    this.order = orderOf(planned);
    this.tallies = this.emptyTallies();
  }

  get plan(): RunPlan {
    return this.planned;
  }

  private emptyTallies(): ReadonlyMap<"cold" | "warm", StudyTally> {
    return new Map(this.planned.starts.map((start) => [start, new StudyTally(this.planned)]));
  }

  /** Everything recorded so far, in the order of arrival. */
  get kept(): readonly KeptRecord[] {
    return [...this.found.values()];
  }

  /** Adds replications to those that are there; they come after all that was planned before. */
  extend(replications: number): void {
    if (replications <= this.planned.replications || this.status === "cancelled") return;
    this.planned = { ...this.planned, replications };
    this.order = orderOf(this.planned);
    this.tallies = this.emptyTallies();
    for (const { start, record } of this.found.values()) this.tallies.get(start)?.add([record]);
    if (this.status === "done") this.status = "paused";
    this.fill();
    this.onChange(this);
  }

  /** Takes the records of an earlier visit; what the plan has not is left out. */
  restore(kept: readonly KeptRecord[]): void {
    if ((this.status !== "ready" && this.status !== "paused") || kept.length === 0) return;
    const wanted = new Set(this.order.map(keyOf));
    for (const { start, record } of kept) {
      const key = keyOf({ start, ...record });
      if (!wanted.has(key) || this.found.has(key)) continue;
      this.found.set(key, { start, record });
      this.tallies.get(start)?.add([record]);
    }
    this.sorted.clear();
    if (this.found.size === this.total) this.status = "done";
    else if (this.found.size > 0) this.status = "paused";
    this.onChange(this);
  }

  get state(): RunState {
    return this.status;
  }

  get done(): number {
    return this.found.size;
  }

  get total(): number {
    return this.order.length;
  }

  /** The replicate that the next step does; undefined at the end. */
  get upcoming(): Replicate | undefined {
    return this.order.slice(this.next).find((cell) => !this.found.has(keyOf(cell)));
  }

  /** Records of one kind of start, by n and replicate: the same list whatever the order of arrival. */
  records(start: "cold" | "warm"): readonly StudyRecord[] {
    const known = this.sorted.get(start);
    if (known) return known;
    const list = [...this.found.values()]
      .filter((one) => one.start === start)
      .map(({ record }) => record)
      .sort((a, b) => a.n - b.n || a.replicate - b.replicate);
    this.sorted.set(start, list);
    return list;
  }

  /** The same records counted and by size; undefined for a start the plan has not. */
  tally(start: "cold" | "warm"): StudyTally | undefined {
    return this.tallies.get(start);
  }

  start(): void {
    if (this.status === "done" || this.status === "cancelled") return;
    this.status = "running";
    this.fill();
    this.onChange(this);
  }

  pause(): void {
    if (this.status !== "running") return;
    this.status = "paused";
    this.onChange(this);
  }

  cancel(): void {
    if (this.status === "done") return;
    this.status = "cancelled";
    this.cancelled.abort();
    this.onChange(this);
  }

  /** Takes a record that was made outside of the run, by a step. */
  add(start: "cold" | "warm", record: StudyRecord): void {
    this.found.set(keyOf({ start, ...record }), { start, record });
    this.tallies.get(start)?.add([record]);
    this.sorted.delete(start);
    if (this.found.size === this.total) this.status = "done";
    else if (this.status === "ready") this.status = "paused";
    this.onChange(this);
  }

  /** Two requests per worker: one in work, one waiting, so that none idles. */
  private fill(): void {
    while (this.status === "running" && this.inFlight < 2 * this.runner.size && this.next < this.order.length) {
      const cell = this.order[this.next++];
      if (!this.found.has(keyOf(cell))) void this.run(cell);
    }
  }

  private async run(cell: Replicate): Promise<void> {
    this.inFlight++;
    try {
      const options = { urgent: false, signal: this.cancelled.signal };
      this.add(cell.start, await this.runner.asker.ask({ kind: "replicate", ...cell }, options));
    } catch (error) {
      if (error instanceof Withdrawn) return;
      // A worker that died, of memory for instance: a failure is data.
      const reason = error instanceof Error ? error.message : String(error);
      this.add(cell.start, failedRecord(addressOf(cell.path.id, cell.seed, cell), reason, 0));
    } finally {
      this.inFlight--;
      this.fill();
    }
  }
}
