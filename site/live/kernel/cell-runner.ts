import { CellEngine, type CompiledCell } from "../../../src/jupyter/cell/engine";
import type { CellHost, CellRuntime } from "../../../src/jupyter/cell/host";
import type { CellDiagnostic } from "../../../src/jupyter/cell/types/diagnostics";
import {
  type CellError,
  describeFailure,
  type TracebackContext,
  tellStack,
} from "../../../src/jupyter/kernel/errors/cell-error";
import type { Outcome } from "../../../src/jupyter/kernel/evaluator";
import {
  checkBundle,
  encodeBundle,
  type MimeBundle,
  toMimeBundle,
} from "../../../src/jupyter/kernel/output/mime-bundle";
import { NOTEBOOKS, ROOT } from "../node/site-files";
import type { PageModules } from "./modules";
import { nodeStack, withoutMachinery } from "./stack-frames";

/** A cell's end: its result, or its error. */
export type RunResult =
  | { readonly kind: "done"; readonly bundle: MimeBundle | undefined }
  | { readonly kind: "interrupted" | "failed"; readonly error: CellError };

const FILE = `${NOTEBOOKS}/cell.ts`;

function cellName(number: number): string {
  return `cell-${number}.ts`;
}

/**
 * Runs cells in a web worker and says how they ended, as the kernel in Node does: a failure from outside of the cell's own
 * flow (an unhandled rejection, an exception in a timer) ends it, and so does an interrupt while it waits.
 */
export class CellRunner {
  readonly #engine: CellEngine;
  readonly #modules: PageModules;
  readonly #cells = new Map<number, CompiledCell>();
  /** Cells that ran before types could be checked; undefined from then on. */
  #unchecked: CompiledCell[] | undefined = [];
  #settle: ((outcome: Outcome<never>) => void) | undefined;

  constructor(host: CellHost, modules: PageModules) {
    this.#engine = new CellEngine(host);
    this.#modules = modules;
    Object.assign(globalThis, { require: modules.require, __dirname: NOTEBOOKS, __filename: FILE });
  }

  /** Whether a cell is running. */
  get busy(): boolean {
    return this.#settle !== undefined;
  }

  /** The declarations are there: types are checked from now on. The answer is what is wrong with cells that ran before. */
  check(): ReadonlyMap<string, readonly CellDiagnostic[]> {
    this.#engine.warm('import "contaminated-moe"; import "contaminated-moe/notebook"; console.log(1);');
    const late = (this.#unchecked ?? []).map((cell) => [cell.name, this.#engine.check(cell)] as const);
    this.#unchecked = undefined;
    return new Map(late.filter(([, found]) => found.length > 0));
  }

  async run(source: string, number: number): Promise<RunResult> {
    const outcome = await this.#outcome(source, number);
    const error = describeFailure(outcome, source, this.#context(number));
    if (!error) return { kind: "done", bundle: outcome.kind === "done" ? this.#told(outcome.result) : undefined };
    const kind = outcome.kind === "interrupted" ? "interrupted" : "failed";
    return { kind, error: { ...error, traceback: withoutMachinery(error.traceback) } };
  }

  async #outcome(source: string, number: number): Promise<Outcome<MimeBundle | undefined>> {
    const compiled = this.#engine.compile(source, cellName(number));
    if (!("code" in compiled)) return { kind: "rejected by the compiler", diagnostics: compiled };
    const diagnostics = this.#unchecked ? [] : this.#engine.check(compiled);
    this.#unchecked?.push(compiled);
    if (diagnostics.length > 0) return { kind: "rejected by the compiler", diagnostics };
    this.#cells.set(number, compiled);
    let interruption: unknown;
    const runtime: CellRuntime = {
      load: this.#modules.load,
      call: (code, name, parameters) => {
        // Indirect: the code sees the global names only, as a script of Node's vm does.
        // biome-ignore lint/security/noGlobalEval: a kernel runs the code that its reader writes.
        const cell: unknown = globalThis.eval(`${code}\n//# sourceURL=${name}`);
        return (cell as (...all: readonly unknown[]) => unknown)(...parameters);
      },
      meta: { dirname: NOTEBOOKS, filename: FILE, url: `file://${FILE}` },
      interruption: () => interruption,
    };
    let reached = false;
    const outcome = await this.#watch(async () => {
      const { hasValue, value } = await this.#engine.run(compiled, runtime);
      reached = true;
      // A rejection nobody handles is reported in a turn of its own: give it that.
      await new Promise((resolve) => setTimeout(resolve));
      if (!hasValue || value === undefined || value === null) return undefined;
      const bundle = encodeBundle(await toMimeBundle(value));
      checkBundle(bundle);
      return bundle;
    });
    // Whatever of the cell still waits does not go on.
    if (outcome.kind !== "done")
      interruption = Object.assign(new Error("the cell was interrupted"), { name: "Interrupted" });
    this.#engine.settle(compiled, reached);
    return outcome;
  }

  #watch<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    return new Promise<Outcome<T>>((resolve) => {
      this.#settle = resolve;
      work().then(
        (result) => resolve({ kind: "done", result }),
        (reason) => resolve({ kind: "thrown", reason: nodeStack(reason) }),
      );
    }).finally(() => {
      this.#settle = undefined;
    });
  }

  /** Fails the running cell with an error from outside its flow; false when no cell is running. */
  fail(reason: unknown): boolean {
    if (!this.#settle) return false;
    this.#settle({ kind: "thrown", reason: nodeStack(reason) });
    return true;
  }

  /** Ends the running cell: it does not go on when what it waits for arrives. */
  interrupt(): void {
    this.#settle?.({ kind: "interrupted" });
  }

  /** A text with stack traces, in lines of cells. */
  readonly tell = (text: string): string =>
    /cell-\d+\.ts:\d/.test(text) ? withoutMachinery(tellStack(text, this.#context(0)).split("\n")).join("\n") : text;

  #told(bundle: MimeBundle | undefined): MimeBundle | undefined {
    const text = bundle?.["text/plain"];
    return typeof text === "string" ? { ...bundle, "text/plain": this.tell(text) } : bundle;
  }

  #context(number: number): TracebackContext {
    return { number, root: ROOT, modules: new Map(), cell: (each) => this.#cells.get(each) };
  }
}
