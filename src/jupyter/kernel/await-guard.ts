import { Script } from "node:vm";
import * as ts from "@tslab/typescript-for-tslab";

/**
 * SIGINT ends a cell that computes because Node watches for it while `vm` runs the cell. What follows an `await` runs
 * later, from the event loop, where nobody watches. So the cell's own awaits are continued from inside a small `vm`
 * script that does nothing but let the waiting continuations run, watched like the cell's beginning.
 */
const GUARD = "__tslab__.guard";
const DRAIN = "__tslab__.drain";

/** Up to here every await of a cell is watched; a cell with more of them waits for the watch at most this often. */
const ALWAYS = 1000;
const PERIOD_MS = 5;

/** Node's own way to let all waiting continuations run; undocumented, so its absence is met by watching nothing. */
const runContinuations = (process as { readonly _tickCallback?: unknown })._tickCallback;

export class AwaitGuard {
  readonly #script: Script = new Script(`${DRAIN}()`, { filename: __filename });
  readonly #onInterrupt: () => void;
  #count = 0;
  #last = 0;
  #resume: () => void = () => {};

  constructor(onInterrupt: () => void) {
    this.#onInterrupt = onInterrupt;
  }

  startCell(): void {
    this.#count = 0;
  }

  /** What `await x` of a cell waits for in place of x: the same value or error, continued under watch. */
  readonly guard = async (value?: unknown): Promise<unknown> => {
    try {
      return await value;
    } finally {
      await this.#watched();
    }
  };

  /** Called by the script, inside of the watch. */
  readonly drain = (): void => {
    this.#resume();
    if (typeof runContinuations === "function") runContinuations.call(process);
  };

  async #watched(): Promise<void> {
    const now = performance.now();
    if (typeof runContinuations !== "function") return;
    if (++this.#count > ALWAYS && now - this.#last < PERIOD_MS) return;
    this.#last = now;
    await new Promise<void>((resolve) => {
      setImmediate(() => {
        this.#resume = resolve;
        try {
          this.#script.runInThisContext({ breakOnSigint: true });
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
          this.#onInterrupt();
        }
      });
    });
  }
}

/**
 * Sends the awaits of a compiled cell through the guard, and every round of a `for await`; those inside of its functions
 * stay as they are.
 */
export function guardAwaits(output: string): string {
  if (!output.includes("await")) return output;
  const prefix = "export {};";
  const file = ts.createSourceFile("cell.js", prefix + output, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const inserted: { readonly at: number; readonly text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return;
    if (ts.isAwaitExpression(node)) {
      inserted.push({ at: node.expression.getStart(file) - prefix.length, text: `${GUARD}(` });
      inserted.push({ at: node.expression.getEnd() - prefix.length, text: ")" });
    }
    if (ts.isForOfStatement(node) && node.awaitModifier && ts.isBlock(node.statement)) {
      inserted.push({ at: node.statement.getStart(file) + 1 - prefix.length, text: ` await ${GUARD}();` });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // From the end, so that positions stay right. Two closings at one place are alike, two openings cannot meet.
  let text = output;
  for (const { at, text: what } of inserted.sort((a, b) => b.at - a.at)) {
    text = text.slice(0, at) + what + text.slice(at);
  }
  return text;
}
