import type { GateKind } from "../../../src/model/by-parameter";
import type { Path } from "../../../src/model/path";
import { type PathJson, toPathJson } from "../../../src/study/design/path-json";
import { LatestOnly } from "../work/latest-only";
import type { Cloud } from "../work/tasks";
import type { Session } from "./session";

interface Question {
  readonly path: PathJson<GateKind>;
  readonly seed: number;
  readonly n: number;
  readonly model: Path<GateKind>;
}

/** A sample of the model at the n that is looked at, drawn anew when path, seed or n change. */
export class ModelSample {
  /** Why there is no sample; empty otherwise. */
  problem = "";
  private drawn: { readonly cloud: Cloud; readonly question: Question } | undefined;
  private asked = "";
  private readonly requests: LatestOnly<Question, Cloud>;

  constructor(
    private readonly session: Session,
    changed: () => void,
  ) {
    this.requests = new LatestOnly<Question, Cloud>(
      ({ path, seed, n }, signal) => session.options.asker.ask({ kind: "sample", path, seed, n }, { signal }),
      (cloud, question) => {
        this.problem = "";
        this.drawn = { cloud, question };
        changed();
      },
      (message) => {
        this.problem = message;
        this.drawn = undefined;
        changed();
      },
    );
  }

  /** The path, where it has a truth at the n that is looked at. */
  get path(): Path<GateKind> | undefined {
    const { experiment, checked } = this.session;
    const wrong = checked.notes.some(({ field }) => field === "n" || field === "at");
    return experiment && !wrong ? experiment.path : undefined;
  }

  /** The sample, while it is one of what is shown. */
  get current(): { readonly cloud: Cloud; readonly path: Path<GateKind>; readonly n: number } | undefined {
    if (!this.drawn) return undefined;
    const { cloud, question } = this.drawn;
    const { model: path, n } = question;
    return path === this.path && n === this.session.state.n ? { cloud, path, n } : undefined;
  }

  /** Asks for the sample of the present state, unless it is asked for already. */
  ask(): void {
    const { path } = this;
    const { seed, n } = this.session.state;
    const key = path ? JSON.stringify([this.session.pathJson, seed, n]) : "";
    if (key === this.asked) return;
    this.asked = key;
    this.problem = "";
    this.drawn = undefined;
    if (path) this.requests.request({ path: toPathJson(path), seed, n, model: path });
  }
}
