import { join } from "node:path";
import { Script } from "node:vm";
import { CellEngine, type CompiledCell } from "../cell/engine";
import type { CellRuntime } from "../cell/host";
import type { CellDiagnostic } from "../cell/types/diagnostics";
import type { Interrupts } from "./interrupts/interrupts";
import { importMeta, libDirectory, ModuleLoader } from "./modules/module-loader";
import { NodeFiles } from "./modules/node-files";

/** How a cell ended. */
export type Outcome<T> =
  | { readonly kind: "done"; readonly result: T }
  | { readonly kind: "thrown"; readonly reason: unknown }
  | { readonly kind: "rejected by the compiler"; readonly diagnostics: readonly CellDiagnostic[] }
  | { readonly kind: "interrupted" };

/** A cell's result, if its last statement is an expression with a value. */
export interface CellResult {
  readonly hasValue: boolean;
  readonly value: unknown;
}

/** What Node 20 has of the language. */
export const KERNEL_LIBS: readonly string[] = [
  "lib.es2023.d.ts",
  "lib.es2024.string.d.ts",
  "lib.esnext.disposable.d.ts",
];

/** The name of a cell in stack traces. */
export function cellName(number: number): string {
  return `cell-${number}.ts`;
}

function isInterruption(reason: unknown): boolean {
  return reason instanceof Error && (reason as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}

const INTERRUPTED = { name: "Interrupted", message: "the cell was interrupted" } as const;
const CALL: unique symbol = Symbol.for("contaminated-moe.call");

/**
 * Runs cells in this process and says how they ended. A failure from outside the cell's own flow (an unhandled rejection,
 * an exception in a timer or a worker) ends the running cell, and so does an interrupt.
 */
export class Evaluator {
  readonly engine: CellEngine;
  readonly modules: ModuleLoader;
  readonly #meta: object;
  readonly #interrupts: Interrupts;
  readonly #cells = new Map<number, CompiledCell>();
  readonly #watched = new Script(`globalThis[Symbol.for("contaminated-moe.call")]()`, { filename: __filename });
  #settle: ((outcome: Outcome<never>) => void) | undefined;

  /** Imports are looked for from the notebook's directory, then from `root`, that of the project. */
  constructor(directory: string, root: string, interrupts: Interrupts) {
    const directories = directory === root ? [root] : [directory, root];
    const dist = join(root, "dist");
    this.#interrupts = interrupts;
    this.modules = new ModuleLoader(directories, dist);
    this.engine = new CellEngine({
      files: new NodeFiles([dist]),
      libDirectory: libDirectory(),
      libs: KERNEL_LIBS,
      types: ["node"],
      directories,
    });
    const file = join(directory, "cell.ts");
    this.#meta = importMeta(file, this.modules.require);
    Object.assign(globalThis, { require: this.modules.require, __dirname: directory, __filename: file });
  }

  /** The cell of this number, as it ran last. */
  cell(number: number): CompiledCell | undefined {
    return this.#cells.get(number);
  }

  /** Runs a cell, and with its result what is made of that as long as the cell can be interrupted. */
  async run<T>(source: string, number: number, finish: (result: CellResult) => T | Promise<T>): Promise<Outcome<T>> {
    const compiled = this.#interrupts.protect(() => this.engine.compile(source, cellName(number)));
    if (!("code" in compiled)) return { kind: "rejected by the compiler", diagnostics: compiled };
    const diagnostics = this.#interrupts.protect(() => this.engine.check(compiled));
    if (diagnostics.length > 0) return { kind: "rejected by the compiler", diagnostics };
    this.#cells.set(number, compiled);
    let interruption: unknown;
    const runtime: CellRuntime = {
      load: (specifier) => this.modules.load(specifier),
      call: (code, name, parameters) => this.#call(code, name, parameters),
      meta: this.#meta,
      interruption: () => interruption,
    };
    let reached = false;
    const outcome = await this.#watch(async () => {
      const value = await this.engine.run(compiled, runtime);
      reached = true;
      // A rejection nobody handles is reported once the microtasks have run: give it that turn.
      await new Promise((resolve) => setImmediate(resolve));
      return finish({
        hasValue: value.hasValue && value.value !== undefined && value.value !== null,
        value: value.value,
      });
    });
    // Whatever of the cell still waits does not go on.
    if (outcome.kind !== "done") interruption = Object.assign(new Error(INTERRUPTED.message), INTERRUPTED);
    this.#interrupts.protect(() => this.engine.settle(compiled, reached));
    return outcome;
  }

  /**
   * Waits for the work, or for what ends it from outside. The work starts in a turn of its own: when its computation is
   * ended, nothing else ends with it.
   */
  #watch<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    return new Promise<Outcome<T>>((resolve) => {
      this.#settle = resolve;
      setImmediate(() => {
        work().then(
          (result) => resolve({ kind: "done", result }),
          (reason) => resolve(isInterruption(reason) ? { kind: "interrupted" } : { kind: "thrown", reason }),
        );
      });
    }).finally(() => {
      this.#settle = undefined;
    });
  }

  #call(code: string, name: string, parameters: readonly unknown[]): unknown {
    const cell: unknown = new Script(code, { filename: name }).runInThisContext();
    if (typeof cell !== "function") throw new TypeError(`${name} is no function.`);
    Object.assign(globalThis, { [CALL]: () => cell(...parameters) });
    return this.#watched.runInThisContext({ breakOnSigint: true });
  }

  /** Fails the running cell with an error from outside its flow; false when no cell is running. */
  fail(reason: unknown): boolean {
    if (!this.#settle) return false;
    this.#settle({ kind: "thrown", reason });
    return true;
  }

  /** Ends the running cell. */
  interrupt(): void {
    this.#settle?.({ kind: "interrupted" });
  }

  /** Does work of the compiler that an interrupt must not end in the middle. */
  ask<T>(question: (engine: CellEngine) => T): T {
    return this.#interrupts.protect(() => question(this.engine));
  }
}
