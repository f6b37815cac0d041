import { log } from "../../src/numerics/elementary";
import type { PathJson } from "../../src/study/path-json";
import { toPathJson } from "../../src/study/path-json";
import { logSpaced } from "../../src/study/scenarios";
import type { CurveTable } from "./analysis";
import { LatestOnly } from "./latest-only";
import type { CurvePoint } from "./log-log-data";
import { type ExplorerState, fitLengths } from "./state";
import { type Checked, checkState, type Experiment, type Problem, parameterIndexOf } from "./state-check";
import { readLink, writeLink } from "./state-link";
import { StudyRun } from "./study-run";
import type { Look } from "./tasks";
import type { WorkerPool } from "./worker-pool";

/** What the panels listen to: the reader's choices, theory's answers, a run's records, one replicate looked into. */
export type Change = "state" | "theory" | "records" | "look";

/** What theory says about the present path; parts are missing while they are computed. */
export interface Theory {
  /** The path and sizes it belongs to, as text. */
  readonly key: string;
  readonly curve: CurveTable;
  /** Sizes of the curve, ascending. */
  readonly sizes: readonly number[];
}

const CURVE_POINTS = 13;
const BOUND_SIZES = 3;
/** In more dimensions one lower bound takes seconds of a core: the notebooks and `cmoe bound` compute it. */
export const BOUND_DIMENSION = 3;
const STUDY_FIELDS = [
  ...["density", "df", "law", "dimension", "frozen", "eta0", "nu0", "prompt", "lambda", "eta", "nu"],
  ...["from", "to", "count", "replications", "seed", "start"],
] as const;

/** The state of the page, what was computed from it, and those who want to know. */
export class Session {
  state: ExplorerState;
  checked: Checked;
  /** What a link said that could not be read. */
  linkProblems: readonly Problem[];
  theory: Theory | undefined;
  theoryError: string | undefined;
  bounds: readonly CurvePoint[] = [];
  run: StudyRun | undefined;
  look: Look | undefined;
  private readonly listeners: { readonly to: readonly Change[]; readonly tell: () => void }[] = [];
  private linkTimer: ReturnType<typeof setTimeout> | undefined;
  private boundKey = "";

  private readonly curve = new LatestOnly<
    { path: PathJson; sizes: readonly number[]; key: string },
    readonly (readonly number[])[]
  >(
    ({ path, sizes }) => this.pool.ask({ kind: "curve", path, sizes }),
    (answer, { key, sizes }) => {
      this.theory = { key, sizes, curve: new Map(sizes.map((n, k) => [n, answer[k]])) };
      this.theoryError = undefined;
      this.emit("theory");
    },
    (message) => {
      this.theory = undefined;
      this.theoryError = message;
      this.emit("theory");
    },
  );

  private readonly bound = new LatestOnly<
    { path: PathJson; parameter: number; sizes: readonly number[]; key: string },
    readonly CurvePoint[]
  >(
    async ({ path, parameter, sizes }) =>
      Promise.all(
        sizes.map(async (n) => ({
          n,
          value: await this.pool.ask({ kind: "bound", path, parameter, n }, { urgent: false }),
        })),
      ),
    (answer, { key }) => {
      if (key !== this.boundKey) return;
      this.bounds = answer;
      this.emit("theory");
    },
    () => {
      this.bounds = [];
    },
  );

  constructor(
    readonly pool: WorkerPool,
    fragment: string,
  ) {
    const { state, problems } = readLink(fragment);
    this.state = state;
    this.linkProblems = problems;
    this.checked = checkState(state);
  }

  /** The path and sizes, when the state is sound. */
  get experiment(): Experiment | undefined {
    return this.checked.sound ? this.checked.experiment : undefined;
  }

  get pathJson(): PathJson | undefined {
    return this.experiment && toPathJson(this.experiment.path);
  }

  /** Theory of the present path, or of the last one while the new is computed. */
  get fresh(): boolean {
    return this.theory !== undefined && this.theory.key === this.theoryKey();
  }

  on(to: readonly Change[], tell: () => void): void {
    this.listeners.push({ to, tell });
  }

  emit(change: Change): void {
    for (const { to, tell } of this.listeners) if (to.includes(change)) tell();
  }

  /** Begins: the first theory, and the study when the link says that it was run. */
  begin(): void {
    this.emit("state");
    this.askTheory();
    if (this.state.ran) this.startRun();
  }

  update(patch: Partial<ExplorerState>): void {
    const before = this.state;
    let next = fitLengths({ ...before, ...patch }, before);
    const changed = (field: keyof ExplorerState): boolean =>
      JSON.stringify(next[field]) !== JSON.stringify(before[field]);
    const otherStudy = STUDY_FIELDS.some((field) => changed(field as keyof ExplorerState));
    if ((changed("from") || changed("to")) && !("window" in patch)) next = { ...next, window: [next.from, next.to] };
    if (otherStudy || changed("parameter")) next = { ...next, guess: "guess" in patch ? next.guess : null };
    if (otherStudy && !("ran" in patch)) next = { ...next, ran: false };
    this.linkProblems = [];
    this.accept(next, otherStudy, changed("parameter"));
  }

  /** Takes the state of another link. */
  open(fragment: string): void {
    const { state, problems } = readLink(fragment);
    this.linkProblems = problems;
    this.accept(state, true, true);
    if (state.ran) this.startRun();
  }

  private accept(next: ExplorerState, otherStudy: boolean, otherParameter: boolean): void {
    this.state = next;
    this.checked = checkState(next);
    if (otherStudy) {
      this.run?.cancel();
      this.run = undefined;
      this.look = undefined;
    } else if (otherParameter) this.look = undefined;
    clearTimeout(this.linkTimer);
    this.linkTimer = setTimeout(() => this.writeLink(), 250);
    this.emit("state");
    if (otherStudy || otherParameter) this.askTheory();
  }

  /** A link to the present state. */
  link(): string {
    return `${location.href.replace(/#.*$/, "")}${writeLink(this.state)}`;
  }

  private writeLink(): void {
    try {
      history.replaceState(null, "", writeLink(this.state));
    } catch {
      // A page from file:// may not be allowed to; "Copy link" still works.
    }
  }

  private theoryKey(): string {
    const { experiment } = this;
    return experiment ? JSON.stringify([toPathJson(experiment.path), experiment.sizes]) : "";
  }

  private askTheory(): void {
    const { experiment, pathJson: path, state } = this;
    if (!experiment || !path) return;
    const { sizes } = experiment;
    const [from, to] = [sizes[0], sizes[sizes.length - 1]];
    const spaced = (count: number): readonly number[] =>
      logSpaced(log(from) / log(10), log(to) / log(10), count).map(Math.round);
    const key = this.theoryKey();
    const dense = [...new Set([...spaced(CURVE_POINTS), ...sizes])]
      .filter((n) => n >= from && n <= to)
      .sort((a, b) => a - b);
    if (this.theory?.key !== key) this.curve.request({ path, key, sizes: dense });
    const boundKey = `${key} ${state.parameter}`;
    if (this.boundKey === boundKey) return;
    this.boundKey = boundKey;
    this.bounds = [];
    if (state.dimension > BOUND_DIMENSION) return;
    this.bound.request({ path, key: boundKey, parameter: parameterIndexOf(state), sizes: spaced(BOUND_SIZES) });
  }

  /** The run of the present state, made when first needed. */
  private ensureRun(): StudyRun | undefined {
    const { experiment, pathJson: path, state } = this;
    if (!experiment || !path) return undefined;
    if (this.run && this.run.state !== "cancelled") return this.run;
    const starts = state.start === "both" ? (["cold", "warm"] as const) : ([state.start] as const);
    const { replications, seed } = state;
    const plan = { path, sizes: experiment.sizes, replications, seed, starts };
    this.run = new StudyRun(plan, this.pool, () => this.emit("records"));
    return this.run;
  }

  startRun(): void {
    const run = this.ensureRun();
    if (!run) return;
    if (!this.state.ran) this.update({ ran: true });
    run.start();
  }

  /** The next replicate, looked into: data, likelihood, estimate; then it joins the records. */
  async step(): Promise<void> {
    const run = this.ensureRun();
    const next = run?.upcoming;
    if (!run || !next) return;
    const look = await this.pool.ask({ kind: "look", ...next, parameter: parameterIndexOf(this.state) });
    if (this.run !== run) return;
    this.look = look;
    run.add(next.start, look.record);
    this.emit("look");
  }

  /** Looks into a replicate that is already recorded. */
  async lookInto(n: number, replicate: number): Promise<void> {
    const { pathJson: path, state, run } = this;
    if (!path) return;
    const start = state.start === "warm" ? "warm" : "cold";
    const parameter = parameterIndexOf(state);
    const look = await this.pool.ask({ kind: "look", path, seed: state.seed, start, n, replicate, parameter });
    if (this.run !== run || parameterIndexOf(this.state) !== parameter) return;
    this.look = look;
    this.emit("look");
  }
}
