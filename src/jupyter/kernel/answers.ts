import { version as typescriptVersion } from "@tslab/typescript-for-tslab";
import type { JupyterHandlerImpl } from "tslab/dist/jupyter";
import { type Content, PROTOCOL_VERSION } from "../wire";
import { completeness } from "./completeness";
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

/** The answers that need no cell to run: what tslab's handler knows, completed to what the protocol asks for. */
export class Answers {
  readonly #handler: JupyterHandlerImpl;
  readonly #history: History;

  constructor(handler: JupyterHandlerImpl, history: History) {
    this.#handler = handler;
    this.#history = history;
  }

  /** The answer to a request of this type; undefined for a type it does not know. */
  answer(type: string, content: Content): Content | undefined {
    switch (type) {
      case "kernel_info_request":
        return this.#kernelInfo();
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

  #kernelInfo(): Content {
    const info = this.#handler.handleKernel();
    return {
      ...info,
      status: "ok",
      protocol_version: PROTOCOL_VERSION,
      language_info: {
        ...info.language_info,
        version: typescriptVersion,
        nbconvert_exporter: "script",
        pygments_lexer: "typescript",
      },
      banner: `TypeScript ${typescriptVersion} in Node.js, evaluated by tslab`,
      help_links: [],
    };
  }

  #inspect(code: string, position: unknown): Content {
    const at = toUnits(code, position);
    const inspect = (cursor: number): Content =>
      ({ ...this.#handler.handleInspect({ code, cursor_pos: cursor, detail_level: 0 }) }) as Content;
    const found = inspect(at);
    // At the end of a name, as front ends put the cursor, the name before it is meant.
    return found.found === true || at === 0 ? found : inspect(at - 1);
  }

  #complete(code: string, position: unknown): Content {
    const reply = this.#handler.handleComplete({ code, cursor_pos: toUnits(code, position) });
    return {
      ...reply,
      cursor_start: toCharacters(code, reply.cursor_start),
      cursor_end: toCharacters(code, reply.cursor_end),
    };
  }
}
