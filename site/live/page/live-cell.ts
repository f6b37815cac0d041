import { type Displays, type Output, OutputLog } from "../../../src/jupyter/runner/output-log";
import type { Message } from "../../../src/jupyter/wire";
import { AnswerForm } from "./answer-form";
import { CodeEditor, type EditorHost } from "./code-editor";
import type { KeptCell } from "./kept-work";
import type { Run } from "./kernel-client";
import { OutputView } from "./output-view";

/** What a cell asks of the notebook it is in. */
export interface CellHost extends Pick<EditorHost, "complete" | "inspect" | "diagnose"> {
  run(cell: LiveCell): void;
  runToHere(cell: LiveCell): void;
  /** Runs the cell after those it builds upon. */
  check(cell: LiveCell): void;
  /** The next cell, if there is one, gets the focus. */
  goOn(cell: LiveCell): void;
  changed(cell: LiveCell): void;
}

/** Where the cell stands, said beside its buttons. */
type State = "published" | "waiting" | "running" | "done" | "failed" | "interrupted" | "kept";

function button(text: string, label: string, click: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", click);
  return made;
}

/** A code cell of the page, with its editor, its outputs and its buttons. */
export class LiveCell {
  readonly id: string;
  readonly published: string;
  /** The text that ran last in the kernel at hand, and whether it ran to its end. */
  ran: string | undefined;
  count: number | null = null;
  #source: string;
  #editor: CodeEditor | undefined;
  #log: OutputLog | undefined;
  #keptOutputs: readonly Output[] | undefined;
  readonly #displays: Displays;
  readonly #host: CellHost;
  readonly #details: HTMLDetailsElement;
  readonly #code: HTMLElement;
  readonly #outputs: HTMLElement;
  readonly #view: OutputView;
  readonly #state = document.createElement("span");
  readonly #note = document.createElement("p");
  readonly #restore: HTMLButtonElement;
  readonly #form: AnswerForm;

  constructor(
    readonly element: HTMLElement,
    readonly number: number,
    displays: Displays,
    host: CellHost,
  ) {
    const [details, outputs] = [element.querySelector("details.code"), element.querySelector(".outputs")];
    const code = details?.querySelector(".scroll");
    if (!(details instanceof HTMLDetailsElement && outputs instanceof HTMLElement && code instanceof HTMLElement)) {
      throw new Error(`Cell ${number} of this page has no code or no place for outputs.`);
    }
    this.id = element.dataset.cell ?? "";
    this.published = code.textContent ?? "";
    this.#source = this.published;
    this.#displays = displays;
    this.#host = host;
    this.#details = details;
    this.#code = code;
    this.#outputs = outputs;
    this.#view = new OutputView(outputs);
    this.#form = new AnswerForm(String(number), (answers) => {
      for (const { field, code: text } of [...answers].reverse()) this.edit(field.start, field.end, text);
      host.check(this);
    });
    this.#restore = button("Restore", `Restore the published code of cell ${number}`, () =>
      this.edit(0, this.source.length, this.published),
    );
    details.open = true;
    element.classList.add("is-live");
    this.#build();
  }

  get source(): string {
    return this.#source;
  }

  get changed(): boolean {
    return this.#source !== this.published;
  }

  /** Outputs of the reader's own runs; undefined where the page shows the published ones. */
  get ownOutputs(): readonly Output[] | undefined {
    return this.#log?.outputs ?? this.#keptOutputs;
  }

  #build(): void {
    const { number } = this;
    const bar = document.createElement("div");
    bar.className = "live-bar";
    this.#state.className = "live-state";
    this.#restore.hidden = true;
    bar.append(
      button("Run", `Run cell ${number}`, () => this.#host.run(this)),
      button("Run to here", `Run to here, cell ${number}`, () => this.#host.runToHere(this)),
      this.#restore,
      this.#state,
    );
    this.#note.className = "live-note";
    this.#note.hidden = true;
    this.#details.append(bar);
    this.#details.after(this.#form.element);
    this.#outputs.before(this.#note);
    this.tell("published");
  }

  /** Takes up what was kept of an earlier visit. */
  restore({ source, outputs, count }: KeptCell): void {
    this.edit(0, this.source.length, source);
    if (outputs === undefined) return;
    this.#keptOutputs = outputs;
    this.count = count;
    this.#view.show(outputs);
    this.tell("kept");
  }

  /** Makes the editor: as many as are seen, as soon as they are. */
  openEditor(): CodeEditor {
    if (this.#editor) return this.#editor;
    const place = document.createElement("div");
    place.className = "live-editor";
    this.#code.replaceWith(place);
    const host = this.#host;
    this.#editor = new CodeEditor(place, this.#source, {
      label: `Code of cell ${this.number}`,
      complete: host.complete.bind(this),
      inspect: host.inspect.bind(this),
      diagnose: host.diagnose.bind(this),
      changed: (source) => this.#setSource(source),
      run: (goOn) => {
        host.run(this);
        if (goOn) host.goOn(this);
      },
    });
    return this.#editor;
  }

  /** Changes the text between two positions. */
  edit(from: number, to: number, text: string): void {
    if (this.#source.slice(from, to) === text) return;
    if (this.#editor) this.#editor.replace(from, to, text);
    else {
      this.#code.textContent = this.#source.slice(0, from) + text + this.#source.slice(to);
      this.#setSource(this.#code.textContent);
    }
  }

  checkAgain(): void {
    this.#editor?.checkAgain();
  }

  focus(): void {
    this.#details.open = true;
    this.openEditor().focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  showFields(source: string, fields: Parameters<AnswerForm["show"]>[1]): void {
    if (source === this.#source) this.#form.show(source, fields);
  }

  wait(): void {
    this.tell("waiting");
  }

  /** It does not run after all. */
  leave(): void {
    this.tell(this.ownOutputs ? "kept" : "published");
  }

  /** A run begins: its outputs replace the former ones as they come. */
  begin(count: number): void {
    this.count = count;
    this.#keptOutputs = undefined;
    this.#log = new OutputLog(this.#displays);
    this.#view.show([]);
    this.note("");
    this.tell("running");
  }

  output(type: string, content: Readonly<Record<string, unknown>>): void {
    this.#log?.add({ header: { msg_type: type }, content } as Message);
    // A display of another cell may have changed, too: the notebook shows all.
  }

  showOutputs(): void {
    if (this.#log) this.#view.show(this.#log.outputs);
  }

  end({ ending, seconds, lost }: Run): void {
    if (lost !== undefined) {
      const evalue = `${lost}, so its kernel was ended; all variables are gone`;
      this.output("error", { ename: "Interrupted", evalue, traceback: [`Interrupted: ${evalue}`] });
    }
    this.ran = ending === "done" ? this.#source : undefined;
    this.showOutputs();
    this.tell(ending, seconds);
  }

  /** Says something about the last run, or nothing. */
  note(text: string): void {
    this.#note.textContent = text;
    this.#note.hidden = text === "";
  }

  tell(state: State, seconds = 0): void {
    const number = this.count === null ? "" : ` [${this.count}]`;
    const time = `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;
    const words: Readonly<Record<State, string>> = {
      published: this.#outputs.childElementCount > 0 ? "published output" : "not run here",
      waiting: "waits",
      running: "runs …",
      done: `ran here${number}, ${time}`,
      failed: `failed${number}, ${time}`,
      interrupted: `interrupted${number}`,
      kept: "output of an earlier run",
    };
    this.#state.textContent = words[state];
    this.element.dataset.state = state;
  }

  #setSource(source: string): void {
    this.#source = source;
    this.#restore.hidden = !this.changed;
    this.element.classList.toggle("is-changed", this.changed);
    this.#host.changed(this);
  }
}
