import { basename, dirname, join, resolve } from "node:path";
import type { Message } from "../wire";
import { findKernelSpec, PROJECT_ROOT } from "./kernel-spec";
import { type Cell, type Notebook, readNotebook, writeNotebook } from "./notebook-file";
import { Displays, type Output, OutputLog } from "./output-log";
import { injectParameters, type Parameters, tags } from "./parameters";
import { type CellEnd, Session } from "./session";

/** The kernel of a notebook that names none. */
export const DEFAULT_KERNEL = "contaminated-moe";

export interface RunOptions {
  /** Where executed notebooks go; build/notebooks of the project when not given. */
  readonly outDirectory?: string;
  /** For each cell; Infinity, the default, waits for ever. */
  readonly timeoutSeconds?: number;
  readonly parameters?: Parameters;
  readonly onProgress?: (event: RunEvent) => void;
}

/** What happens while a notebook runs. `cell` counts code cells from 1, `cells` is how many there are. */
export type RunEvent =
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

/** Why a notebook did not run to its end. */
export interface RunFailure {
  /** The code cell, from 1, and its id. */
  readonly cell: number;
  readonly id: string;
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

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

/** What a cell says that could not say it itself. */
function describeEnd(end: CellEnd, timeoutSeconds: number): Omit<RunFailure, "cell" | "id"> | undefined {
  if (end.kind === "replied") {
    if (end.reply.status === "ok") return undefined;
    return {
      ename: String(end.reply.ename ?? end.reply.status),
      evalue: String(end.reply.evalue ?? ""),
      traceback: Array.isArray(end.reply.traceback) ? end.reply.traceback.map(String) : [],
    };
  }
  if (end.kind === "timed out") {
    const how = end.killed ? "interrupting it did not help, so its kernel was killed" : "it was interrupted";
    const evalue = `the cell took longer than ${timeoutSeconds} s; ${how}`;
    return { ename: "CellTimeout", evalue, traceback: [`CellTimeout: ${evalue}`] };
  }
  const { code, signal, said } = end.end;
  const evalue = `the kernel died (${signal ?? `exit code ${code}`})`;
  return { ename: "KernelDied", evalue, traceback: [`KernelDied: ${evalue}`, ...(said === "" ? [] : [said])] };
}

function withLanguage(notebook: Notebook, info: unknown): Notebook {
  return { ...notebook, metadata: { ...notebook.metadata, language_info: info } };
}

function kernelName(notebook: Notebook): string {
  const spec = notebook.metadata.kernelspec as { readonly name?: unknown } | undefined;
  return typeof spec?.name === "string" ? spec.name : DEFAULT_KERNEL;
}

/** Nothing of an earlier run stays. */
function cleared(cell: Cell): Cell {
  if (cell.type !== "code") return cell;
  const { execution: _, ...metadata } = cell.metadata;
  return { ...cell, metadata, outputs: [], executionCount: null };
}

/**
 * Executes a notebook in a fresh kernel whose directory is the notebook's, and writes the result. It stops at the first
 * failing cell that is not tagged `raises-exception`; what was executed until then is written all the same.
 */
export async function runNotebook(path: string, options: RunOptions = {}): Promise<NotebookRun> {
  const started = performance.now();
  const tell = options.onProgress ?? (() => {});
  const timeoutSeconds = options.timeoutSeconds ?? Number.POSITIVE_INFINITY;
  const output = join(resolve(options.outDirectory ?? join(PROJECT_ROOT, "build", "notebooks")), basename(path));
  const source = injectParameters(readNotebook(path), options.parameters ?? {});
  const spec = findKernelSpec(kernelName(source));
  const cells: Cell[] = source.cells.map(cleared);
  const total = cells.filter((cell) => cell.type === "code").length;
  const displays = new Displays();
  const logs = new Map<string, { readonly log: OutputLog; readonly cell: number }>();
  const counts = new Map<string, number>();
  const session = await Session.open(spec, dirname(resolve(path)), (request, message) => {
    const owner = logs.get(request);
    if (!owner) return;
    owner.log.add(message);
    const { execution_count: count } = message.content;
    if (message.header.msg_type === "execute_input" && typeof count === "number") counts.set(request, count);
    tell({ kind: "output", notebook: path, cell: owner.cell, message });
  });
  tell({ kind: "kernel ready", notebook: path, seconds: seconds(started) });
  const requests: (string | undefined)[] = cells.map(() => undefined);
  const verdicts = new Map<number, Output>();
  let failure: RunFailure | undefined;
  try {
    let number = 0;
    for (const [at, cell] of cells.entries()) {
      if (cell.type !== "code") continue;
      number++;
      if (cell.source.trim() === "") continue;
      const cellNumber = number;
      const cellStarted = performance.now();
      tell({ kind: "cell started", notebook: path, cell: number, cells: total });
      const end = await session.execute(cell.source, timeoutSeconds, (request) => {
        requests[at] = request;
        logs.set(request, { log: new OutputLog(displays), cell: cellNumber });
      });
      const problem = describeEnd(end, timeoutSeconds);
      if (problem && end.kind !== "replied") verdicts.set(at, { output_type: "error", ...problem });
      const accepted = end.kind === "replied" && tags(cell).includes("raises-exception");
      if (problem && !accepted) failure = { cell: number, id: cell.id, ...problem };
      const ok = failure === undefined;
      tell({ kind: "cell ended", notebook: path, cell: number, cells: total, seconds: seconds(cellStarted), ok });
      if (failure) break;
    }
  } finally {
    await session.close();
  }
  const executed = withLanguage(
    {
      ...source,
      cells: cells.map((cell, at) => {
        const request = requests[at];
        if (request === undefined) return cell;
        const verdict = verdicts.get(at);
        const outputs = [...(logs.get(request)?.log.outputs ?? []), ...(verdict ? [verdict] : [])];
        return { ...cell, outputs, executionCount: counts.get(request) ?? null };
      }),
    },
    session.languageInfo,
  );
  writeNotebook(output, executed);
  return {
    notebook: path,
    output,
    executed,
    cells: total,
    seconds: seconds(started),
    ...(failure ? { failure } : {}),
  };
}
