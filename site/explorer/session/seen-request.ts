import { LatestOnly } from "../work/latest-only";
import type { Session } from "./session";

/**
 * A question about the state of the page whose answer stands further down: it is asked once that place is looked at, and again
 * whenever it becomes another one. What comes for a former question is not shown.
 */
export class SeenRequest<Question, Answer> {
  answer: Answer | undefined;
  /** Why there is no answer; empty otherwise. */
  problem = "";
  private looking = false;
  private asked = "";
  private readonly requests: LatestOnly<Question, Answer>;

  /**
   * @param question the present one; undefined where the state allows none
   * @param changed is called when a question is asked, and when it is answered or fails
   */
  constructor(
    session: Session,
    ask: (question: Question, signal: AbortSignal) => Promise<Answer>,
    private readonly question: () => Question | undefined,
    private readonly changed: (what: "asked" | "answered" | "failed") => void,
  ) {
    this.requests = new LatestOnly<Question, Answer>(
      ask,
      (answer, asked) => {
        if (!this.isPresent(asked)) return;
        this.answer = answer;
        changed("answered");
      },
      (message, asked) => {
        if (!this.isPresent(asked)) return;
        this.problem = message;
        changed("failed");
      },
    );
    session.on(["state"], () => this.refresh());
  }

  isPresent(question: Question): boolean {
    return JSON.stringify(question) === this.asked;
  }

  /** The reader sees the place: from now on it is computed. */
  look(): void {
    this.looking = true;
    this.refresh();
  }

  refresh(): void {
    if (!this.looking) return;
    const question = this.question();
    const key = question === undefined ? "" : JSON.stringify(question);
    if (key === this.asked) return;
    this.asked = key;
    this.problem = "";
    this.answer = undefined;
    if (question !== undefined) this.requests.request(question);
    this.changed("asked");
  }
}
