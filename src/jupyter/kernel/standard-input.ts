import readline from "node:readline";
import { Readable } from "node:stream";

/** What a program is told that asks its user for a line where nobody can be asked. */
export const NO_INPUT =
  "A cell has no standard input: give the value in the cell, or as a parameter of the notebook, instead of asking for it.";

type Interface = readline.Interface;
type Create = (...parameters: readonly unknown[]) => Interface;
type Question = (query: string, ...rest: readonly unknown[]) => unknown;

/**
 * What stands in the place of `process.stdin`. A cell whose front end answers questions asks through it, line by line:
 * for `question` of Node's readline, and as long as somebody waits for lines or for data. In any other cell a read fails
 * at once.
 *
 * An interface of readline reads from its beginning to its end, whether its cell wants a line or not; nobody is asked for
 * lines that nobody waits for.
 */
export class StandardInput {
  readonly #ask: (prompt: string) => void;
  readonly #interfaces = new Set<Interface>();
  /** Whether the running cell's front end can be asked; undefined while no cell runs. */
  #allowed: boolean | undefined;
  #questions: string[] = [];
  #reading = false;
  #asked = false;
  #stream: Readable = this.#make();

  /** `ask` sends a question to the front end of the running cell. */
  constructor(ask: (prompt: string) => void) {
    this.#ask = ask;
  }

  install(): void {
    const get = (): Readable => {
      // A stream ends with its error and would leave the next reader waiting: that one gets a stream of its own.
      if (this.#stream.destroyed) this.#stream = this.#make();
      return this.#stream;
    };
    Object.defineProperty(process, "stdin", { configurable: true, enumerable: true, get });
    for (const module of [readline, readline.promises] as readonly { createInterface: unknown }[]) {
      const create = module.createInterface as Create;
      Object.assign(module, { createInterface: (...parameters: unknown[]) => this.#adopt(create(...parameters)) });
    }
  }

  startCell(allowed: boolean): void {
    this.#allowed = allowed;
  }

  /** Whatever is still asked for is asked for no longer. */
  endCell(): void {
    this.#allowed = undefined;
    this.#questions = [];
    this.#asked = false;
  }

  /** The line somebody typed. */
  answer(line: string): void {
    if (!this.#asked) return;
    this.#asked = false;
    this.#reading = false;
    this.#stream.push(`${line}\n`);
    // Another may be waited for; the cell takes this one first.
    setImmediate(() => this.#consider());
  }

  #make(): Readable {
    this.#reading = false;
    const stream = new Readable({
      read: () => {
        this.#reading = true;
        setImmediate(() => this.#consider());
      },
    });
    return stream.on("newListener", () => setImmediate(() => this.#consider()));
  }

  /** An interface that reads from this stream: what it waits for is known. */
  #adopt(made: Interface): Interface {
    const { input } = made as unknown as { readonly input?: unknown };
    if (input !== this.#stream) return made;
    this.#interfaces.add(made);
    made.once("close", () => this.#interfaces.delete(made));
    made.on("newListener", () => setImmediate(() => this.#consider()));
    const question = made.question.bind(made) as Question;
    const asking: Question = (query, ...rest) => {
      if (this.#allowed !== true) return question(query, ...rest);
      // The front end shows the question beside the answer; on the output it would stand twice.
      this.#questions.push(String(query));
      setImmediate(() => this.#consider());
      return question("", ...rest);
    };
    return Object.assign(made, { question: asking });
  }

  /** Asks for a line, or refuses, if one is waited for. */
  #consider(): void {
    if (!this.#reading || this.#asked || this.#allowed === undefined) return;
    if (!this.#allowed) {
      this.#stream.destroy(new Error(NO_INPUT));
      return;
    }
    const prompt = this.#questions.shift();
    if (prompt === undefined && !this.#waits()) return;
    this.#asked = true;
    this.#ask(prompt ?? "");
  }

  /** Whether anybody waits for lines or for data; an interface alone only listens. */
  #waits(): boolean {
    const readers = this.#stream.listenerCount("data") + this.#stream.listenerCount("readable");
    return readers > this.#interfaces.size || [...this.#interfaces].some((each) => each.listenerCount("line") > 0);
  }
}
