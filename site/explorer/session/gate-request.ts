import type { Parameters } from "../../../src/model/by-parameter";
import { truthAt } from "../../../src/model/path";
import { SOFTMAX_PATHS, softmaxPath } from "../../../src/study/design/softmax-paths";
import type { GateLook, GateSubject } from "../work/gate-look";
import { SeenRequest } from "./seen-request";
import type { Session } from "./session";

/** The softmax gate that the reader looks at, at the n and seed of the page; its estimate is asked for once it is seen. */
export class GateRequest {
  id = SOFTMAX_PATHS[0].id;
  private readonly estimates: SeenRequest<GateSubject, GateLook>;

  constructor(
    private readonly session: Session,
    changed: () => void,
  ) {
    this.estimates = new SeenRequest<GateSubject, GateLook>(
      session,
      (subject, signal) => session.options.asker.ask({ kind: "gate", ...subject }, { signal }),
      () => this.subject,
      changed,
    );
  }

  /** undefined while the page's n is none. */
  get truth(): Parameters<"softmax"> | undefined {
    const { subject } = this;
    return subject && truthAt(softmaxPath(subject.id).path, subject.n);
  }

  get estimate(): Parameters<"softmax"> | undefined {
    return this.estimates.answer?.estimate;
  }

  /** Why there is no estimate; empty otherwise. */
  get problem(): string {
    return this.estimates.problem;
  }

  choose(id: string): void {
    this.id = id;
    this.estimates.refresh();
  }

  look(): void {
    this.estimates.look();
  }

  private get subject(): GateSubject | undefined {
    const { state, checked } = this.session;
    if (checked.notes.some(({ field }) => field === "n")) return undefined;
    return { id: this.id, seed: state.seed, n: state.n };
  }
}
