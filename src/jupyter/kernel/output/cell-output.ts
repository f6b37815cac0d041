import { createRequire } from "node:module";
import type { Content, Message } from "../../wire";
import type { Outgoing } from "../wire/outgoing";
import { checkBundle, encodeBundle, type MimeBundle } from "./mime-bundle";
import { StreamBatch, type StreamName } from "./stream-batch";

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
  readonly #streams: StreamBatch;
  #request: Message | undefined;
  #silent = false;
  /** Applied to what is written to stdout and stderr. */
  rewrite: (text: string) => string = (text) => text;
  /** Brings in what programs started by the cell have written. */
  collect: () => void = () => {};

  constructor(outgoing: Outgoing) {
    this.#outgoing = outgoing;
    this.#streams = new StreamBatch((name, text) => this.#send("stream", { name, text: this.rewrite(text) }));
  }

  /** From here on output belongs to this request. */
  startCell(request: Message, silent: boolean): void {
    this.flush();
    this.#streams.reset();
    this.#request = request;
    this.#silent = silent;
  }

  /** The request that output belongs to; undefined before the first cell. */
  get request(): Message | undefined {
    return this.#request;
  }

  publish(type: string, content: Content): void {
    // What was written before comes before.
    this.flush();
    this.#send(type, content);
  }

  write(name: StreamName, text: string): void {
    if (!this.#silent) this.#streams.write(name, text);
  }

  /** Sends what was written so far. */
  flush(): void {
    this.collect();
    this.#streams.flush();
  }

  /** Takes over the process's streams and sets the hook for libraries. */
  install(): void {
    process.stdout.write = this.#writer("stdout");
    process.stderr.write = this.#writer("stderr");
    Object.assign(globalThis, { [PUBLISH]: (type: string, content: Content) => this.#display(type, content) });
  }

  /** Sends what tslab's display functions show, once a cell has loaded tslab. */
  adoptTslab(): void {
    let path: string;
    try {
      path = createRequire(__filename).resolve("tslab/dist/jupyter");
    } catch {
      return;
    }
    const loaded = require.cache[path];
    if (!loaded) return;
    Object.assign(loaded.exports, {
      lastWriteDisplayData: (content: Content, update: boolean) =>
        this.#display(update ? "update_display_data" : "display_data", content),
    });
  }

  #send(type: string, content: Content): void {
    if (!this.#silent) this.#outgoing.publish(type, content, this.#request);
  }

  #writer(name: StreamName): Write {
    const decoder = new TextDecoder();
    return (chunk, encoding, callback) => {
      const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      this.write(name, text);
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
    const complete: Content = { ...content, ...encoded };
    checkBundle(complete);
    this.publish(type, complete);
  }
}
