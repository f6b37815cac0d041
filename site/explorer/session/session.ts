import type { GateKind } from "../../../src/model/by-parameter";
import { type PathJson, toPathJson } from "../../../src/study/design/path-json";
import type { PublishedMeans } from "../findings/published";
import { type Experiment, isPublished } from "../state/experiment";
import { readLink, writeLink } from "../state/link/state-link";
import type { ExplorerState } from "../state/state";
import { opened, patched, type StateChange } from "../state/state-change";
import { type Checked, checkState, type Problem, parameterIndexOf } from "../state/state-check";
import type { Asker } from "../work/asker";
import type { RunShelf } from "../work/run-shelf";
import { StudyRun } from "../work/study-run";
import type { Look } from "../work/tasks";
import { TheoryRequests } from "../work/theory-requests";
import type { Pinned } from "./pinned";

/** What the panels listen to: the reader's choices, theory's answers, a run's records, one replicate, what is pinned. */
export type Change = "state" | "theory" | "records" | "look" | "pin";

/** Who works for the session, and what it is told when the link changes. */
export interface SessionOptions {
  readonly asker: Asker;
  /** Requests of a study at work at the same time. */
  readonly workers: number;
  readonly published: readonly PublishedMeans[];
  readonly onLink: (fragment: string) => void;
  /** Where runs are kept between visits. */
  readonly shelf?: RunShelf;
}

/** The state of the page, what was computed from it, and those who want to know. */
export class Session {
  state: ExplorerState;
  checked: Checked;
  /** What a link said that could not be read. */
  linkProblems: readonly Problem[];
  run: StudyRun | undefined;
  look: Look | undefined;
  /** Why the last step or look gave nothing; empty when it did. */
  lookProblem = "";
  stepping = false;
  /** In a lecture: everything predicted waits for a key. */
  veiled = false;
  /** What the reader keeps in the picture while the controls move on. */
  pinned: Pinned | undefined;
  /** The run that has got its records of an earlier visit, or knows that there are none. */
  private restored: StudyRun | undefined;
  readonly theory: TheoryRequests;
  private readonly listeners: { readonly to: readonly Change[]; readonly tell: () => void }[] = [];

  constructor(
    readonly options: SessionOptions,
    fragment: string,
  ) {
    const { state, problems } = readLink(fragment);
    this.state = state;
    this.linkProblems = problems;
    this.checked = checkState(state);
    this.theory = new TheoryRequests(options.asker, () => this.emit("theory"));
  }

  /** The path and sizes, when the state is sound. */
  get experiment(): Experiment | undefined {
    return this.checked.sound ? this.checked.experiment : undefined;
  }

  get pathJson(): PathJson<GateKind> | undefined {
    return this.experiment && toPathJson(this.experiment.path);
  }

  /** The published study of the present path. */
  get published(): PublishedMeans | undefined {
    const { experiment } = this;
    if (!experiment || !isPublished(experiment)) return undefined;
    return this.options.published.find(({ path }) => path === experiment.path.id);
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
    this.linkProblems = [];
    this.accept(patched(this.state, patch));
  }

  /** Takes the state of another link; a run that it shares goes on. */
  open(fragment: string): void {
    const { state, problems } = readLink(fragment);
    this.linkProblems = problems;
    this.accept(opened(this.state, state));
    if (state.ran) this.startRun();
  }

  private accept({ next, otherStudy, otherParameter }: StateChange): void {
    this.state = next;
    this.checked = checkState(next);
    if (otherStudy) {
      this.run?.cancel();
      this.run = undefined;
    } else if (this.checked.sound) this.run?.extend(next.replications);
    if (otherStudy || otherParameter) {
      this.look = undefined;
      this.lookProblem = "";
    }
    this.options.onLink(writeLink(next));
    this.emit("state");
    if (otherStudy || otherParameter) this.askTheory();
  }

  private askTheory(): void {
    const { experiment, pathJson: path } = this;
    if (!experiment || !path) {
      this.theory.about(undefined);
      return;
    }
    const { sizes } = experiment;
    const [from, to] = [sizes[0], sizes[sizes.length - 1]];
    const theirs = this.published?.cells.map(({ n }) => n) ?? [];
    const otherSizes = theirs.filter((n) => n >= from && n <= to);
    this.theory.about({ path, sizes, otherSizes, parameter: parameterIndexOf(this.state) });
  }

  /** The run of the present state, made when first needed. */
  private ensureRun(): StudyRun | undefined {
    const { experiment, pathJson: path, state } = this;
    if (!experiment || !path) return undefined;
    if (this.run && this.run.state !== "cancelled") return this.run;
    const starts = state.start === "both" ? (["cold", "warm"] as const) : ([state.start] as const);
    const { replications, seed } = state;
    const plan = { path, sizes: experiment.sizes, replications, seed, starts };
    const { asker, workers } = this.options;
    const run = new StudyRun(plan, { size: workers, asker }, () => this.emit("records"));
    this.run = run;
    return run;
  }

  /** Runs what is missing of the study: records of an earlier visit are taken from the shelf. */
  startRun(): void {
    const run = this.ensureRun();
    if (!run) return;
    if (!this.state.ran) this.update({ ran: true });
    const { shelf } = this.options;
    if (!shelf || this.restored === run) {
      run.start();
      return;
    }
    void shelf.load(run.plan).then((kept) => {
      this.restored = run;
      run.restore(kept);
      if (this.run === run) run.start();
    });
  }

  /** Adds replications to a run, and does them. */
  addReplications(more: number): void {
    this.update({ replications: this.state.replications + more });
    this.startRun();
  }

  /** Keeps what is shown in the picture, under its name; undefined: nothing. */
  pin(pinned: Pinned | undefined): void {
    this.pinned = pinned;
    this.emit("pin");
  }

  cancelRun(): void {
    this.run?.cancel();
    this.update({ ran: false });
  }

  /** The next replicate, looked into: data, likelihood, estimate; then it joins the records. */
  async step(): Promise<void> {
    const run = this.ensureRun();
    const next = run?.upcoming;
    if (!run || !next || this.stepping) return;
    this.stepping = true;
    this.emit("records");
    const parameter = parameterIndexOf(this.state);
    try {
      const look = await this.options.asker.ask({ kind: "look", ...next, parameter });
      if (this.run !== run || run.state === "cancelled") return;
      if (parameterIndexOf(this.state) === parameter) this.showLook(look);
      run.add(next.start, look.record);
    } catch (error) {
      this.lookFailed(error);
    } finally {
      this.stepping = false;
      this.emit("records");
    }
  }

  /** Looks into a replicate that is already recorded. */
  async lookInto(n: number, replicate: number): Promise<void> {
    const { pathJson: path, state, run } = this;
    if (!path) return;
    const start = state.start === "warm" ? "warm" : "cold";
    const parameter = parameterIndexOf(state);
    try {
      const look = await this.options.asker.ask({
        kind: "look",
        path,
        seed: state.seed,
        start,
        n,
        replicate,
        parameter,
      });
      if (this.run === run && parameterIndexOf(this.state) === parameter) this.showLook(look);
    } catch (error) {
      if (this.run === run) this.lookFailed(error);
    }
  }

  private showLook(look: Look): void {
    this.look = look;
    this.lookProblem = "";
    this.emit("look");
  }

  private lookFailed(error: unknown): void {
    this.lookProblem = error instanceof Error ? error.message : String(error);
    this.emit("look");
  }
}
