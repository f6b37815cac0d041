import { showExponent } from "../../../src/theory/exponents";
import { errorSeries, predictedExponents, type WindowSlopes, windowSlopes } from "../analysis";
import type { ErrorSeries, LogLogData } from "../log-log-data";
import { type PublishedMeans, publishedCells } from "../published";
import type { Session } from "../session";
import { isPreset, parameterIndexOf } from "../state-check";

/** What the planner last answered, for the log-log panel. */
export interface PlanMark {
  readonly key: string;
  readonly error: number;
  readonly n: number | null;
}

/** Turns the session into what the log-log panel shows. */
export class StudyPicture {
  plan: PlanMark | undefined;
  /** Series by parameter, as long as records and path stay: dragging the window asks for them in every frame. */
  private cached: { readonly of: readonly unknown[]; readonly series: Map<number, readonly ErrorSeries[]> } | undefined;

  constructor(
    private readonly session: Session,
    private readonly published: readonly PublishedMeans[],
  ) {}

  /** The error series of parameter j: the run's, and the published means while the path is a preset. */
  series(j: number): readonly ErrorSeries[] {
    const { experiment, run, state } = this.session;
    const of = [experiment?.path.id, state.from, state.to, state.count, run, run?.done];
    if (!this.cached || of.some((part, k) => part !== this.cached?.of[k])) this.cached = { of, series: new Map() };
    const known = this.cached.series.get(j) ?? this.computeSeries(j);
    this.cached.series.set(j, known);
    return known;
  }

  private computeSeries(j: number): readonly ErrorSeries[] {
    const { session } = this;
    const { experiment, run, state } = session;
    if (!experiment) return [];
    const runs = (run?.plan.starts ?? []).map((start) =>
      errorSeries(
        run?.records(start) ?? [],
        experiment.sizes,
        j,
        start,
        start === "warm" ? "Started at the truth" : "Cold",
      ),
    );
    const study = isPreset(state) ? this.published.find(({ path }) => path === state.preset) : undefined;
    if (!study) return runs;
    const name = `Published, ${study.replications} replications`;
    const cells = publishedCells(study, j).filter(({ n }) => n >= state.from && n <= state.to);
    return [{ kind: "published", name, cells }, ...runs];
  }

  /** Slopes of parameter j over the window: of the run's first kind of start, else of the published means. */
  slopes(j: number): WindowSlopes {
    const { theory, experiment, state, fresh } = this.session;
    if (!experiment) return { measured: undefined, curve: undefined };
    const all = this.series(j);
    const run = all.find(({ kind }) => kind !== "published");
    const started = run?.cells.some(({ rmse }) => rmse !== null) ?? false;
    const series = started ? run : all.find(({ kind }) => kind === "published");
    const curve = fresh && theory ? theory.curve : new Map<number, readonly number[]>();
    return windowSlopes(series, curve, experiment.sizes, j, state.window);
  }

  /** Everything in the log-log panel; nothing predicted while the reader still guesses. */
  data(hidden: boolean): LogLogData | undefined {
    const { session } = this;
    const { state, theory, experiment, look } = session;
    if (!experiment) return undefined;
    const j = parameterIndexOf(state);
    const { sizes, path } = experiment;
    const [from, to] = [sizes[0], sizes[sizes.length - 1]];
    const curve =
      theory && !hidden && session.fresh
        ? theory.sizes.flatMap((n) => {
            const value = theory.curve.get(n)?.[j];
            return value !== undefined && value > 0 && Number.isFinite(value) ? [{ n, value }] : [];
          })
        : [];
    const error = look?.record.error?.[j];
    const plan = this.plan?.key === planKey(session) ? { error: this.plan.error, n: this.plan.n } : null;
    return {
      title: `${state.parameter} along ${path.id}, ${state.replications} replications, seed ${state.seed}`,
      parameter: state.parameter,
      sizes: [from, to],
      curve,
      lines: hidden ? [] : this.lines(j),
      series: this.series(j),
      bounds: hidden ? [] : session.bounds.filter(({ value }) => value > 0),
      window: state.window,
      plan: hidden ? null : plan,
      highlight: look && error !== undefined ? { n: look.record.n, value: Math.abs(error) } : null,
    };
  }

  private lines(j: number): LogLogData["lines"] {
    const { state, experiment } = this.session;
    if (!experiment) return [];
    const { guaranteed, sharp } = predictedExponents(experiment.path).parameters[j];
    const lines: LogLogData["lines"][number][] = [];
    if (guaranteed.known) {
      lines.push({
        kind: "guaranteed",
        exponent: guaranteed.value.valueOf(),
        text: `guaranteed n^−${showExponent(guaranteed)}`,
      });
    }
    if (sharp.known)
      lines.push({ kind: "sharp", exponent: sharp.value.valueOf(), text: `sharp n^−${showExponent(sharp)}` });
    if (state.guessing && state.guess !== null) {
      lines.push({ kind: "guess", exponent: state.guess, text: `your guess n^−${state.guess}` });
    }
    return lines;
  }
}

/** A plan belongs to one path, parameter and error. */
export function planKey({ pathJson, state }: Session): string {
  return JSON.stringify([pathJson, state.parameter, state.wanted]);
}
