import { Displays } from "../../../src/jupyter/runner/output-log";
import type { Draft } from "../messages";
import { type KeptWork, keepWork, keptWork } from "./kept-work";
import { KernelClient } from "./kernel-client";
import { type CellHost, LiveCell } from "./live-cell";
import { RunQueue } from "./run-queue";
import { cellsOfHash } from "./share-link";
import { downloadNotebook, shareLink } from "./take-away";
import { Toolbar } from "./toolbar";

const KEEP_MS = 400;
/** How long after a change the cells below are looked at again. */
const BELOW_MS = 1500;

/** A page's notebook, alive: its cells, its kernel, and the reader's work. */
export class LiveNotebook {
  readonly #name: string;
  readonly #cells: readonly LiveCell[];
  readonly #kernel = new KernelClient();
  readonly #displays = new Displays();
  readonly #toolbar: Toolbar;
  readonly #queue: RunQueue;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, article: HTMLElement, toolbarPlace: HTMLElement) {
    this.#name = name;
    this.#toolbar = new Toolbar({
      runAll: () => this.#queue.run(this.#cells),
      interrupt: () => this.#queue.interrupt(),
      reset: () => this.#reset(),
      download: () => void downloadNotebook(name, this.#cells).then((told) => this.#toolbar.say(told)),
      share: () => void shareLink(this.#cells).then((told) => this.#toolbar.say(told)),
      discard: () => void this.#discard(),
    });
    toolbarPlace.replaceWith(this.#toolbar.element);
    // All code is open now, and each cell folds by itself.
    document.getElementById("fold-code")?.remove();
    this.#queue = new RunQueue(this.#kernel, this.#toolbar, () => this.#cells);
    this.#queue.onRest = () => this.#keep();
    this.#kernel.onState = (state, reason) => this.#tellKernel(state, reason);
    this.#kernel.onLate = (number, diagnostics) => {
      const told = diagnostics.map(({ start, message }) => `line ${start?.line ?? 1}: ${message}`).join("; ");
      const cell = this.#cells.find(({ count, ran }) => count === number && ran !== undefined);
      cell?.note(`This ran before its types could be checked. TypeScript says: ${told}`);
    };
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
    const draft = (cell: LiveCell, source: string): Draft => ({
      above: notebook.#cells.slice(0, cell.number - 1).map((each) => each.source),
      source,
      focused: cell.element.contains(document.activeElement),
    });
    return {
      run: (cell) => this.#queue.run([cell]),
      runToHere: (cell) => this.#queue.runToHere(cell),
      check: (cell) => void this.#check(cell),
      goOn: (cell) => this.#cells[cell.number]?.focus(),
      changed: (cell) => this.#changed(cell),
      complete(this: LiveCell, source, position) {
        return notebook.#kernel.ask({ kind: "complete", ...draft(this, source), position });
      },
      inspect(this: LiveCell, source, position) {
        return notebook.#kernel.ask({ kind: "inspect", ...draft(this, source), position });
      },
      diagnose(this: LiveCell, source) {
        // What is published is known to be sound.
        const asPublished = notebook.#cells.slice(0, this.number).every(({ changed }) => !changed);
        if (asPublished) return Promise.resolve([]);
        return notebook.#kernel.ask({ kind: "diagnose", ...draft(this, source) });
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
    this.#toolbar.element.dataset.kernel = state;
    if (state === "ready") this.#toolbar.say("Ready. Edit any code, run it, and see.");
    if (state === "broken") {
      this.#toolbar.say(`The kernel cannot work here: ${reason}. Download the notebook and run it in Jupyter.`);
    }
  }

  /** An exercise needs few of the cells above it, and not the studies among them. */
  async #check(cell: LiveCell): Promise<void> {
    const above = this.#cells.slice(0, cell.number - 1);
    const sources = above.map(({ source }) => source);
    const needed = await this.#kernel.ask({ kind: "needs", above: sources, source: cell.source });
    const missing = above.filter((each, k) => needed?.includes(k) && each.ran !== each.source);
    this.#queue.run([...missing, cell]);
  }

  #reset(): void {
    this.#queue.reset();
    this.#toolbar.say("The kernel was ended: nothing has run in the new one.");
    this.#kernel.start().catch(() => {});
  }

  #changed(cell: LiveCell): void {
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => {
      this.#keep();
      this.#lookForExercises([cell]);
    }, KEEP_MS);
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => {
      for (const each of this.#cells.slice(cell.number)) each.checkAgain();
    }, BELOW_MS);
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

  async #discard(): Promise<void> {
    if (!confirm("Discard your code and outputs of this page?")) return;
    clearTimeout(this.#keeping);
    await keepWork(this.#name, {});
    history.replaceState(null, "", location.pathname + location.search);
    location.reload();
  }
}
