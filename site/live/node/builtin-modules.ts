/** The modules of Node that cells can import in a page, by their names without "node:". */

import { Buffer } from "buffer";
import * as path from "pathe";
import { childProcess } from "./child-process";
import { nodeCrypto } from "./crypto";
import { fs } from "./fs";
import { notHere } from "./not-here";
import { os } from "./os";
import { util } from "./util";
import { workerThreads } from "./worker-threads";
import { zlib } from "./zlib";

const MODULES: ReadonlyMap<string, object> = new Map<string, object>([
  ["buffer", { Buffer }],
  ["child_process", childProcess],
  ["crypto", nodeCrypto],
  ["fs", fs],
  ["os", os],
  ["path", path],
  ["path/posix", path],
  ["perf_hooks", { performance }],
  ["timers", { setTimeout, clearTimeout, setInterval, clearInterval }],
  [
    "timers/promises",
    { setTimeout: (ms: number, value: unknown) => new Promise((done) => setTimeout(() => done(value), ms)) },
  ],
  ["url", { URL, URLSearchParams }],
  ["util", util],
  ["worker_threads", workerThreads],
  ["zlib", zlib],
]);

/** Names of Node's other modules: what they do, no page can. */
const OTHERS =
  /^(?:assert|async_hooks|cluster|console|constants|dgram|diagnostics_channel|dns|domain|events|fs\/promises|http|http2|https|inspector|module|net|process|punycode|querystring|readline|repl|sea|sqlite|stream|string_decoder|sys|test|tls|trace_events|tty|v8|vm|wasi)(?:\/|$)/;

/** A module of Node; undefined for what is none. @throws NotInABrowser for one that a page cannot have */
export function builtinModule(specifier: string): object | undefined {
  const name = specifier.replace(/^node:/, "");
  const found = MODULES.get(name);
  if (found) return found;
  if (specifier.startsWith("node:") || OTHERS.test(name)) {
    throw notHere(`"${specifier}" is a part of Node that a page in a browser does not have.`);
  }
  return undefined;
}
