import { Displays } from "../../../src/jupyter/runner/output-log";
import { type KeptWork, keepWork, keptWork } from "./kept-work";
import { KernelClient } from "./kernel-client";
import { type CellHost, LiveCell } from "./live-cell";
import { notebookWith } from "./notebook-file";
import { cellsOfHash, cellsToHash, LONGEST_LINK } from "./share-link";
import { Toolbar } from "./toolbar";

const KEEP_MS = 400;

/** A page's notebook, alive: its cells, its kernel, and the reader's work. */
export class LiveNotebook {
  readonly #name: string;
  readonly #cells: readonly LiveCell[];
  readonly #kernel = new KernelClient();
  readonly #displays = new Displays();
  readonly #toolbar: Toolbar;
  #queue: LiveCell[] = [];
  #working = false;
  #count = 0;
  #drawing = false;
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, article: HTMLElement, toolbarPlace: HTMLElement) {
    this.#name = name;
    this.#toolbar = new Toolbar({
      runAll: () => this.#run(this.#cells),
      interrupt: () => this.#interrupt(),
      reset: () => this.#reset(),
      download: () => void this.#download(),
      share: () => void this.#share(),
      discard: () => void this.#discard(),
    });
    toolbarPlace.replaceWith(this.#toolbar.element);
    this.#kernel.onState = (state, reason) => this.#tellKernel(state, reason);
    const host = this.#cellHost();
    this.#cells = [...article.querySelectorAll<HTMLElement>("section.cell")].map(
      (element, k) => new LiveCell(element, k + 1, this.#displays, host),
    );
    this.#openEditorsInView();
    // Loading begins at once: the reader is about to run something.
    this.#kernel.start().then(
      () => this.#lookForExercises(this.#cells),
      () => {},
    );
  }

  /** Takes up the reader's work of an earlier visit, and what a link brings. */
  async restore(): Promise<void> {
    const kept = await keptWork(this.#name);
    for (const cell of this.#cells) {
      const found = kept[cell.id];
      if (found) cell.restore(found);
    }
    try {
      const shared = await cellsOfHash(location.hash);
      const brought = this.#cells.filter((cell) => shared?.[cell.id] !== undefined);
      for (const cell of brought) cell.edit(0, cell.source.length, shared?.[cell.id] ?? "");
      if (brought.length === 0) return;
      const numbers = brought.map(({ number }) => number).join(", ");
      for (const cell of brought) cell.note("This code came with the link. Read it before you run it.");
      this.#toolbar.say(`The link has brought its own code for cell ${numbers}. Read it before you run it.`);
    } catch (error) {
      this.#toolbar.say(error instanceof Error ? error.message : String(error));
    }
  }

  #cellHost(): CellHost {
    const notebook = this;
    const above = (cell: LiveCell): readonly string[] =>
      notebook.#cells.slice(0, cell.number - 1).map(({ source }) => source);
    return {
      run: (cell) => this.#run([cell]),
      runToHere: (cell) => this.#runToHere(cell),
      goOn: (cell) => this.#cells[cell.number]?.focus(),
      changed: (cell) => this.#changed(cell),
      complete(this: LiveCell, source, position) {
        return notebook.#kernel.ask({ kind: "complete", above: above(this), source, position });
      },
      inspect(this: LiveCell, source, position) {
        return notebook.#kernel.ask({ kind: "inspect", above: above(this), source, position });
      },
      diagnose(this: LiveCell, source) {
        return notebook.#kernel.ask({ kind: "diagnose", above: above(this), source });
      },
    };
  }

  #openEditorsInView(): void {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          observer.unobserve(target);
          this.#cells.find(({ element }) => element === target)?.openEditor();
        }
      },
      { rootMargin: "400px" },
    );
    for (const { element } of this.#cells) observer.observe(element);
  }

  #tellKernel(state: "loading" | "ready" | "checking" | "broken", reason = ""): void {
    if (state === "loading") this.#toolbar.say("The kernel is loading …");
    if (state === "ready") this.#toolbar.say("Ready. Edit any code, run it, and see.");
    if (state === "broken") {
      this.#queue = [];
      this.#toolbar.say(`The kernel cannot work here: ${reason}. Download the notebook and run it in Jupyter.`);
    }
  }

  #run(cells: readonly LiveCell[]): void {
    for (const cell of cells) {
      if (this.#queue.includes(cell)) continue;
      this.#queue.push(cell);
      cell.wait();
    }
    if (!this.#working) void this.#work();
  }

  /** From the first cell that has not run as it stands, for what follows builds on it. */
  #runToHere(cell: LiveCell): void {
    const first = this.#cells.findIndex((each) => each === cell || each.ran !== each.source);
    this.#run(this.#cells.slice(first, cell.number));
  }

  async #work(): Promise<void> {
    this.#working = true;
    this.#toolbar.running(true);
    for (let cell = this.#queue[0]; cell; cell = this.#queue[0]) {
      const ended = await this.#runCell(cell).catch(() => "failed" as const);
      this.#queue.shift();
      if (ended === "done") continue;
      // As in Jupyter, what waits behind a failure does not run.
      for (const each of this.#queue) each.tell(each.ownOutputs ? "kept" : "published");
      this.#queue = [];
    }
    this.#working = false;
    this.#toolbar.running(false);
    this.#keep();
  }

  async #runCell(cell: LiveCell): Promise<"done" | "failed" | "interrupted"> {
    await this.#kernel.start();
    cell.begin(++this.#count);
    this.#toolbar.say(`Cell ${cell.number} runs …`);
    const { source } = cell;
    const run = await this.#kernel.run(this.#count, source, (type, content) => {
      cell.output(type, content);
      this.#draw();
    });
    cell.end(run);
    if (run.lost) this.#forget();
    const { ending } = run;
    const missing = this.#cells.slice(0, cell.number - 1).filter(({ ran }) => ran === undefined).length;
    if (ending === "failed" && missing > 0) {
      const cells = missing === 1 ? "One cell above has" : `${missing} cells above have`;
      cell.note(`${cells} not run in this kernel. “Run to here” runs them first.`);
    }
    const lost = run.lost ? ", and its kernel was ended: run the cells above again" : "";
    this.#toolbar.say(
      `Cell ${cell.number} ${ending === "done" ? "has run" : `${ending === "failed" ? "has failed" : "was interrupted"}${lost}`}.`,
    );
    return ending;
  }

  /** Shows outputs once a frame: a cell may send many, and change displays of others. */
  #draw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      for (const cell of this.#cells) cell.showOutputs();
    });
  }

  #interrupt(): void {
    for (const each of this.#queue.splice(1)) each.tell(each.ownOutputs ? "kept" : "published");
    this.#kernel.interrupt();
  }

  #reset(): void {
    this.#queue.splice(1);
    this.#kernel.end();
    this.#forget();
    this.#toolbar.say("The kernel was ended: nothing has run in the new one.");
    this.#kernel.start().catch(() => {});
  }

  #forget(): void {
    for (const cell of this.#cells) cell.ran = undefined;
    this.#count = 0;
  }

  #changed(cell: LiveCell): void {
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => {
      this.#keep();
      this.#lookForExercises([cell]);
      for (const each of this.#cells.slice(cell.number)) each.checkAgain();
    }, KEEP_MS);
  }

  #lookForExercises(cells: readonly LiveCell[]): void {
    for (const cell of cells) {
      const { source } = cell;
      this.#kernel.ask({ kind: "fields", source }).then(
        (fields) => cell.showFields(source, fields ?? []),
        () => {},
      );
    }
  }

  #keep(): void {
    const mine = this.#cells.filter((cell) => cell.changed || cell.ownOutputs !== undefined);
    const work: KeptWork = Object.fromEntries(
      mine.map(({ id, source, published, ownOutputs: outputs, count }) => [id, { source, published, outputs, count }]),
    );
    keepWork(this.#name, work).then((kept) => {
      if (!kept) this.#toolbar.say("This browser keeps nothing: download the notebook before you leave.");
    });
  }

  async #download(): Promise<void> {
    const file = `notebooks/${this.#name}.ipynb`;
    try {
      const response = await fetch(file);
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      const own = this.#cells.map(({ id, source, ownOutputs: outputs, count }) => ({ id, source, outputs, count }));
      const text = notebookWith(await response.text(), own);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
      link.download = `${this.#name}.ipynb`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      this.#toolbar.say(`${this.#name}.ipynb has your code and outputs.`);
    } catch (error) {
      this.#toolbar.say(`${file} could not be fetched: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }

  async #share(): Promise<void> {
    const changed = this.#cells.filter((cell) => cell.changed);
    const cells = Object.fromEntries(changed.map(({ id, source }) => [id, source]));
    const hash = changed.length === 0 ? "" : await cellsToHash(cells);
    const address = location.href.replace(/#.*$/, "") + hash;
    if (address.length > LONGEST_LINK) {
      this.#toolbar.say(
        `Your changes make a link of ${address.length} characters, which many programs cut; download the notebook and send that.`,
      );
      return;
    }
    history.replaceState(null, "", address);
    const what =
      changed.length === 0
        ? "nothing is changed"
        : `with your code of ${changed.length} ${changed.length === 1 ? "cell" : "cells"}`;
    try {
      await navigator.clipboard.writeText(address);
      this.#toolbar.say(`The link is copied (${what}).`);
    } catch {
      this.#toolbar.say(`The link stands in the address bar (${what}): copy it from there.`);
    }
  }

  async #discard(): Promise<void> {
    if (!confirm("Discard your code and outputs of this page?")) return;
    clearTimeout(this.#keeping);
    await keepWork(this.#name, {});
    history.replaceState(null, "", location.pathname + location.search);
    location.reload();
  }
}
