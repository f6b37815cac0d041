import { type GateKind, toVector } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import { type Path, truthAt } from "../../model/path";
import { type CurvePoint, informationCurve } from "../../theory/information/information-curve";
import type { Design } from "../design/design";
import { pathOf } from "../design/path-json";
import type { StudyRecord } from "../records/record";
import { type Carriers, carriersOf } from "./carriers";
import { bias, type Estimated, meanAbsoluteError, rootMeanSquaredError } from "./monte-carlo-error";
import { type CellTally, StudyTally } from "./tally";

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
  /** Estimates that are spikes (a few rows, or nu on its lower bound): in the errors, counted here. */
  readonly spikes: number;
  /** Estimates whose search could not certify that no higher maximum was missed: in the errors, counted here. */
  readonly uncertified: number;
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
  readonly spikes: number;
  readonly uncertified: number;
  /** Total time spent on fits. */
  readonly seconds: number;
}

type CurveOf = (path: Path<GateKind>, sizes: readonly number[]) => readonly CurvePoint<GateKind>[];

function parameterSummary(
  name: string,
  truth: number,
  { errors, bounded }: { readonly errors: Float64Array; readonly bounded: Uint8Array },
  curve: number | undefined,
): ParameterSummary {
  const rmse = rootMeanSquaredError(errors);
  const efficiency =
    curve === undefined ? null : { value: rmse.value / curve, mcse: rmse.mcse === null ? null : rmse.mcse / curve };
  return {
    ...{ name, truth, bias: bias(errors), rmse, mae: meanAbsoluteError(errors), curve: curve ?? null, efficiency },
    carriers: carriersOf(errors, bounded),
  };
}

function cellSummary(
  tally: CellTally,
  names: readonly string[],
  truth: ArrayLike<number>,
  curve?: ArrayLike<number>,
): CellSummary {
  const { n, records, failures, notConverged, atBound, spikes, uncertified } = tally;
  const { reasons, seconds, passes, estimates } = tally;
  return {
    ...{ n, records, failures, notConverged, atBound, spikes, uncertified, reasons },
    secondsPerFit: seconds / records,
    passesPerFit: estimates > 0 ? passes / estimates : null,
    parameters:
      estimates > 0
        ? names.map((name, j) => {
            const of = { errors: tally.errors(j), bounded: tally.bounded(j) };
            return parameterSummary(name, truth[j], of, curve?.[j]);
          })
        : [],
  };
}

/** Errors, efficiencies, failures and cost of what was tallied along a path. */
export function summarizeTally(path: Path<GateKind>, tally: StudyTally, curve: CurveOf = informationCurve): Summary {
  const names = vectorNames(path.model);
  const present = tally.cells.filter(({ records }) => records > 0);
  const sizes = present.map(({ n }) => n);
  const predicted = new Map(curve(path, sizes).map((point) => [point.n, toVector(point)]));
  const total = (of: (cell: CellTally) => number): number => present.reduce((sum, cell) => sum + of(cell), 0);
  return {
    path: path.id,
    title: path.title,
    replications: tally.design.replications,
    parameters: names,
    cells: present.map((cell) => cellSummary(cell, names, toVector(truthAt(path, cell.n)), predicted.get(cell.n))),
    records: total(({ records }) => records),
    failures: total(({ failures }) => failures),
    notConverged: total(({ notConverged }) => notConverged),
    atBound: total(({ atBound }) => atBound),
    spikes: total(({ spikes }) => spikes),
    uncertified: total(({ uncertified }) => uncertified),
    seconds: total(({ seconds }) => seconds),
  };
}

/**
 * The summary of a study, its records streamed; their order does not matter.
 *
 * @example
 * ```ts
 * import { designStudy, scenarioPath, summarize } from "contaminated-moe";
 * import { runStudy } from "contaminated-moe/node";
 * const { path } = scenarioPath("L/resonant");
 * const study = await runStudy(designStudy(path, { sizes: [1000, 4000], replications: 40, seed: 7 }), { workers: 2 });
 * const { cells } = await summarize(study);
 * const [small, large] = cells.map(({ parameters }) => parameters[0]?.rmse.value ?? 0);
 * console.log((small ?? 0) > (large ?? 0)); // the error of lambda falls: true
 * ```
 */
export async function summarize(
  study: { readonly design: Design; records(): AsyncIterable<readonly StudyRecord[]> },
  curve: CurveOf = informationCurve,
): Promise<Summary> {
  const tally = new StudyTally(study.design);
  for await (const batch of study.records()) tally.add(batch);
  return summarizeTally(pathOf(study.design), tally, curve);
}
