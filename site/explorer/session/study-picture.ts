import { predictedExponents } from "../../../src/report/prediction/prediction";
import { showExponent } from "../../../src/theory/rates/exponents";
import { errorSeries, type WindowSlopes, windowSlopes } from "../findings/analysis";
import type { ErrorSeries, LogLogData } from "../findings/log-log-data";
import { publishedCells } from "../findings/published";
import { parameterIndexOf } from "../state/state-check";
import { pinnedCurve, pinnedSeries } from "./pinned";
import type { PlanRequest } from "./plan-request";
import type { Session } from "./session";

/** Slopes, and whose errors they are of. */
export interface NamedSlopes extends WindowSlopes {
  readonly kind: ErrorSeries["kind"] | undefined;
}

const SERIES_NAMES = { cold: "cold fits", warm: "fits started at the truth" } as const;

/** Are predictions and slopes to be kept from the reader until a guess is committed, or the lecturer shows them? */
export function isHidden({ state, veiled }: Session): boolean {
  return veiled || (state.guessing && state.guess === null);
}

/** Turns the session into what the log-log panel shows. */
export class StudyPicture {
  /** Series by parameter, as long as records and path stay: dragging the window asks for them in every frame. */
  private cached: { readonly of: readonly unknown[]; readonly series: Map<number, readonly ErrorSeries[]> } | undefined;

  constructor(
    private readonly session: Session,
    private readonly plan: Pick<PlanRequest, "mark">,
  ) {}

  /** The error series of parameter j: the published means while the path is a preset's, then the run's. */
  series(j: number): readonly ErrorSeries[] {
    const { experiment, run, published } = this.session;
    const of = [experiment?.path.id, experiment?.sizes.join(), published, run, run?.done, isHidden(this.session)];
    if (!this.cached || of.some((part, k) => part !== this.cached?.of[k])) this.cached = { of, series: new Map() };
    const known = this.cached.series.get(j) ?? this.computeSeries(j);
    this.cached.series.set(j, known);
    return known;
  }

  private computeSeries(j: number): readonly ErrorSeries[] {
    const { experiment, run, published } = this.session;
    if (!experiment) return [];
    const { sizes } = experiment;
    const runs = (run?.plan.starts ?? []).flatMap((start) => {
      const tally = run?.tally(start);
      return tally ? [errorSeries(tally, j, start, `In this page, ${SERIES_NAMES[start]}`)] : [];
    });
    // The published errors would give the guess away.
    if (!published || isHidden(this.session)) return runs;
    const cells = publishedCells(published, j).filter(({ n }) => n >= sizes[0] && n <= sizes[sizes.length - 1]);
    return [{ kind: "published", name: `Published, ${published.replications} replications`, cells }, ...runs];
  }

  /** Slopes of parameter j over the window: of the run's first kind of start once it has errors, else the published. */
  slopes(j: number): NamedSlopes {
    const { theory, experiment, state } = this.session;
    if (!experiment) return { kind: undefined, measured: undefined, curve: undefined, cautions: [] };
    const measured = this.series(j).filter(({ cells }) => cells.some(({ rmse }) => rmse !== null));
    const series = measured.find(({ kind }) => kind !== "published") ?? measured[0];
    const table = theory.curve?.table ?? new Map<number, readonly number[]>();
    return { kind: series?.kind, ...windowSlopes(series, table, experiment.sizes, j, state.window) };
  }

  /** Everything in the log-log panel; nothing predicted while the reader still guesses. */
  data(): LogLogData | undefined {
    const { session } = this;
    const { state, theory, experiment, look } = session;
    if (!experiment) return undefined;
    const hidden = isHidden(session);
    const j = parameterIndexOf(state);
    const { sizes } = experiment;
    const curve = theory.curve ?? (theory.curveProblem === "" ? theory.formerCurve : undefined);
    const points = (curve?.sizes ?? []).flatMap((n) => {
      const value = curve?.table.get(n)?.[j];
      return value !== undefined && value > 0 && Number.isFinite(value) ? [{ n, value }] : [];
    });
    const error = look?.record.error?.[j];
    const { mark } = this.plan;
    return {
      title: this.title(),
      parameter: state.parameter,
      sizes: [sizes[0], sizes[sizes.length - 1]],
      curve: hidden ? [] : points,
      former: theory.curve === undefined,
      pinned: hidden ? [] : pinnedCurve(session.pinned, state.parameter),
      at: state.n,
      lines: hidden ? [] : this.lines(j),
      series: [...(hidden ? [] : pinnedSeries(session.pinned, state.parameter)), ...this.series(j)],
      bounds: hidden ? [] : theory.bounds.filter(({ value }) => value > 0),
      window: state.window,
      plan: hidden || !mark ? null : { error: mark.error, n: mark.n },
      highlight: look && error !== undefined ? { n: look.record.n, value: Math.abs(error) } : null,
    };
  }

  /** What is shown, with the replications that there really are. */
  private title(): string {
    const { state, experiment, run, published } = this.session;
    const what = `Error of ${state.parameter}: ${experiment?.path.title}`;
    if (run && run.done > 0) {
      const { replications, seed } = run.plan;
      const count = run.done === run.total ? `${replications} replications` : `${run.done} of ${run.total} fits`;
      return `${what}, ${count}, seed ${seed}`;
    }
    return published && !isHidden(this.session)
      ? `${what}, published: ${published.replications} replications, seed ${published.seed}`
      : what;
  }

  private lines(j: number): LogLogData["lines"] {
    const { state, experiment } = this.session;
    if (!experiment) return [];
    const { guaranteed, sharp } = predictedExponents(experiment.path).parameters[j];
    const lines: LogLogData["lines"][number][] = [];
    if (guaranteed.known) {
      const exponent = guaranteed.value.valueOf();
      lines.push({ kind: "guaranteed", exponent, text: `guaranteed n^−${showExponent(guaranteed)}` });
    }
    if (sharp.known)
      lines.push({ kind: "sharp", exponent: sharp.value.valueOf(), text: `sharp n^−${showExponent(sharp)}` });
    if (state.guessing && state.guess !== null) {
      lines.push({ kind: "guess", exponent: state.guess, text: `your guess n^−${state.guess}` });
    }
    return lines;
  }
}
