import { byParameter, type GateKind, toVector } from "../../../src/model/by-parameter";
import { type Path, truthAt } from "../../../src/model/path";
import { type PredictedExponents, predictedExponents } from "../../../src/report/prediction/prediction";
import { carriedByFew } from "../../../src/report/verdict/cautions";
import type { CurveLimit } from "../../../src/report/verdict/curve-limit";
import { judge, type ParameterVerdict } from "../../../src/report/verdict/verdict";
import { carriersOf } from "../../../src/study/measures/carriers";
import { rootMeanSquaredError } from "../../../src/study/measures/monte-carlo-error";
import { type ErrorPoint, logLogSlope, type Slope, windowSlope } from "../../../src/study/measures/slopes";
import { summarizeTally } from "../../../src/study/measures/summary";
import type { StudyTally } from "../../../src/study/measures/tally";
import type { CurvePoint } from "../../../src/theory/information/information-curve";
import type { ErrorCell, ErrorSeries } from "./log-log-data";

/** The information curve by size: one parameter vector each. */
export type CurveTable = ReadonlyMap<number, readonly number[]>;

/** At most so many replicates per size are drawn as dots; the means are over all. */
export const SHOWN_DOTS = 200;

/** "a_1 to a_8" for neighbours in a row of three or more. */
function abridged(names: readonly string[]): string {
  const runs: string[][] = [];
  for (const name of names) {
    const last = runs.at(-1);
    const [, stem, index] = /^(a|beta)_(\d+)$/.exec(name) ?? [];
    const follows = stem !== undefined && last?.at(-1) === `${stem}_${Number(index) - 1}`;
    if (last && follows) last.push(name);
    else runs.push([name]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]} to ${run[run.length - 1]}` : run.join(", "))).join(", ");
}

/** Names that share what is said of them, in the order in which it is first said. */
function grouped(entries: readonly (readonly [name: string, said: string])[]): string {
  const names = new Map<string, string[]>();
  for (const [name, said] of entries) names.set(said, [...(names.get(said) ?? []), name]);
  return [...names].map(([said, list]) => `${abridged(list)} (${said})`).join(", ");
}

/** One sentence on where the guarantee is attained along the path, and where errors fall faster. */
export function findingOf(parameters: readonly PredictedExponents[]): string {
  const reason = parameters.flatMap(({ guaranteed }) => (guaranteed.known ? [] : [guaranteed.reason]))[0];
  if (reason !== undefined) return `No rate is guaranteed here: ${reason}.`;
  const attained: [string, string][] = [];
  const faster: [string, string][] = [];
  const open: [string, string][] = [];
  let why = "";
  for (const { name, guaranteed, sharp } of parameters) {
    if (!guaranteed.known) continue;
    const promised = `n^−${guaranteed.value.toFraction()}`;
    if (!sharp.known) {
      open.push([name, promised]);
      why = sharp.reason;
    } else if (sharp.value.equals(guaranteed.value)) attained.push([name, promised]);
    else faster.push([name, `n^−${sharp.value.toFraction()} instead of ${promised}`]);
  }
  const parts = [
    ...(attained.length > 0 ? [`the guarantee is attained for ${grouped(attained)}`] : []),
    ...(faster.length > 0 ? [`errors fall faster for ${grouped(faster)}`] : []),
    ...(open.length > 0 ? [`guaranteed for ${grouped(open)}, but no sharp exponent is known: ${why}`] : []),
  ];
  return `Theory along this path: ${parts.join("; ")}.`;
}

/** The errors of parameter j by size, over the records there are. */
export function errorSeries(tally: StudyTally, j: number, kind: ErrorSeries["kind"], name: string): ErrorSeries {
  const cells = tally.cells.map((cell): ErrorCell => {
    const errors = cell.errors(j);
    const sound = cell.sound(j);
    const rmse = errors.length === 0 ? null : rootMeanSquaredError(errors);
    const shown = Array.from(errors.subarray(0, SHOWN_DOTS), Math.abs);
    return {
      n: cell.n,
      rmse: rmse?.value ?? null,
      mcse: rmse?.mcse ?? null,
      dots: shown.filter((_, k) => sound[k]),
      flagged: shown.filter((_, k) => !sound[k]),
      failures: cell.failures,
      carriers: carriersOf(errors, cell.bounded(j)),
      estimates: errors.length,
    };
  });
  return { kind, name, cells };
}

function inWindow([from, to]: readonly [number, number]): (point: { readonly n: number }) => boolean {
  return ({ n }) => n >= from && n <= to;
}

/** What a window of sizes says: the measured slope, and the curve's over the same sizes with the same weights. */
export interface WindowSlopes {
  readonly measured: Slope | undefined;
  /** Without a measurement all sizes weigh the same. */
  readonly curve: number | undefined;
  /** What to mind about the measured slope: that a few fits carry it. */
  readonly cautions: readonly string[];
}

export function windowSlopes(
  series: ErrorSeries | undefined,
  curve: CurveTable,
  sizes: readonly number[],
  j: number,
  window: readonly [number, number],
): WindowSlopes {
  const points = (series?.cells ?? []).flatMap(({ n, rmse, mcse }): readonly ErrorPoint[] =>
    rmse === null || mcse === null ? [] : [{ n, error: rmse, mcse }],
  );
  const kept = points.filter(inWindow(window));
  const values = new Map([...curve].map(([n, vector]) => [n, vector[j]]));
  const found = windowSlope(kept, values);
  if (found) {
    const { curve: exponent, ...measured } = found;
    const used = (series?.cells ?? []).filter(({ rmse }) => rmse !== null).filter(inWindow(window));
    return { measured, curve: exponent ?? undefined, cautions: carriedByFew(used) };
  }
  const even = sizes
    .map((n) => values.get(n) ?? Number.NaN)
    .map((value, k) => ({ n: sizes[k], error: value, mcse: value }))
    .filter((point) => Number.isFinite(point.error) && inWindow(window)(point));
  return { measured: undefined, curve: logLogSlope(even)?.exponent, cautions: [] };
}

/** The workbook's verdicts on the study in the page. */
export function pageVerdicts(
  path: Path<GateKind>,
  tally: StudyTally,
  curve: CurveTable,
  limits: readonly CurveLimit[],
): readonly ParameterVerdict[] {
  const points = (_: unknown, sizes: readonly number[]): readonly CurvePoint<GateKind>[] =>
    sizes.map((n) => {
      const all = curve.get(n) ?? toVector(truthAt(path, n)).map(() => Number.NaN);
      return { n, ...byParameter(path.model, all), relativeError: 0 };
    });
  return judge(summarizeTally(path, tally, points), predictedExponents(path).parameters, limits);
}
