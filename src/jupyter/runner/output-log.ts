import type { Content, Message } from "../wire";

/** One output of a cell in the notebook format, its texts not yet split into lines. */
export type Output = Readonly<Record<string, unknown>> & { readonly output_type: string };

/** Where a display with an id was put, so that updates find it whatever cell sends them. */
interface Place {
  readonly log: OutputLog;
  readonly at: number;
}

/** The displays of one notebook by their ids. */
export class Displays {
  readonly #places = new Map<string, Place[]>();

  forget(log: OutputLog): void {
    for (const [id, places] of this.#places) {
      this.#places.set(
        id,
        places.filter((each) => each.log !== log),
      );
    }
  }

  add(id: string, place: Place): void {
    this.#places.set(id, [...(this.#places.get(id) ?? []), place]);
  }

  update(id: string, content: Content): void {
    for (const { log, at } of this.#places.get(id) ?? []) log.replace(at, content);
  }
}

function displayId(content: Content): string | undefined {
  const id = (content.transient as { readonly display_id?: unknown } | undefined)?.display_id;
  return typeof id === "string" ? id : undefined;
}

function object(value: unknown): Content {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Content) : {};
}

/** What a display shows, by MIME type. */
function bundle(content: Content): { readonly data: Content; readonly metadata: Content } {
  return { data: object(content.data), metadata: object(content.metadata) };
}

/** How long one text of an error may be. */
const ERROR_LIMIT = 100_000;

function shorten(text: string): string {
  return text.length <= ERROR_LIMIT ? text : `${text.slice(0, ERROR_LIMIT)}... (cut after ${ERROR_LIMIT} characters)`;
}

/** An error as the notebook format wants it: its parts are texts, whatever was thrown. */
export function errorOutput(content: Content): Output & ErrorTexts {
  const traceback = Array.isArray(content.traceback) ? content.traceback : [];
  return {
    output_type: "error",
    ename: shorten(textOf(content.ename ?? "Error")),
    evalue: shorten(textOf(content.evalue ?? "")),
    traceback: traceback.slice(0, 1000).map((line) => shorten(textOf(line))),
  };
}

/** The texts of an error. */
export interface ErrorTexts {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

function outputLength(output: Output): number {
  const { data } = output;
  if (typeof output.text === "string") return output.text.length;
  if (data === undefined) return 0;
  const sizes = Object.values(data as Content).map((each) =>
    typeof each === "string" ? each.length : JSON.stringify(each ?? null).length,
  );
  return sizes.reduce((sum, each) => sum + each, 0);
}

/** How many characters a cell's outputs may have in all, so that a notebook can be written, and read by others. */
export const OUTPUT_LIMIT = 20_000_000;

const CUT = `[The output of this cell is cut here, after ${OUTPUT_LIMIT} characters. Print less, or write to a file.]\n`;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : String(value);
}

/**
 * The outputs of one cell, as its messages make them: streams grow, displays change in place, output may be cleared.
 * They are kept up to OUTPUT_LIMIT; what comes after it is left out, and the cell says so.
 */
export class OutputLog {
  readonly #displays: Displays;
  #outputs: Output[] = [];
  #clearNext = false;
  #length = 0;
  #full = false;
  #changes = 0;

  constructor(displays: Displays) {
    this.#displays = displays;
  }

  get outputs(): readonly Output[] {
    return this.#outputs;
  }

  /** Whether outputs have been left out because they were too many. */
  get full(): boolean {
    return this.#full;
  }

  /** Grows with every change of the outputs. */
  get changes(): number {
    return this.#changes;
  }

  add(message: Message): void {
    const { content } = message;
    this.#changes++;
    switch (message.header.msg_type) {
      case "stream":
        this.#write(content.name === "stderr" ? "stderr" : "stdout", textOf(content.text));
        break;
      case "display_data":
        this.#display({ output_type: "display_data", ...bundle(content) }, content);
        break;
      case "execute_result": {
        const count = typeof content.execution_count === "number" ? content.execution_count : null;
        this.#display({ output_type: "execute_result", execution_count: count, ...bundle(content) }, content);
        break;
      }
      case "update_display_data": {
        const id = displayId(content);
        if (id !== undefined) this.#displays.update(id, content);
        break;
      }
      case "error":
        this.#push(errorOutput(content));
        break;
      case "clear_output":
        if (content.wait === true) this.#clearNext = true;
        else this.#clear();
        break;
    }
  }

  replace(at: number, content: Content): void {
    const output = this.#outputs[at];
    if (!output) return;
    this.#changes++;
    const next = { ...output, ...bundle(content) };
    // What is replaced makes room.
    const room = OUTPUT_LIMIT - this.#length + outputLength(output);
    if (outputLength(next) > room) {
      this.#cut();
      return;
    }
    this.#length += outputLength(next) - outputLength(output);
    this.#outputs[at] = next;
  }

  #clear(): void {
    this.#outputs = [];
    this.#clearNext = false;
    this.#length = 0;
    this.#full = false;
    this.#displays.forget(this);
  }

  #cut(): void {
    if (this.#full) return;
    this.#full = true;
    this.#append("stderr", CUT);
  }

  /** Whether the output was kept. */
  #push(output: Output): boolean {
    if (this.#clearNext) this.#clear();
    const length = outputLength(output);
    // An error says why the cell ended: it is kept behind what was cut.
    const fits = this.#length + length <= OUTPUT_LIMIT && (!this.#full || output.output_type === "error");
    if (!fits) {
      this.#cut();
      return false;
    }
    this.#length += length;
    this.#outputs.push(output);
    return true;
  }

  #write(name: string, text: string): void {
    if (this.#clearNext) this.#clear();
    if (this.#full) return;
    const kept = text.slice(0, OUTPUT_LIMIT - this.#length);
    if (kept !== "") this.#append(name, kept);
    this.#length += kept.length;
    if (kept.length < text.length) this.#cut();
  }

  #append(name: string, text: string): void {
    const last = this.#outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) {
      this.#outputs[this.#outputs.length - 1] = { ...last, text: `${String(last.text)}${text}` };
    } else {
      this.#outputs.push({ output_type: "stream", name, text });
    }
  }

  #display(output: Output, content: Content): void {
    if (!this.#push(output)) return;
    const id = displayId(content);
    if (id !== undefined) this.#displays.add(id, { log: this, at: this.#outputs.length - 1 });
  }
}
