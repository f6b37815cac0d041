import { completeness } from "../cell/syntax/completeness";
import type { Content } from "../wire";
import type { Evaluator } from "./evaluator";
import type { History } from "./history";

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Jupyter counts positions in Unicode characters, JavaScript in UTF-16 units. */
function toUnits(code: string, characters: unknown): number {
  if (typeof characters !== "number") return code.length;
  return [...code].slice(0, characters).join("").length;
}

function toCharacters(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}

/** The answers that need no cell to run. */
export class Answers {
  readonly #evaluator: Evaluator;
  readonly #history: History;

  constructor(evaluator: Evaluator, history: History) {
    this.#evaluator = evaluator;
    this.#history = history;
  }

  /** The answer to a request of this type; undefined for a type it does not know. */
  answer(type: string, content: Content): Content | undefined {
    switch (type) {
      case "is_complete_request":
        return { ...completeness(text(content.code)) };
      case "inspect_request":
        return this.#inspect(text(content.code), content.cursor_pos);
      case "complete_request":
        return this.#complete(text(content.code), content.cursor_pos);
      case "history_request":
        return { status: "ok", history: this.#history.answer(content) };
      case "comm_info_request":
        return { status: "ok", comms: {} };
      default:
        return undefined;
    }
  }

  #inspect(code: string, position: unknown): Content {
    const found = this.#evaluator.ask((engine) => engine.inspect(code, toUnits(code, position)));
    const data = found === undefined ? {} : { "text/plain": found };
    return { status: "ok", found: found !== undefined, data, metadata: {} };
  }

  #complete(code: string, position: unknown): Content {
    const { matches, start, end } = this.#evaluator.ask((engine) => engine.complete(code, toUnits(code, position)));
    return {
      status: "ok",
      matches,
      cursor_start: toCharacters(code, start),
      cursor_end: toCharacters(code, end),
      metadata: {},
    };
  }
}
