import type { Message } from "../../wire";
import type { Cell } from "../notebook-file";
import { type Displays, type Output, OutputLog } from "../output-log";

/** A cell whose outputs come in. */
export class ExecutedCell {
  readonly #source: Cell;
  readonly #log: OutputLog;
  #count: number | null = null;
  #verdict: Output | undefined;
  #made: { readonly changes: number; readonly cell: Cell } | undefined;
  /** Its number among the code cells, from 1. */
  readonly number: number;

  constructor(source: Cell, number: number, displays: Displays) {
    this.#source = source;
    this.number = number;
    this.#log = new OutputLog(displays);
  }

  /** Whether the message was kept: too much output is cut. */
  add(message: Message): boolean {
    const full = this.#log.full;
    const { execution_count: count } = message.content;
    if (message.header.msg_type === "execute_input" && typeof count === "number") this.#count = count;
    this.#log.add(message);
    this.#made = full && this.#log.full ? this.#made : undefined;
    return !(full && this.#log.full);
  }

  /** Says what the cell could not say itself, as its last output. */
  conclude(verdict: Output | undefined): void {
    this.#verdict = verdict;
    this.#made = undefined;
  }

  /** The cell as it stands: the same object while nothing changes. */
  get cell(): Cell {
    const { changes } = this.#log;
    if (this.#made?.changes !== changes) {
      const outputs = [...this.#log.outputs, ...(this.#verdict ? [this.#verdict] : [])];
      this.#made = { changes, cell: { ...this.#source, outputs, executionCount: this.#count } };
    }
    return this.#made.cell;
  }
}
