/** At most one message in this time for each stream. */
const PERIOD_MS = 50;

/** How much text a cell may write; more is of no use in a notebook, and neither servers nor files stand it. */
export const LIMIT_CHARACTERS = 16_000_000;

export type StreamName = "stdout" | "stderr";

/** Node writes a lone surrogate to a file as U+FFFD; JSON would carry it to programs that cannot. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

/**
 * Gathers what is written and sends it every 50 ms: servers limit the number of messages, and a message a line is more
 * than they pass on. What is written while nothing has been sent for 50 ms is sent at once, also by a cell that computes.
 */
export class StreamBatch {
  readonly #send: (name: StreamName, text: string) => void;
  readonly #waiting = new Map<StreamName, string[]>();
  readonly #sent = new Map<StreamName, number>();
  #timer: NodeJS.Timeout | undefined;
  #written = 0;

  constructor(send: (name: StreamName, text: string) => void) {
    this.#send = send;
  }

  /** A cell begins: it may write as much as any. */
  reset(): void {
    this.flush();
    this.#written = 0;
  }

  write(name: StreamName, text: string): void {
    if (text === "" || this.#written > LIMIT_CHARACTERS) return;
    const room = LIMIT_CHARACTERS - this.#written;
    this.#written += text.length;
    const kept = text.length > room ? `${text.slice(0, room)}${this.#cut()}` : text;
    const waiting = this.#waiting.get(name);
    if (waiting) waiting.push(wellFormed(kept));
    else this.#waiting.set(name, [wellFormed(kept)]);
    const now = performance.now();
    if (now - (this.#sent.get(name) ?? Number.NEGATIVE_INFINITY) >= PERIOD_MS) this.#release(name, now);
    else this.#timer ??= setTimeout(() => this.flush(), PERIOD_MS);
  }

  /** Sends all that waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const now = performance.now();
    for (const name of [...this.#waiting.keys()]) this.#release(name, now);
  }

  #cut(): string {
    this.#written = Number.POSITIVE_INFINITY;
    return `\n[The output is cut here: a cell may write ${LIMIT_CHARACTERS / 1e6} million characters. Write the rest to a file.]\n`;
  }

  #release(name: StreamName, now: number): void {
    const waiting = this.#waiting.get(name);
    if (!waiting) return;
    this.#waiting.delete(name);
    this.#sent.set(name, now);
    this.#send(name, waiting.join(""));
  }
}
