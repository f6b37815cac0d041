import { checkBundle, encodeBundle, type MimeBundle } from "../../../src/jupyter/kernel/output/mime-bundle";
import { StreamBatch, type StreamName } from "../../../src/jupyter/kernel/output/stream-batch";
import { format, inspect } from "../node/inspector";

type Content = Readonly<Record<string, unknown>>;
type Send = (type: string, content: Content) => void;

/** How a library called from a cell reaches the page, as in the kernel in Node. */
const PUBLISH = Symbol.for("contaminated-moe.publish");
const PUBLISHABLE = ["display_data", "update_display_data", "clear_output"];

let send: Send = () => {};
/** Applied to what is written: stack traces are told in lines of cells. */
let rewrite: (text: string) => string = (text) => text;
const streams = new StreamBatch((name, text) => send("stream", { name, text: rewrite(text) }));

/** From here on what cells write goes this way. */
export function openOutput(way: Send, tell: (text: string) => string): void {
  send = way;
  rewrite = tell;
  Object.assign(globalThis, { [PUBLISH]: publish });
  installConsole();
}

/** A cell begins. */
export function startOutput(): void {
  streams.reset();
}

export function writeStream(name: StreamName, text: string): void {
  streams.write(name, text);
}

export function flushOutput(): void {
  streams.flush();
}

/** Sends a message; what was written before it comes before. */
export function sendOutput(type: string, content: Content): void {
  streams.flush();
  send(type, content);
}

/** What a library or a cell displays. */
export function publish(type: string, content: Content): void {
  if (!PUBLISHABLE.includes(type)) {
    throw new Error(`A cell cannot send "${type}"; it can send ${PUBLISHABLE.join(", ")}.`);
  }
  const { data } = content;
  const encoded = typeof data === "object" && data !== null ? { data: encodeBundle(data as MimeBundle) } : {};
  const complete: Content = { ...content, ...encoded };
  checkBundle(complete);
  sendOutput(type, complete);
}

/** The console of Node: what is logged is written to the standard streams. */
function installConsole(): void {
  let indent = "";
  const to =
    (name: StreamName) =>
    (...all: readonly unknown[]): void =>
      streams.write(name, `${format(...all).replace(/^/gm, indent)}\n`);
  const [out, err] = [to("stdout"), to("stderr")];
  const group = (...all: readonly unknown[]): void => {
    if (all.length > 0) out(...all);
    indent += "  ";
  };
  const times = new Map<string, number>();
  Object.assign(console, {
    log: out,
    info: out,
    debug: out,
    warn: err,
    error: err,
    trace: (...all: readonly unknown[]) => err("Trace:", ...all),
    dir: (value: unknown, options?: object) => out(inspect(value, options)),
    assert: (holds: unknown, ...all: readonly unknown[]) => {
      if (!holds) err("Assertion failed", ...all);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    time: (label = "default") => void times.set(label, performance.now()),
    timeEnd: (label = "default") => out(`${label}: ${(performance.now() - (times.get(label) ?? 0)).toFixed(3)}ms`),
  });
}
