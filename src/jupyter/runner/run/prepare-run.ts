import { basename, join, resolve } from "node:path";
import { InputError } from "../../../input-error";
import { checkOutputFile } from "../../../output-folder";
import { findKernelSpec, type KernelSpec } from "../kernel-spec";
import { type Cell, type Notebook, readNotebook, tags } from "../notebook-file";
import { injectParameters, isParameterCell } from "../parameters/inject-parameters";
import { nearestName } from "../parameters/nearest-name";
import type { ParameterTexts } from "../parameters/parameter-text";

/** The kernel of a notebook that names none. */
export const DEFAULT_KERNEL = "contaminated-moe";

/** What decides what is run, and where its result goes. */
export interface RunPlan {
  /** Where executed notebooks go; build/notebooks in the current folder when not given. */
  readonly outDirectory?: string;
  /** Texts of parameters by name, as on the command line. */
  readonly parameters?: ParameterTexts;
  /** The first cell to execute: a code cell's number, from 1, or a cell's id. */
  readonly fromCell?: string;
}

/** A notebook of which everything has been checked that can be before its first cell. */
export interface PreparedRun {
  readonly notebook: string;
  readonly output: string;
  readonly spec: KernelSpec;
  /** With the parameters set, and without the outputs of the cells that will be executed. */
  readonly source: Notebook;
  readonly parameters: ParameterTexts;
  /** The positions of the cells to execute. */
  readonly execute: ReadonlySet<number>;
  readonly warnings: readonly string[];
}

function kernelName(notebook: Notebook): string {
  const spec = notebook.metadata.kernelspec as { readonly name?: unknown } | undefined;
  return typeof spec?.name === "string" ? spec.name : DEFAULT_KERNEL;
}

/** The id of the first cell to execute. */
function firstCell(notebook: Notebook, from: string, path: string): string {
  const code = notebook.cells.filter((cell) => cell.type === "code");
  const ids = notebook.cells.map((cell) => cell.id);
  const id = /^\d+$/.test(from) ? code[Number(from) - 1]?.id : ids.find((each) => each === from);
  if (id !== undefined) return id;
  const near = nearestName(from, ids);
  const hint = near === undefined ? `Its code cells have the numbers 1 to ${code.length}.` : `Did you mean "${near}"?`;
  throw new InputError(`${path} has no cell "${from}" to start from. ${hint}`);
}

/** Nothing of an earlier run stays. */
function cleared(cell: Cell): Cell {
  const { execution: _, ...metadata } = cell.metadata;
  return { ...cell, metadata, outputs: [], executionCount: null };
}

/**
 * Checks a notebook, its kernel, its parameters and the place of its output.
 * @throws InputError when one of them cannot be used
 */
export async function prepareRun(path: string, plan: RunPlan): Promise<PreparedRun> {
  const output = resolve(plan.outDirectory ?? join("build", "notebooks"), basename(path));
  const original = readNotebook(path);
  const spec = findKernelSpec(kernelName(original));
  const parameters: ParameterTexts = plan.parameters ?? new Map();
  const from = plan.fromCell === undefined ? undefined : firstCell(original, plan.fromCell, path);
  const { notebook, warnings } = await injectParameters(original, parameters, spec, path);
  checkOutputFile(output);
  const start = from === undefined ? 0 : notebook.cells.findIndex((cell) => cell.id === from);
  const execute = new Set<number>();
  for (const [at, cell] of notebook.cells.entries()) {
    // Without their parameters the later cells would be other ones.
    const wanted = at >= start || isParameterCell(cell);
    if (cell.type === "code" && wanted && !tags(cell).includes("skip-execution")) execute.add(at);
  }
  const cells = notebook.cells.map((cell, at) => (execute.has(at) ? cleared(cell) : cell));
  return { notebook: path, output, spec, source: { ...notebook, cells }, parameters, execute, warnings };
}
