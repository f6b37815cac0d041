import tslabJupyter = require("tslab/dist/jupyter");

import type { Content, Message } from "../wire";
import { encodeBundle, type MimeBundle } from "./mime-bundle";
import type { Outgoing } from "./outgoing";

/** How a library called from a cell reaches the front end: `globalThis[PUBLISH](type, content)`. */
export const PUBLISH: unique symbol = Symbol.for("contaminated-moe.publish");

/** The messages a library may send. */
const PUBLISHABLE = ["display_data", "update_display_data", "clear_output"];

type Write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => boolean;

/**
 * Everything a cell writes (stdout, stderr, displays) goes out as messages that belong to the cell. As in Python's
 * kernel, what arrives after a cell has ended still belongs to it, until the next one starts.
 */
export class CellOutput {
  readonly #outgoing: Outgoing;
  #request: Message | undefined;
  #silent = false;
  /** Applied to what is written to stdout and stderr. */
  rewrite: (text: string) => string = (text) => text;

  constructor(outgoing: Outgoing) {
    this.#outgoing = outgoing;
  }

  /** From here on output belongs to this request. */
  startCell(request: Message, silent: boolean): void {
    this.#request = request;
    this.#silent = silent;
  }

  publish(type: string, content: Content): void {
    if (!this.#silent) this.#outgoing.publish(type, content, this.#request);
  }

  /** Takes over the process's streams, tslab's display functions and the hook for libraries. */
  install(): void {
    process.stdout.write = this.#writer("stdout");
    process.stderr.write = this.#writer("stderr");
    Object.assign(tslabJupyter, {
      lastWriteDisplayData: (content: Content, update: boolean) =>
        this.#display(update ? "update_display_data" : "display_data", content),
    });
    Object.assign(globalThis, { [PUBLISH]: (type: string, content: Content) => this.#display(type, content) });
  }

  #writer(name: "stdout" | "stderr"): Write {
    const decoder = new TextDecoder();
    return (chunk, encoding, callback) => {
      const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      if (text !== "") this.publish("stream", { name, text: this.rewrite(text) });
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof done === "function") queueMicrotask(() => done());
      return true;
    };
  }

  #display(type: string, content: Content): void {
    if (!PUBLISHABLE.includes(type)) {
      throw new Error(`A cell cannot send "${type}"; it can send ${PUBLISHABLE.join(", ")}.`);
    }
    const data = content.data;
    const encoded = typeof data === "object" && data !== null ? { data: encodeBundle(data as MimeBundle) } : {};
    this.publish(type, { ...content, ...encoded });
  }
}
