import type { PreparedRun } from "./prepare-run";
import { executeRun, type NotebookRun, type RunConduct, type RunEvent } from "./run-notebook";

/** Tells the events of several runs as if they ran one after the other: a later one's wait until the earlier have ended. */
class InOrder {
  readonly #tell: (event: RunEvent) => void;
  readonly #waiting: RunEvent[][];
  readonly #ended: boolean[];
  #turn = 0;

  constructor(runs: number, tell: (event: RunEvent) => void) {
    this.#tell = tell;
    this.#waiting = Array.from({ length: runs }, () => []);
    this.#ended = Array.from({ length: runs }, () => false);
  }

  hear(run: number, event: RunEvent): void {
    if (run === this.#turn) this.#tell(event);
    else this.#waiting[run]?.push(event);
  }

  end(run: number): void {
    this.#ended[run] = true;
    while (this.#ended[this.#turn]) {
      this.#turn++;
      for (const event of this.#waiting[this.#turn]?.splice(0) ?? []) this.#tell(event);
    }
  }
}

/** How one of several runs ended: executed, failed to start or to be saved, or not begun because the work was stopped. */
export type RunOutcome =
  | { readonly kind: "run"; readonly run: NotebookRun }
  | { readonly kind: "error"; readonly notebook: string; readonly error: unknown }
  | { readonly kind: "not begun"; readonly notebook: string };

/**
 * Executes prepared notebooks, `jobs` of them at a time, each in a kernel of its own. Outcomes and events come in the
 * order of the notebooks, whatever the number of jobs.
 */
export async function executeRuns(
  runs: readonly PreparedRun[],
  jobs: number,
  conduct: RunConduct,
): Promise<readonly RunOutcome[]> {
  const order = new InOrder(runs.length, conduct.onProgress ?? (() => {}));
  const outcomes: RunOutcome[] = runs.map(({ notebook }) => ({ kind: "not begun", notebook }));
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; ; at = next++) {
      const run = runs[at];
      if (!run || conduct.signal?.aborted) return;
      try {
        const done = await executeRun(run, { ...conduct, onProgress: (event) => order.hear(at, event) });
        outcomes[at] = { kind: "run", run: done };
      } catch (error) {
        outcomes[at] = { kind: "error", notebook: run.notebook, error };
      }
      order.end(at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, runs.length) }, work));
  return outcomes;
}
