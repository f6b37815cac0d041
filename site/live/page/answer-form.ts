import type { AnswerField } from "../messages";

/** "1/4" -> 0.25, "2e3" -> 2000; undefined for what is no number. */
function numberOf(text: string): number | undefined {
  const [, above, below = "1"] = /^([^/]+)(?:\/([^/]+))?$/.exec(text) ?? [];
  const value = above === undefined || above.trim() === "" ? Number.NaN : Number(above) / Number(below);
  return Number.isFinite(value) ? value : undefined;
}

/** What a reader typed, as code: `null` for nothing, else a number or a text; undefined for a text where only numbers may stand. */
export function answerCode(text: string, takes: AnswerField["takes"]): string | undefined {
  const typed = text.trim();
  if (typed === "") return "null";
  if (takes === "number") return numberOf(typed)?.toString();
  // "1/4" stays a text: exercises read it exactly.
  return takes === "either" && Number.isFinite(Number(typed)) ? String(Number(typed)) : JSON.stringify(typed);
}

/** What code says as an answer, for the field: nothing for `null`. */
export function answerText(code: string): string {
  if (code === "null") return "";
  return /^(["'`])([\s\S]*)\1$/.exec(code)?.[2] ?? code;
}

/** Fields for the answers of an exercise, so that nobody needs to edit code to give one. */
export class AnswerForm {
  readonly element: HTMLFormElement = document.createElement("form");
  #fields: readonly AnswerField[] = [];
  #inputs: readonly HTMLInputElement[] = [];

  /**
   * `answer` puts the texts of all answers into the code, from the last to the first, and has them checked.
   */
  constructor(
    private readonly name: string,
    answer: (answers: readonly { readonly field: AnswerField; readonly code: string }[]) => void,
  ) {
    this.element.className = "live-answers";
    this.element.hidden = true;
    this.element.setAttribute("aria-label", `Your answers, cell ${name}`);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const codes = this.#fields.map(({ takes }, k) => answerCode(this.#inputs[k]?.value ?? "", takes));
      for (const [k, input] of this.#inputs.entries()) {
        input.setCustomValidity(codes[k] === undefined ? "Write a number, such as 0.25 or 1/4." : "");
      }
      if (!this.element.reportValidity()) return;
      answer(this.#fields.map((field, k) => ({ field, code: codes[k] ?? "null" })));
    });
  }

  /** Shows these fields of this code; values that a reader has typed stay. */
  show(source: string, fields: readonly AnswerField[]): void {
    const same =
      fields.length === this.#fields.length && fields.every(({ label }, k) => label === this.#fields[k]?.label);
    this.#fields = fields;
    this.element.hidden = fields.length === 0;
    if (!same) this.#build(fields);
    for (const [k, { start, end }] of fields.entries()) {
      const input = this.#inputs[k];
      if (input && document.activeElement !== input) input.value = answerText(source.slice(start, end));
    }
  }

  #build(fields: readonly AnswerField[]): void {
    this.#inputs = fields.map(() => {
      const input = document.createElement("input");
      input.type = "text";
      input.autocomplete = "off";
      input.spellcheck = false;
      return input;
    });
    for (const input of this.#inputs) input.addEventListener("input", () => input.setCustomValidity(""));
    const rows = fields.map(({ label }, k) => {
      const row = document.createElement("label");
      const words = document.createElement("span");
      words.textContent = label;
      row.append(words, this.#inputs[k] ?? "");
      return row;
    });
    const button = document.createElement("button");
    button.type = "submit";
    button.textContent = "Check";
    button.setAttribute("aria-label", `Check the answers of cell ${this.name}`);
    this.element.replaceChildren(...rows, button);
  }
}
