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

/** The outputs of one cell, as its messages make them: streams grow, displays change in place, output may be cleared. */
export class OutputLog {
  readonly #displays: Displays;
  #outputs: Output[] = [];
  #clearNext = false;

  constructor(displays: Displays) {
    this.#displays = displays;
  }

  get outputs(): readonly Output[] {
    return this.#outputs;
  }

  add(message: Message): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case "stream":
        this.#write(String(content.name), String(content.text));
        break;
      case "display_data":
        this.#display({ output_type: "display_data", data: content.data, metadata: content.metadata ?? {} }, content);
        break;
      case "execute_result":
        this.#display(
          {
            output_type: "execute_result",
            execution_count: content.execution_count,
            data: content.data,
            metadata: content.metadata ?? {},
          },
          content,
        );
        break;
      case "update_display_data": {
        const id = displayId(content);
        if (id !== undefined) this.#displays.update(id, content);
        break;
      }
      case "error":
        this.#push({
          output_type: "error",
          ename: content.ename,
          evalue: content.evalue,
          traceback: content.traceback,
        });
        break;
      case "clear_output":
        if (content.wait === true) this.#clearNext = true;
        else this.#clear();
        break;
    }
  }

  replace(at: number, content: Content): void {
    const output = this.#outputs[at];
    if (output) this.#outputs[at] = { ...output, data: content.data, metadata: content.metadata ?? {} };
  }

  #clear(): void {
    this.#outputs = [];
    this.#clearNext = false;
    this.#displays.forget(this);
  }

  #push(output: Output): void {
    if (this.#clearNext) this.#clear();
    this.#outputs.push(output);
  }

  #write(name: string, text: string): void {
    if (this.#clearNext) this.#clear();
    const last = this.#outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) {
      this.#outputs[this.#outputs.length - 1] = { ...last, text: `${String(last.text)}${text}` };
    } else {
      this.#outputs.push({ output_type: "stream", name, text });
    }
  }

  #display(output: Output, content: Content): void {
    this.#push(output);
    const id = displayId(content);
    if (id !== undefined) this.#displays.add(id, { log: this, at: this.#outputs.length - 1 });
  }
}
