import type { Ending } from "../messages";
import type { KernelClient } from "./kernel-client";
import type { LiveCell } from "./live-cell";
import type { Toolbar } from "./toolbar";

const ENDED: Readonly<Record<Ending, string>> = {
  done: "has run",
  failed: "has failed",
  interrupted: "was interrupted",
};

/** The cells that wait for the kernel, which runs one after the other. */
export class RunQueue {
  readonly #kernel: KernelClient;
  readonly #toolbar: Toolbar;
  readonly #cells: () => readonly LiveCell[];
  /** The first one is running. */
  #queue: LiveCell[] = [];
  #working = false;
  #count = 0;
  #drawing = false;
  /** Called when nothing runs any more. */
  onRest: () => void = () => {};

  /** `cells` are all of the notebook. */
  constructor(kernel: KernelClient, toolbar: Toolbar, cells: () => readonly LiveCell[]) {
    this.#kernel = kernel;
    this.#toolbar = toolbar;
    this.#cells = cells;
  }

  run(cells: readonly LiveCell[]): void {
    for (const cell of cells) {
      if (this.#queue.includes(cell)) continue;
      this.#queue.push(cell);
      cell.wait();
    }
    if (!this.#working) void this.#work();
  }

  /** From the first cell that has not run as it stands, for what follows builds on it. */
  runToHere(cell: LiveCell): void {
    const all = this.#cells();
    const first = all.findIndex((each) => each === cell || each.ran !== each.source);
    this.run(all.slice(first, cell.number));
  }

  interrupt(): void {
    this.#drop();
    this.#kernel.interrupt();
  }

  /** Ends the kernel; nothing has run in the next one. */
  reset(): void {
    this.#drop();
    this.#kernel.end("the kernel was reset");
    this.#forget();
  }

  /** As in Jupyter, what waits behind a failure does not run. */
  #drop(): void {
    for (const each of this.#queue.splice(1)) each.leave();
  }

  async #work(): Promise<void> {
    this.#working = true;
    this.#toolbar.running(true);
    for (let cell = this.#queue[0]; cell; cell = this.#queue[0]) {
      const ending = await this.#runCell(cell);
      if (ending !== "done") this.#drop();
      this.#queue.shift();
    }
    this.#working = false;
    this.#toolbar.running(false);
    this.onRest();
  }

  async #runCell(cell: LiveCell): Promise<Ending> {
    try {
      await this.#kernel.start();
    } catch {
      // The toolbar says why the kernel does not work.
      cell.leave();
      return "failed";
    }
    cell.begin(++this.#count);
    this.#toolbar.say(`Cell ${cell.number} runs …`);
    const run = await this.#kernel.run(this.#count, cell.source, (type, content) => {
      cell.output(type, content);
      this.#draw();
    });
    cell.end(run);
    if (run.lost !== undefined) this.#forget();
    if (run.ending === "failed") this.#hint(cell);
    const lost = run.lost === undefined ? "" : ", and its kernel was ended: run the cells above again";
    this.#toolbar.say(`Cell ${cell.number} ${ENDED[run.ending]}${lost}.`);
    return run.ending;
  }

  #hint(cell: LiveCell): void {
    const missing = this.#cells()
      .slice(0, cell.number - 1)
      .filter(({ ran }) => ran === undefined).length;
    if (missing === 0) return;
    const cells = missing === 1 ? "One cell above has" : `${missing} cells above have`;
    cell.note(`${cells} not run in this kernel. “Run to here” runs them first.`);
  }

  /** Shows outputs once a frame: a cell may send many, and change displays of others. */
  #draw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      for (const cell of this.#cells()) cell.showOutputs();
    });
  }

  #forget(): void {
    for (const cell of this.#cells()) cell.ran = undefined;
    this.#count = 0;
  }
}
