import { dirname, resolve } from "node:path";
import type { Message } from "../../wire";
import { type Notebook, tags } from "../notebook-file";
import { Session } from "../session";
import type { ExecutedCell } from "./executed-cell";
import { LiveNotebook } from "./live-notebook";
import { type PreparedRun, prepareRun, type RunPlan } from "./prepare-run";
import { failureBefore, failureOf, type RunFailure, stopper } from "./run-failure";

/** How a prepared notebook is run. */
export interface RunConduct {
  /** For each cell; Infinity, the default, waits for ever. */
  readonly timeoutSeconds?: number;
  /** For the kernel's start and all cells of a notebook together; Infinity, the default, waits for ever. */
  readonly totalTimeoutSeconds?: number;
  /** Stops the run; its reason is told, such as the name of a signal. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: RunEvent) => void;
}

export type RunOptions = RunPlan & RunConduct;

/** What happens while a notebook runs. `cell` counts code cells from 1, `cells` is how many there are. */
export type RunEvent =
  | { readonly kind: "warning"; readonly notebook: string; readonly text: string }
  | { readonly kind: "kernel ready"; readonly notebook: string; readonly seconds: number }
  | { readonly kind: "cell started"; readonly notebook: string; readonly cell: number; readonly cells: number }
  | { readonly kind: "output"; readonly notebook: string; readonly cell: number; readonly message: Message }
  | {
      readonly kind: "cell ended";
      readonly notebook: string;
      readonly cell: number;
      readonly cells: number;
      readonly seconds: number;
      readonly ok: boolean;
    };

export interface NotebookRun {
  readonly notebook: string;
  /** The executed notebook on disk and in memory. */
  readonly output: string;
  readonly executed: Notebook;
  readonly cells: number;
  readonly seconds: number;
  readonly failure?: RunFailure;
}

function seconds(since: number): number {
  return Math.round(performance.now() - since) / 1000;
}

/** Executes the cells one after the other, and writes the notebook before each of them. */
async function runCells(
  run: PreparedRun,
  conduct: RunConduct,
  live: LiveNotebook,
  session: Session,
  started: number,
): Promise<RunFailure | undefined> {
  const { notebook } = run;
  const { signal, onProgress: tell = () => {} } = conduct;
  const cells = live.codeCells();
  const limits = {
    cell: conduct.timeoutSeconds ?? Number.POSITIVE_INFINITY,
    all: conduct.totalTimeoutSeconds ?? Number.POSITIVE_INFINITY,
  };
  for (const [at, cell] of run.source.cells.entries()) {
    if (!run.execute.has(at) || cell.source.trim() === "") continue;
    live.goTo(at);
    const place = { cell: live.codeCells(at + 1), id: cell.id };
    const unsaved = live.save("the run had come this far when the file was written");
    if (unsaved !== undefined) tell({ kind: "warning", notebook, text: unsaved });
    const left = limits.all - (performance.now() - started) / 1000;
    const notBegun = failureBefore(left, limits, signal);
    if (notBegun) return { ...place, ...notBegun };
    const cellStarted = performance.now();
    tell({ kind: "cell started", notebook, cell: place.cell, cells });
    const errorIsFine = tags(cell).includes("raises-exception");
    let executed: ExecutedCell | undefined;
    const end = await session.execute(cell.source, {
      timeoutSeconds: Math.min(limits.cell, left),
      ...(signal ? { signal } : {}),
      errorIsFine,
      onSent: (request) => {
        executed = live.send(request);
      },
    });
    const problem = failureOf(end, left, limits, signal);
    if (problem && end.kind !== "replied") executed?.conclude({ output_type: "error", ...problem });
    const failed = problem !== undefined && !(end.kind === "replied" && errorIsFine);
    tell({ kind: "cell ended", notebook, cell: place.cell, cells, seconds: seconds(cellStarted), ok: !failed });
    if (failed) return { ...place, ...problem };
  }
  return undefined;
}

/**
 * Executes a prepared notebook in a fresh kernel whose directory is the notebook's. The result is written before every
 * cell, when the run is stopped, and at its end. The run ends at the first failing cell that is not tagged
 * `raises-exception`.
 * @throws KernelFailed when no kernel starts, NotSaved when the result's place is gone
 */
export async function executeRun(run: PreparedRun, conduct: RunConduct = {}): Promise<NotebookRun> {
  const started = performance.now();
  const { notebook, output, spec } = run;
  const { signal, onProgress: tell = () => {} } = conduct;
  const live = new LiveNotebook(run);
  for (const text of run.warnings) tell({ kind: "warning", notebook, text });
  const hear = (request: string, message: Message): void => {
    const cell = live.hear(request, message);
    if (cell !== undefined) tell({ kind: "output", notebook, cell, message });
  };
  const session = await Session.open(spec, dirname(resolve(notebook)), hear, signal);
  live.language = session.languageInfo;
  tell({ kind: "kernel ready", notebook, seconds: seconds(started) });
  // The kernel may take seconds to end: what is there is safe before.
  const saveAtOnce = (): void => {
    live.save(`the run was stopped ${stopper(signal)}`);
  };
  signal?.addEventListener("abort", saveAtOnce);
  let failure: RunFailure | undefined;
  try {
    failure = await runCells(run, conduct, live, session, started);
  } finally {
    signal?.removeEventListener("abort", saveAtOnce);
    await session.close();
  }
  const executed = live.finish(failure && `${failure.ename}: ${failure.evalue}`);
  const cells = live.codeCells();
  return { notebook, output, executed, cells, seconds: seconds(started), ...(failure ? { failure } : {}) };
}

/** Checks a notebook and executes it. @throws InputError before the first cell, else as executeRun */
export async function runNotebook(path: string, options: RunOptions = {}): Promise<NotebookRun> {
  return executeRun(await prepareRun(path, options), options);
}
