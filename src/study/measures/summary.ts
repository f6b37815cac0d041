import { toVector } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import { type Path, truthAt } from "../../model/path";
import { type CurvePoint, informationCurve } from "../../theory/information/information-curve";
import type { Design } from "../design/design";
import { pathOf } from "../design/path-json";
import type { StudyRecord } from "../records/record";
import { type Carriers, carriersOf } from "./carriers";
import { bias, type Estimated, meanAbsoluteError, rootMeanSquaredError } from "./monte-carlo-error";

/** The errors of one parameter at one size, over the replicates that gave an estimate. */
export interface ParameterSummary {
  readonly name: string;
  readonly truth: number;
  readonly bias: Estimated;
  /** With its jackknife standard error. */
  readonly rmse: Estimated;
  readonly mae: Estimated;
  /** The information curve; null when none was given. */
  readonly curve: number | null;
  /** rmse / curve. */
  readonly efficiency: Estimated | null;
  readonly carriers?: Carriers;
}

/** One size of a study. */
export interface CellSummary {
  readonly n: number;
  /** Records there are, failures included. */
  readonly records: number;
  /** Fits without any estimate: in no error, counted here. */
  readonly failures: number;
  /** Estimates whose fit did not meet its criterion: in the errors, counted here. */
  readonly notConverged: number;
  /** Estimates with at least one parameter on a bound of the box: in the errors, counted here. */
  readonly atBound: number;
  /** Estimates whose search could not certify that no higher maximum was missed; absent where records do not say. */
  readonly uncertified?: number;
  /** Reasons of failures and of missing convergence, with their counts. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Mean over the replicates. */
  readonly secondsPerFit: number;
  readonly passesPerFit: number | null;
  readonly parameters: readonly ParameterSummary[];
}

export interface Summary {
  readonly path: string;
  readonly title: string;
  readonly replications: number;
  readonly parameters: readonly string[];
  /** By ascending n; sizes without a record are left out. */
  readonly cells: readonly CellSummary[];
  readonly records: number;
  readonly failures: number;
  readonly notConverged: number;
  readonly atBound: number;
  /** Total time spent on fits. */
  readonly seconds: number;
}

/** What is kept of one size while streaming: the errors by replicate, so that sums run in a fixed order. */
class Tally {
  readonly seen: Uint8Array;
  readonly errors: readonly Float64Array[];
  readonly onBound: Uint8Array;
  private readonly secondsOf: Float64Array;
  private readonly passesOf: Float64Array;
  records = 0;
  failures = 0;
  notConverged = 0;
  atBound = 0;
  readonly reasons: Record<string, number> = {};

  constructor(replications: number, parameters: number) {
    this.seen = new Uint8Array(replications);
    this.errors = Array.from({ length: parameters }, () => new Float64Array(replications).fill(Number.NaN));
    this.onBound = new Uint8Array(replications);
    this.secondsOf = new Float64Array(replications);
    this.passesOf = new Float64Array(replications);
  }

  add(record: StudyRecord): void {
    const { replicate } = record;
    if (!(replicate >= 0 && replicate < this.seen.length) || this.seen[replicate] === 1) return;
    this.seen[replicate] = 1;
    this.records++;
    this.secondsOf[replicate] = record.seconds;
    this.passesOf[replicate] = record.passes ?? 0;
    if (record.error === null) this.failures++;
    else {
      for (let j = 0; j < this.errors.length; j++) this.errors[j][replicate] = record.error[j];
      if (!record.converged) this.notConverged++;
      if (record.atBound.length > 0) {
        this.atBound++;
        this.onBound[replicate] = 1;
      }
    }
    if (!record.converged) this.reasons[record.reason] = (this.reasons[record.reason] ?? 0) + 1;
  }

  get seconds(): number {
    return this.secondsOf.reduce((sum, value) => sum + value, 0);
  }

  get passes(): number {
    return this.passesOf.reduce((sum, value) => sum + value, 0);
  }

  summarize(n: number, names: readonly string[], truth: ArrayLike<number>, curve?: ArrayLike<number>): CellSummary {
    const estimates = this.records - this.failures;
    const parameters = names.map((name, j): ParameterSummary => {
      const errors = this.errors[j].filter((error) => !Number.isNaN(error));
      const rmse = rootMeanSquaredError(errors);
      const predicted = curve?.[j] ?? null;
      const efficiency =
        predicted === null
          ? null
          : { value: rmse.value / predicted, mcse: rmse.mcse === null ? null : rmse.mcse / predicted };
      return {
        name,
        truth: truth[j],
        bias: bias(errors),
        rmse,
        mae: meanAbsoluteError(errors),
        curve: predicted,
        efficiency,
        carriers: carriersOf(this.errors[j], this.onBound),
      };
    });
    return {
      n,
      records: this.records,
      failures: this.failures,
      notConverged: this.notConverged,
      atBound: this.atBound,
      reasons: this.reasons,
      secondsPerFit: this.seconds / this.records,
      passesPerFit: estimates > 0 ? this.passes / estimates : null,
      parameters: estimates > 0 ? parameters : [],
    };
  }
}

/** Errors, efficiencies, failures and cost of a study, streamed; the order of the records does not matter. */
export async function summarize(
  study: { readonly design: Design; records(): AsyncIterable<readonly StudyRecord[]> },
  curve: (path: Path, sizes: readonly number[]) => readonly CurvePoint[] = informationCurve,
): Promise<Summary> {
  return summarizeRecords(pathOf(study.design), study.design, study.records(), curve);
}

/** The same for the records of any path, user-defined experts included. */
export async function summarizeRecords(
  path: Path,
  { sizes, replications }: Pick<Design, "sizes" | "replications">,
  records: AsyncIterable<readonly StudyRecord[]> | Iterable<readonly StudyRecord[]>,
  curve: (path: Path, sizes: readonly number[]) => readonly CurvePoint[] = informationCurve,
): Promise<Summary> {
  const names = vectorNames(path.model);
  const tallies = new Map(sizes.map((n) => [n, new Tally(replications, names.length)]));
  for await (const batch of records) for (const record of batch) tallies.get(record.n)?.add(record);
  const present = [...tallies].filter(([, tally]) => tally.records > 0);
  const predicted = new Map(
    curve(
      path,
      present.map(([n]) => n),
    ).map((point) => [point.n, toVector(point)]),
  );
  const total = (of: (tally: Tally) => number): number => present.reduce((sum, [, tally]) => sum + of(tally), 0);
  return {
    path: path.id,
    title: path.title,
    replications,
    parameters: names,
    cells: present.map(([n, tally]) => tally.summarize(n, names, toVector(truthAt(path, n)), predicted.get(n))),
    records: total((tally) => tally.records),
    failures: total((tally) => tally.failures),
    notConverged: total((tally) => tally.notConverged),
    atBound: total((tally) => tally.atBound),
    seconds: total((tally) => tally.seconds),
  };
}
