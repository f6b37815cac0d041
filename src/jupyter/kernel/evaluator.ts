import type { CompletionInfo, Diagnostic } from "tslab/dist/converter";
import { createExecutor, type Executor } from "tslab/dist/executor";
import { AwaitGuard } from "./await-guard";
import { CellCompiler } from "./cell-compiler";
import { type CellScope, installCellScope } from "./cell-variables";

/** How a cell ended. */
export type Outcome =
  | { readonly kind: "done"; readonly value: unknown; readonly hasValue: boolean }
  | { readonly kind: "thrown"; readonly reason: unknown }
  | { readonly kind: "rejected by the compiler"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "interrupted" };

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isInterruption(reason: unknown): boolean {
  return (
    reason instanceof Error &&
    ((reason as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" ||
      reason.message === "Interrupted asynchronously")
  );
}

/**
 * Runs cells with tslab's executor and says how they ended. tslab prints results and errors through the console it is
 * given; this one keeps them instead. A failure from outside the cell's own flow (an unhandled rejection, an exception
 * in a timer or a worker) ends the running cell.
 */
export class Evaluator {
  readonly compiler: CellCompiler;
  readonly #executor: Executor;
  readonly #scope: CellScope;
  readonly #awaits: AwaitGuard = new AwaitGuard(() => this.interrupt());
  #running = false;
  #thrown: { readonly reason: unknown } | undefined;
  #failure: { readonly reason: unknown } | undefined;

  /** Imports of cells are resolved from `root`, the directory of the project. */
  constructor(root: string) {
    this.compiler = new CellCompiler();
    this.#executor = createExecutor(root, this.compiler, {
      log: () => {},
      error: (...parts: readonly unknown[]) => {
        // One value is what the cell has thrown; a format with its arguments is a diagnostic, which the compiler keeps.
        if (parts.length === 1) this.#thrown = { reason: parts[0] };
      },
    });
    this.#scope = installCellScope(this.#awaits);
  }

  async run(source: string, number: number): Promise<Outcome> {
    this.#thrown = undefined;
    this.#failure = undefined;
    this.#running = true;
    this.compiler.startCell(number);
    this.#awaits.startCell();
    try {
      const ok = await this.#executor.execute(source);
      // A rejection nobody handles is reported once the microtasks have run: give it that turn.
      await nextTurn();
      return this.#outcome(ok, number);
    } catch (reason) {
      return { kind: "thrown", reason };
    } finally {
      this.#running = false;
    }
  }

  #outcome(ok: boolean, number: number): Outcome {
    if (this.#failure) return { kind: "thrown", reason: (this.#failure as { readonly reason: unknown }).reason };
    const cell = this.compiler.cell(number);
    if (!ok) {
      const thrown = this.#thrown as { readonly reason: unknown } | undefined;
      if (!thrown) return { kind: "rejected by the compiler", diagnostics: cell?.diagnostics ?? [] };
      return isInterruption(thrown.reason) ? { kind: "interrupted" } : { kind: "thrown", reason: thrown.reason };
    }
    const name = cell?.resultVariable;
    const value = name === undefined ? undefined : this.#scope.exports[name];
    if (name !== undefined) this.#scope.exports[name] = undefined;
    return { kind: "done", value, hasValue: value !== undefined && value !== null };
  }

  /** Fails the running cell with an error from outside its flow; false when no cell is running. */
  fail(reason: unknown): boolean {
    if (!this.#running) return false;
    this.#failure ??= { reason };
    this.#executor.interrupt();
    return true;
  }

  /** Ends a cell that waits; one that computes is ended by the signal itself. */
  interrupt(): void {
    this.#executor.interrupt();
  }

  inspect(source: string, position: number): ReturnType<Executor["inspect"]> | undefined {
    return this.#executor.inspect(source, position);
  }

  complete(source: string, position: number): CompletionInfo {
    return this.#executor.complete(source, position);
  }

  /** tslab's executor itself, for tslab's own handler. */
  get executor(): Executor {
    return this.#executor;
  }

  close(): void {
    this.#executor.close();
  }
}
