/**
 * Asks one question at a time and forgets all but the newest of those that come meanwhile: what a slider wants, whose
 * answers take longer than its moves.
 */
export class LatestOnly<Question, Answer> {
  private busy = false;
  private waiting: { readonly question: Question } | undefined;

  constructor(
    private readonly ask: (question: Question) => Promise<Answer>,
    private readonly show: (answer: Answer, question: Question) => void,
    private readonly fail: (message: string, question: Question) => void,
  ) {}

  request(question: Question): void {
    if (this.busy) {
      this.waiting = { question };
      return;
    }
    this.busy = true;
    this.ask(question)
      .then(
        (answer) => this.show(answer, question),
        (error: unknown) => this.fail(error instanceof Error ? error.message : String(error), question),
      )
      .finally(() => {
        this.busy = false;
        const next = this.waiting;
        this.waiting = undefined;
        if (next) this.request(next.question);
      });
  }

  /** Something is asked or waits to be. */
  get pending(): boolean {
    return this.busy;
  }
}
