/** The modules of Node that cells can import in a page, by their names without "node:". */

import * as path from "pathe";
import * as childProcess from "./child-process";
import * as nodeCrypto from "./crypto";
import * as fs from "./fs";
import * as util from "./inspector";
import * as buffer from "./node-buffer";
import { notHere, partOf } from "./not-here";
import * as os from "./os";
import * as workerThreads from "./worker-threads";
import * as zlib from "./zlib";

/** Each with the reason why it has no other parts. */
const MODULES: readonly (readonly [name: string, parts: object, why: string])[] = [
  ["buffer", buffer, "only Buffer and isUtf8 are here."],
  ["child_process", childProcess, "it starts no other programs."],
  ["crypto", nodeCrypto, "only sha256, randomUUID and webcrypto are here."],
  ["fs", fs, "it has no files of its own."],
  ["os", os, "it is told little of its machine."],
  ["path", path, "this part is not here."],
  ["path/posix", path, "this part is not here."],
  ["perf_hooks", { performance }, "only performance is here."],
  ["timers", { setTimeout, clearTimeout, setInterval, clearInterval }, "this part is not here."],
  ["timers/promises", { setTimeout: pause }, "only setTimeout is here."],
  ["url", { URL, URLSearchParams }, "only URL and URLSearchParams are here."],
  ["util", util, "this part is not here."],
  ["worker_threads", workerThreads, "a thread would be a program of Node."],
  ["zlib", zlib, "only gzip is here, and only at once."],
];

function pause<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((done) => setTimeout(() => done(value), milliseconds));
}

const made = new Map(MODULES.map(([name, parts, why]) => [name, partOf(name, parts, why)]));

/** Names of Node's other modules: what they do, no page can. */
const OTHERS =
  /^(?:assert|async_hooks|cluster|console|constants|dgram|diagnostics_channel|dns|domain|events|fs\/promises|http|http2|https|inspector|module|net|process|punycode|querystring|readline|repl|sea|sqlite|stream|string_decoder|sys|test|tls|trace_events|tty|v8|vm|wasi)(?:\/|$)/;

/** A module of Node; undefined for what is none. @throws NotInABrowser for one that a page cannot have */
export function builtinModule(specifier: string): object | undefined {
  const name = specifier.replace(/^node:/, "");
  const found = made.get(name);
  if (found) return found;
  if (specifier.startsWith("node:") || OTHERS.test(name)) {
    throw notHere(`"${specifier}" is a part of Node that a page in a browser does not have.`);
  }
  return undefined;
}
