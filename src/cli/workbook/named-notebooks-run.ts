import { basename } from "node:path";
import { InputError } from "../../input-error";
import { compareOutputs, type Difference, formatDifference } from "../../jupyter/runner/compare-outputs";
import { type Notebook, readNotebook } from "../../jupyter/runner/notebook-file";
import type { ParameterTexts } from "../../jupyter/runner/parameters/parameter-text";
import { type PreparedRun, prepareRun } from "../../jupyter/runner/run/prepare-run";
import type { NotebookRun } from "../../jupyter/runner/run/run-notebook";
import { WorkFailed } from "../../work-failed";
import { note, printJson } from "../command";
import { executeNotebooks } from "./execute-notebooks";

/** What `cmoe run` is told beside the notebooks. */
export interface RunOptions {
  readonly out?: string;
  readonly timeout?: number;
  readonly totalTimeout?: number;
  readonly fromCell?: string;
  readonly jobs?: number;
  readonly parameters?: ParameterTexts;
  readonly check?: boolean;
  readonly json?: boolean;
}

function summary(run: NotebookRun, differences: readonly Difference[]): Readonly<Record<string, unknown>> {
  const { executed: _, ...rest } = run;
  return { ...rest, ok: !run.failure && differences.length === 0, differences };
}

/** Two executed notebooks of the same name would overwrite each other. */
function checkNames(notebooks: readonly string[]): void {
  const names = notebooks.map((each) => basename(each));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new InputError(`Two notebooks are called ${twice} and would overwrite each other; run them one at a time.`);
}

/** Runs the notebooks that were named, and compares their outputs where that is asked for. */
export async function runNamed(notebooks: readonly string[], options: RunOptions): Promise<void> {
  checkNames(notebooks);
  if (options.fromCell !== undefined && notebooks.length > 1) {
    throw new InputError("--from-cell means a cell of one notebook; run the others by themselves.");
  }
  const plan = {
    ...(options.out === undefined ? {} : { outDirectory: options.out }),
    ...(options.fromCell === undefined ? {} : { fromCell: options.fromCell }),
    ...(options.parameters === undefined ? {} : { parameters: options.parameters }),
  };
  const prepared: PreparedRun[] = [];
  for (const notebook of notebooks) prepared.push(await prepareRun(notebook, plan));
  // A run into the notebooks' own folder writes over the outputs that it is compared with.
  const stored: ReadonlyMap<string, Notebook> = new Map(
    options.check ? notebooks.map((each) => [each, readNotebook(each)]) : [],
  );
  const { runs, problems } = await executeNotebooks(prepared, options.jobs ?? 1, {
    ...(options.timeout === undefined ? {} : { timeoutSeconds: options.timeout }),
    ...(options.totalTimeout === undefined ? {} : { totalTimeoutSeconds: options.totalTimeout }),
  });
  const results: Readonly<Record<string, unknown>>[] = [];
  const all = [...problems];
  for (const done of runs) {
    const before = stored.get(done.notebook);
    const differences = before && !done.failure ? compareOutputs(done.notebook, before, done.executed) : [];
    results.push(summary(done, differences));
    if (differences.length > 0) {
      all.push(
        `${done.notebook}: ${differences.length} stored output(s) differ from a fresh run:\n${differences.map(formatDifference).join("\n")}`,
      );
    }
    if (!options.json) note(`${done.notebook} -> ${done.output} (${done.cells} cells, ${done.seconds.toFixed(1)} s)`);
  }
  if (options.json) printJson(results);
  if (all.length === 0) return;
  // After a signal its exit code is what the caller looks for.
  if (process.exitCode !== undefined) note(all.join("\n\n"));
  else throw new WorkFailed(all.join("\n\n"));
}
