import type { CurveTable } from "../findings/analysis";
import type { CurvePoint, ErrorSeries } from "../findings/log-log-data";
import { parameterNamesOf } from "../state/state";
import type { Session } from "./session";
import type { StudyPicture } from "./study-picture";

/** A picture that the reader keeps while the controls move on: the curve and the errors of every parameter. */
export interface Pinned {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly curve: CurveTable;
  /** By parameter: the run's errors, else the published ones; none where there were none. */
  readonly series: readonly (ErrorSeries | undefined)[];
}

/** What is shown now, to be kept. */
export function pinnedOf(session: Session, picture: StudyPicture): Pinned | undefined {
  const { experiment, theory, run } = session;
  if (!experiment) return undefined;
  const parameters = parameterNamesOf(session.state);
  const all = parameters.map((_, j) =>
    picture.series(j).filter(({ cells }) => cells.some(({ rmse }) => rmse !== null)),
  );
  return {
    name: run && run.done > 0 ? `${experiment.path.title}, ${run.done} fits` : experiment.path.title,
    parameters,
    curve: theory.curve?.table ?? new Map(),
    series: all.map((list) => list.find(({ kind }) => kind !== "published") ?? list[0]),
  };
}

/** The pinned errors of the parameter of this name, without their dots. */
export function pinnedSeries(pinned: Pinned | undefined, parameter: string): readonly ErrorSeries[] {
  const series = pinned?.series[pinned.parameters.indexOf(parameter)];
  if (!pinned || !series) return [];
  const cells = series.cells.map((cell) => ({ ...cell, dots: [], flagged: [], failures: 0 }));
  return [{ kind: "pinned", name: `Pinned: ${pinned.name}`, cells }];
}

/** The pinned curve of the parameter of this name. */
export function pinnedCurve(pinned: Pinned | undefined, parameter: string): readonly CurvePoint[] {
  const j = pinned?.parameters.indexOf(parameter) ?? -1;
  return [...(pinned?.curve ?? [])].flatMap(([n, vector]) => {
    const value = vector[j];
    return value !== undefined && value > 0 && Number.isFinite(value) ? [{ n, value }] : [];
  });
}
