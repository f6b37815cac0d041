/** What the buttons above a live notebook do. */
export interface Actions {
  runAll(): void;
  interrupt(): void;
  reset(): void;
  download(): void;
  share(): void;
  discard(): void;
}

const KEYS =
  "Shift-Enter runs a cell and goes on, Ctrl-Enter runs it and stays, Ctrl-Space completes, Tab leaves the code.";

/** The buttons above a live notebook, and the line that says what happens. */
export class Toolbar {
  readonly element = document.createElement("div");
  readonly #status = document.createElement("p");
  readonly #interrupt: HTMLButtonElement;

  constructor(actions: Actions) {
    this.element.className = "live-toolbar";
    const buttons = document.createElement("div");
    buttons.setAttribute("role", "group");
    buttons.setAttribute("aria-label", "Notebook");
    const add = (text: string, title: string, act: () => void): HTMLButtonElement => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.title = title;
      button.addEventListener("click", act);
      buttons.append(button);
      return button;
    };
    add("Run all", "Runs every cell from the first", actions.runAll);
    this.#interrupt = add("Interrupt", "Ends the running cell", actions.interrupt);
    add("Reset", "Ends the kernel: all variables are forgotten, code and outputs stay", actions.reset);
    add("Download .ipynb", "The notebook with your code and outputs, for Jupyter", actions.download);
    add("Copy link", "A link to this page with your changes in it", actions.share);
    add("Discard changes", "Back to the published code and outputs", actions.discard);
    this.#interrupt.disabled = true;
    this.#status.setAttribute("role", "status");
    const keys = document.createElement("p");
    keys.className = "live-keys";
    keys.textContent = KEYS;
    this.element.append(buttons, this.#status, keys);
  }

  say(text: string): void {
    this.#status.textContent = text;
  }

  running(is: boolean): void {
    this.#interrupt.disabled = !is;
  }
}
