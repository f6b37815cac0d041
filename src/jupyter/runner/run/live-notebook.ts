import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Message } from "../../wire";
import { type Notebook, writeNotebook } from "../notebook-file";
import { Displays } from "../output-log";
import { ExecutedCell } from "./executed-cell";
import type { PreparedRun } from "./prepare-run";
import { withRunRecord } from "./run-record";

/** The executed notebook could not be put in its place. */
export class NotSaved extends Error {
  override readonly name = "NotSaved";
}

/** A notebook while it is executed: its cells with the outputs that have come so far, on disk whenever that is asked for. */
export class LiveNotebook {
  readonly #run: PreparedRun;
  readonly #displays = new Displays();
  readonly #executed = new Map<number, ExecutedCell>();
  readonly #requests = new Map<string, ExecutedCell>();
  #at = 0;
  /** What the kernel says of its language. */
  language: unknown;

  constructor(run: PreparedRun) {
    this.#run = run;
  }

  /** How many code cells there are up to a position, all of them when none is given. */
  codeCells(upTo?: number): number {
    return this.#run.source.cells.slice(0, upTo).filter((cell) => cell.type === "code").length;
  }

  /** The cell at this position is the next to be executed. */
  goTo(position: number): void {
    this.#at = position;
  }

  /** The cell is sent under this request's id: what is broadcast about the request belongs to it. */
  send(request: string): ExecutedCell | undefined {
    const cell = this.#run.source.cells[this.#at];
    if (!cell) return undefined;
    const executed = new ExecutedCell(cell, this.codeCells(this.#at + 1), this.#displays);
    this.#executed.set(this.#at, executed);
    this.#requests.set(request, executed);
    return executed;
  }

  /** The number of the cell to which the message has been added; none when it is no cell's or the cell is full. */
  hear(request: string, message: Message): number | undefined {
    const owner = this.#requests.get(request);
    return owner?.add(message) ? owner.number : undefined;
  }

  /** The notebook as it stands; the reason says why it is not executed to its end. */
  current(reason?: string): Notebook {
    const { source, parameters } = this.#run;
    const cells = source.cells.map((cell, position) => this.#executed.get(position)?.cell ?? cell);
    const id = source.cells[this.#at]?.id ?? "";
    const stop =
      reason === undefined ? undefined : { cell: this.codeCells(this.#at + 1), id, cells: this.codeCells(), reason };
    return withRunRecord({ metadata: { ...source.metadata, language_info: this.language }, cells }, parameters, stop);
  }

  /** Writes the notebook as it stands; returns what is in the way, if anything. */
  save(reason: string): string | undefined {
    try {
      writeNotebook(this.#run.output, this.current(reason));
      return undefined;
    } catch (error) {
      return `${this.#run.output} cannot be written now: ${(error as Error).message}`;
    }
  }

  /**
   * Writes the notebook at the end of the run.
   * @throws NotSaved when its place takes it no longer; it is in the folder for temporary files then
   */
  finish(reason: string | undefined): Notebook {
    const { output } = this.#run;
    const notebook = this.current(reason);
    try {
      writeNotebook(output, notebook);
    } catch (error) {
      const refuge = join(tmpdir(), `${process.pid}-${basename(output)}`);
      const problem = `The executed notebook cannot be written to ${output}: ${(error as Error).message}`;
      try {
        writeNotebook(refuge, notebook);
      } catch {
        throw new NotSaved(`${problem}; nor can it be kept as ${refuge}.`);
      }
      throw new NotSaved(`${problem}; it is kept as ${refuge}.`);
    }
    return notebook;
  }
}
