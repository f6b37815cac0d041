import type { CellDiagnostic } from "../../../src/jupyter/cell/types/diagnostics";
import type { Answers, Ending, FromKernel, Question, ToKernel } from "../messages";

type Content = Readonly<Record<string, unknown>>;

/** How a run ended; `lost`: why the kernel was ended with it. */
export interface Run {
  readonly ending: Ending;
  readonly seconds: number;
  readonly lost: string | undefined;
}

type OnOutput = (type: string, content: Content) => void;

interface Running {
  readonly began: number;
  readonly ended: (run: Run) => void;
}

/** How long a cell may take to answer an interrupt before its kernel is ended. */
const PATIENCE_MS = 1000;

/** The kernel's worker, as the page sees it: started when asked, ended and started again where nothing else helps. */
export class KernelClient {
  #worker: Worker | undefined;
  #running: Running | undefined;
  /** As in Node, what arrives after a cell has ended still belongs to it. */
  #onOutput: OnOutput = () => {};
  #asked = 0;
  readonly #answers = new Map<number, (answer: unknown) => void>();
  #begun: Promise<void> | undefined;
  /** Called with what is wrong with the types of a cell that had run before they could be checked. */
  onLate: (number: number, diagnostics: readonly CellDiagnostic[]) => void = () => {};
  /** Called when what the kernel does changes: it loads, is ready, checks types, or is broken, with the reason. */
  onState: (state: "loading" | "ready" | "checking" | "broken", reason?: string) => void = () => {};

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Starts the worker, if none is there, and waits until cells can run. */
  start(): Promise<void> {
    this.#begun ??= new Promise((resolve, reject) => {
      this.onState("loading");
      const worker = new Worker("assets/live-kernel.js");
      this.#worker = worker;
      const broken = (reason: string): void => {
        this.end(reason);
        this.onState("broken", reason);
        reject(new Error(reason));
      };
      worker.onerror = (event) => broken(event.message || "its script could not be loaded");
      worker.onmessage = ({ data }: MessageEvent<FromKernel>) => {
        if (data.kind === "broken") broken(data.reason);
        else if (data.kind === "ready") {
          this.onState("ready");
          resolve();
        } else this.#hear(data);
      };
      this.#say({ kind: "start", files: new URL(".", location.href).href });
    });
    return this.#begun;
  }

  /** Runs a cell: one at a time. */
  async run(number: number, source: string, onOutput: OnOutput): Promise<Run> {
    await this.start();
    return new Promise((ended) => {
      this.#onOutput = onOutput;
      this.#running = { began: performance.now(), ended };
      this.#say({ kind: "run", number, source });
    });
  }

  /** The answer; undefined where the kernel has none, or is ended before it answers. */
  async ask<K extends Question["kind"]>(question: Extract<Question, { kind: K }>): Promise<Answers[K] | undefined> {
    try {
      await this.start();
    } catch {
      return undefined;
    }
    return new Promise((resolve) => {
      const id = ++this.#asked;
      this.#answers.set(id, (answer) => resolve(answer as Answers[K] | undefined));
      this.#say({ kind: "ask", id, question });
    });
  }

  /**
   * Ends the running cell. One that waits (for a study, a timer) is left where it waits, and its variables stay. One that
   * computes hears nothing: after a second the kernel is ended, and all variables with it.
   */
  interrupt(): void {
    const running = this.#running;
    if (!running) return;
    this.#say({ kind: "interrupt" });
    setTimeout(() => {
      if (this.#running === running) this.end("the cell computed without a pause and could not be stopped alone");
    }, PATIENCE_MS);
  }

  /** Ends the kernel, whatever it does; the next run starts another. A running cell is told the reason. */
  end(reason: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#begun = undefined;
    for (const answer of this.#answers.values()) answer(undefined);
    this.#answers.clear();
    const running = this.#running;
    this.#running = undefined;
    running?.ended({ ending: "interrupted", seconds: (performance.now() - running.began) / 1000, lost: reason });
  }

  #say(message: ToKernel): void {
    this.#worker?.postMessage(message);
  }

  #hear(message: FromKernel): void {
    switch (message.kind) {
      case "checking":
        this.onState("checking");
        break;
      case "late":
        this.onLate(message.number, message.diagnostics);
        break;
      case "output":
        // After a cell has ended its late output is no one's.
        this.#onOutput(message.type, message.content);
        break;
      case "ended": {
        const running = this.#running;
        this.#running = undefined;
        running?.ended({ ending: message.ending, seconds: message.seconds, lost: undefined });
        break;
      }
      case "answer": {
        const answer = this.#answers.get(message.id);
        this.#answers.delete(message.id);
        answer?.(message.answer);
      }
    }
  }
}
