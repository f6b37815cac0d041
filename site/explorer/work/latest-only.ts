import { Withdrawn } from "./withdrawn";

/** A question that is still at work after so long is withdrawn when a newer one comes; milliseconds. */
const PATIENCE = 400;

/**
 * Asks one question at a time and forgets all but the newest of those that come meanwhile: what a slider wants, whose
 * answers take longer than its moves.
 */
export class LatestOnly<Question, Answer> {
  private current: { readonly began: number; readonly controller: AbortController } | undefined;
  private waiting: { readonly question: Question } | undefined;

  constructor(
    private readonly ask: (question: Question, signal: AbortSignal) => Promise<Answer>,
    private readonly show: (answer: Answer, question: Question) => void,
    private readonly fail: (message: string, question: Question) => void,
  ) {}

  /** A question is asked or waits. */
  get pending(): boolean {
    return this.current !== undefined;
  }

  request(question: Question): void {
    if (this.current) {
      this.waiting = { question };
      if (performance.now() - this.current.began > PATIENCE) this.current.controller.abort();
      return;
    }
    const controller = new AbortController();
    this.current = { began: performance.now(), controller };
    this.ask(question, controller.signal)
      .then(
        (answer) => this.show(answer, question),
        (error: unknown) => {
          if (!(error instanceof Withdrawn))
            this.fail(error instanceof Error ? error.message : String(error), question);
        },
      )
      .finally(() => {
        this.current = undefined;
        const next = this.waiting;
        this.waiting = undefined;
        if (next) this.request(next.question);
      });
  }
}
