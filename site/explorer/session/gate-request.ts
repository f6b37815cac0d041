import type { Parameters } from "../../../src/model/by-parameter";
import { type Path, truthAt } from "../../../src/model/path";
import { toPathJson } from "../../../src/study/design/path-json";
import type { GateSubject } from "../work/gate-look";
import { SeenRequest } from "./seen-request";
import type { Session } from "./session";

/** The present state's gate at the n of the page, where it is a softmax gate; its estimate is asked for once it is seen. */
export class GateRequest {
  private readonly estimates: SeenRequest<GateSubject, Parameters<"softmax">>;

  constructor(
    private readonly session: Session,
    changed: () => void,
  ) {
    this.estimates = new SeenRequest<GateSubject, Parameters<"softmax">>(
      session,
      (subject, signal) => session.options.asker.ask({ kind: "gate", ...subject }, { signal }),
      () => this.subject,
      changed,
    );
  }

  /** The path, where its gate is a softmax gate and it has a truth at the page's n. */
  get path(): Path<"softmax"> | undefined {
    const { experiment, checked } = this.session;
    if (!experiment || checked.notes.some(({ field }) => field === "n")) return undefined;
    const { path } = experiment;
    return "tau" in path ? (path as Path<"softmax">) : undefined;
  }

  get truth(): Parameters<"softmax"> | undefined {
    const { path } = this;
    return path && truthAt(path, this.session.state.n);
  }

  get estimate(): Parameters<"softmax"> | undefined {
    return this.estimates.answer;
  }

  /** Why there is no estimate; empty otherwise. */
  get problem(): string {
    return this.estimates.problem;
  }

  look(): void {
    this.estimates.look();
  }

  private get subject(): GateSubject | undefined {
    const { path } = this;
    const { seed, n } = this.session.state;
    return path && { path: toPathJson(path), seed, n };
  }
}
