import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Notebook, writeNotebook } from "../../jupyter/runner/notebook-file";
import { DEFAULT_KERNEL } from "../../jupyter/runner/run/prepare-run";
import { runNotebook } from "../../jupyter/runner/run/run-notebook";

/** How long a notebook may run. */
export interface Limits {
  /** Seconds for each cell. */
  readonly timeoutSeconds: number;
  /** Seconds for the notebook, the kernel's start included. */
  readonly totalTimeoutSeconds: number;
}

export interface Executed {
  readonly notebook: Notebook;
  /** Why it did not come to its end: which cell, and what happened. */
  readonly failure: string | undefined;
  readonly seconds: number;
}

/** Whatever kernel a submission names, it is run in the project's own. */
function inOwnKernel(notebook: Notebook): Notebook {
  const spec = { name: DEFAULT_KERNEL, display_name: "contaminated-moe (TypeScript)", language: "typescript" };
  return { ...notebook, metadata: { ...notebook.metadata, kernelspec: spec } };
}

/**
 * Runs a notebook in the project's kernel, in a folder of its own. The copy that is run is `source.ipynb`, the executed
 * one `executed/source.ipynb`.
 */
export async function executeCopy(notebook: Notebook, folder: string, limits: Limits): Promise<Executed> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "source.ipynb");
  writeNotebook(file, inOwnKernel(notebook));
  const run = await runNotebook(file, { outDirectory: join(folder, "executed"), ...limits });
  const { failure } = run;
  const said = failure && `cell ${failure.cell} (${failure.id}): ${failure.ename}: ${failure.evalue}`;
  return { notebook: run.executed, failure: said, seconds: run.seconds };
}
