/** Node's global names that cells and the library use, set in a web worker; imported before the library. */
import { Buffer } from "buffer";
import { notHere, partOf } from "./not-here";
import { NOTEBOOKS } from "./site-files";

/** A turn of the event loop, without the pause that timers have when they are nested. */
const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.onmessage = () => waiting.shift()?.();

function setImmediate<A extends unknown[]>(work: (...all: A) => void, ...all: A): void {
  waiting.push(() => work(...all));
  turns.port2.postMessage(null);
}

/** The release of Node whose declarations and outputs cells are held to. */
export const NODE_VERSION = "20.19.0";

type Write = (name: "stdout" | "stderr", text: string) => void;

/** What `process` is in a page. */
function makeProcess(): object {
  const stream = (name: "stdout" | "stderr"): object => ({
    write: (chunk: string | Uint8Array) => {
      write(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
      return true;
    },
    isTTY: false,
    columns: 80,
  });
  const parts = {
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    stdin: { isTTY: false },
    env: {},
    argv: ["browser"],
    platform: "browser",
    /** The release whose declarations cells are checked against. */
    version: `v${NODE_VERSION}`,
    versions: { node: NODE_VERSION },
    pid: 0,
    cwd: () => NOTEBOOKS,
    emitWarning: (warning: unknown) => write("stderr", `${String(warning)}\n`),
    nextTick: (work: (...all: unknown[]) => void, ...all: unknown[]) => queueMicrotask(() => work(...all)),
    hrtime: { bigint: () => BigInt(Math.round(performance.now() * 1e6)) },
    uptime: () => performance.now() / 1000,
    exit: () => {
      throw notHere("process.exit cannot be done in a page: use the button Reset to end the kernel.");
    },
  };
  return partOf("process", parts, "this part of Node's process is not here.");
}

let write: Write = () => {};

/** From here on what is written to the standard streams goes this way. */
export function writeTo(way: Write): void {
  write = way;
}

Object.assign(globalThis, { Buffer, global: globalThis, setImmediate, process: makeProcess() });
