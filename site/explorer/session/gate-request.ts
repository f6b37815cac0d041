import type { Parameters } from "../../../src/model/by-parameter";
import { truthAt } from "../../../src/model/path";
import { SOFTMAX_PATHS, softmaxPath } from "../../../src/study/design/softmax-paths";
import type { GateLook, GateSubject } from "../work/gate-look";
import { LatestOnly } from "../work/latest-only";
import type { Session } from "./session";

/** The softmax gate that the reader looks at, at the n and seed of the page; its estimate is asked for once it is seen. */
export class GateRequest {
  id = SOFTMAX_PATHS[0].id;
  /** Why there is no estimate; empty otherwise. */
  problem = "";
  private found: GateLook | undefined;
  private looking = false;
  private asked = "";
  private readonly requests: LatestOnly<GateSubject, GateLook>;

  constructor(
    private readonly session: Session,
    private readonly changed: () => void,
  ) {
    const present = (subject: GateSubject): boolean => JSON.stringify(subject) === this.asked;
    this.requests = new LatestOnly<GateSubject, GateLook>(
      (subject, signal) => session.options.asker.ask({ kind: "gate", ...subject }, { signal }),
      (look, subject) => {
        if (!present(subject)) return;
        this.found = look;
        changed();
      },
      (message, subject) => {
        if (!present(subject)) return;
        this.problem = message;
        changed();
      },
    );
    session.on(["state"], () => this.ask());
  }

  /** undefined while the page's n is none. */
  get truth(): Parameters<"softmax"> | undefined {
    const { n } = this.session.state;
    return this.soundSize ? truthAt(softmaxPath(this.id).path, n) : undefined;
  }

  get estimate(): Parameters<"softmax"> | undefined {
    return this.found?.estimate;
  }

  choose(id: string): void {
    this.id = id;
    this.ask();
  }

  look(): void {
    this.looking = true;
    this.ask();
  }

  private get soundSize(): boolean {
    return !this.session.checked.notes.some(({ field }) => field === "n");
  }

  private ask(): void {
    if (!this.looking) return;
    const { n, seed } = this.session.state;
    const subject: GateSubject = { id: this.id, seed, n };
    const key = this.soundSize ? JSON.stringify(subject) : "";
    if (key === this.asked) return;
    this.asked = key;
    this.problem = "";
    this.found = undefined;
    if (key !== "") this.requests.request(subject);
    this.changed();
  }
}
