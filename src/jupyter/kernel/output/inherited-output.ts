import childProcess from "node:child_process";
import fs, { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StreamName } from "./stream-batch";

const PERIOD_MS = 50;
/** A file that was read is emptied when it has grown beyond this. */
const EMPTY_BYTES = 1_000_000;

/** One file that programs write to in place of the kernel's own stream, and how far it was read. */
class Capture {
  readonly descriptor: number;
  readonly #decoder = new TextDecoder();
  #read = 0;

  constructor(path: string) {
    // "a+": several programs may write at once, and each appends.
    this.descriptor = openSync(path, "a+");
  }

  take(): string {
    const { size } = fstatSync(this.descriptor);
    let text = "";
    while (this.#read < size) {
      const chunk = Buffer.alloc(Math.min(size - this.#read, 1 << 20));
      const count = readSync(this.descriptor, chunk, 0, chunk.length, this.#read);
      if (count === 0) break;
      this.#read += count;
      text += this.#decoder.decode(chunk.subarray(0, count), { stream: true });
    }
    if (this.#read > EMPTY_BYTES) {
      ftruncateSync(this.descriptor, 0);
      this.#read = 0;
    }
    return text;
  }
}

type Options = { stdio?: unknown } | undefined;
type Arguments = readonly unknown[];

/**
 * What programs write that a cell starts with `stdio: "inherit"`. They would write to the terminal Jupyter was started
 * from; here their streams are two files, which are read while a cell runs and when it ends. What a cell itself writes to
 * the descriptors 1 and 2 goes the same way.
 */
export class InheritedOutput {
  readonly #write: (name: StreamName, text: string) => void;
  #captures: { readonly stdout: Capture; readonly stderr: Capture } | undefined;

  constructor(write: (name: StreamName, text: string) => void) {
    this.#write = write;
  }

  /** Wraps the functions that start programs, and those that write to a descriptor. */
  install(): void {
    const wrap = (name: "spawn" | "spawnSync" | "execFileSync" | "execSync" | "fork"): void => {
      const original = childProcess[name] as (...parameters: Arguments) => unknown;
      const wrapped = (...parameters: Arguments): unknown => original(...this.#redirected(parameters, name === "fork"));
      Object.assign(childProcess, { [name]: wrapped });
    };
    for (const name of ["spawn", "spawnSync", "execFileSync", "execSync", "fork"] as const) wrap(name);
    for (const name of ["write", "writeSync", "writeFile", "writeFileSync", "appendFile", "appendFileSync"] as const) {
      const original = fs[name] as (...parameters: Arguments) => unknown;
      const wrapped = (target: unknown, ...rest: Arguments): unknown => original(this.#written(target), ...rest);
      // What `util.promisify` makes of it stays as it was.
      Object.assign(fs, { [name]: Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original)) });
    }
    syncBuiltinESMExports();
  }

  /** Passes on what was written since the last time. */
  collect(): void {
    if (!this.#captures) return;
    this.#write("stdout", this.#captures.stdout.take());
    this.#write("stderr", this.#captures.stderr.take());
  }

  #redirected(parameters: Arguments, forks: boolean): Arguments {
    const at = parameters.findIndex(
      (each, index) => index > 0 && typeof each === "object" && !Array.isArray(each) && each,
    );
    const options = at < 0 ? undefined : (parameters[at] as Options);
    const stdio =
      options?.stdio ?? (forks && !(options as { silent?: unknown } | undefined)?.silent ? "inherit" : undefined);
    const streams = stdio === "inherit" ? ["inherit", "inherit", "inherit"] : stdio;
    if (!Array.isArray(streams)) return parameters;
    const redirected = streams.map((each: unknown, index) => this.#descriptor(each, index));
    if (redirected.every((each, index) => each === streams[index])) return parameters;
    const ipc = forks && !redirected.includes("ipc") ? ["ipc"] : [];
    const changed = { ...options, stdio: [...redirected, ...ipc] };
    if (at >= 0) return parameters.map((each, index) => (index === at ? changed : each));
    const callback = typeof parameters.at(-1) === "function" ? parameters.slice(-1) : [];
    return [...parameters.slice(0, parameters.length - callback.length), changed, ...callback];
  }

  /** Where a cell's own writing to a descriptor or to the name of one goes. */
  #written(target: unknown): unknown {
    if (target === 1 || target === "/dev/stdout") return this.#open().stdout.descriptor;
    return target === 2 || target === "/dev/stderr" ? this.#open().stderr.descriptor : target;
  }

  #descriptor(stream: unknown, index: number): unknown {
    const target = stream === "inherit" ? index : stream;
    if (target === 1 || target === process.stdout) return this.#open().stdout.descriptor;
    if (target === 2 || target === process.stderr) return this.#open().stderr.descriptor;
    // A program that reads finds the end of its input at once.
    return target === 0 || target === process.stdin ? "ignore" : stream;
  }

  #open(): { readonly stdout: Capture; readonly stderr: Capture } {
    if (this.#captures) return this.#captures;
    const directory = mkdtempSync(join(tmpdir(), "cmoe-output-"));
    const made = { stdout: new Capture(join(directory, "stdout")), stderr: new Capture(join(directory, "stderr")) };
    // The descriptors keep the files alive; their names are not needed.
    rmSync(directory, { recursive: true });
    process.once("exit", () => {
      closeSync(made.stdout.descriptor);
      closeSync(made.stderr.descriptor);
    });
    setInterval(() => this.collect(), PERIOD_MS).unref();
    this.#captures = made;
    return made;
  }
}
