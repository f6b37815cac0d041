import { basename } from "node:path";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { InputError } from "../../input-error";
import { compareOutputs, type Difference, formatDifference } from "../../jupyter/runner/compare-outputs";
import { type Notebook, readNotebook } from "../../jupyter/runner/notebook-file";
import { type ParameterTexts, parseParameter } from "../../jupyter/runner/parameters/parameter-text";
import { type PreparedRun, prepareRun } from "../../jupyter/runner/run/prepare-run";
import type { NotebookRun } from "../../jupyter/runner/run/run-notebook";
import { note, parseCount, parseNumber, printJson, WorkFailed } from "../command";
import { executeNotebooks } from "./execute-notebooks";

interface Options {
  readonly out?: string;
  readonly timeout?: number;
  readonly totalTimeout?: number;
  readonly fromCell?: string;
  readonly jobs?: number;
  readonly parameters?: ParameterTexts;
  readonly check?: boolean;
  readonly json?: boolean;
}

function parseSeconds(text: string): number {
  const value = parseNumber(text);
  if (value <= 0) throw new InvalidArgumentError(`"${text}" is not a time above 0 s.`);
  // Node's timers do not reach further.
  if (value > 2e6)
    throw new InvalidArgumentError(`"${text}" is above 2000000 s; leave the option out to wait for ever.`);
  return value;
}

function addParameter(text: string, before: ParameterTexts | undefined): ParameterTexts {
  return new Map([...(before ?? []), parseParameter(text)]);
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

async function run(notebooks: readonly string[], options: Options): Promise<void> {
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

export function registerRun(program: Command): void {
  program
    .command("run")
    .description("execute notebooks in the project's TypeScript kernel; no Python is needed")
    .argument(
      "<notebook...>",
      "notebooks (.ipynb) to execute; they stay as they are unless --out is their own directory",
    )
    .option("--out <directory>", "where executed notebooks go (default: build/notebooks in the current folder)")
    .option("--timeout <seconds>", "for each cell: it is interrupted, then its kernel is killed", parseSeconds)
    .option("--total-timeout <seconds>", "for all of a notebook, its kernel's start included", parseSeconds)
    .option(
      "--parameters <name=value>",
      "gives a variable of the cell tagged `parameters` another initial value (repeatable)",
      addParameter,
    )
    .option(
      "--from-cell <cell>",
      "starts at this code cell, by its number or id; earlier ones are left as they are, but for the parameters",
    )
    .option("--jobs <N>", "how many notebooks run at a time", parseCount, 1)
    .option("--check", "compare the stored outputs with the fresh ones; exit 1 when they differ")
    .option("--json", "print the outcome as JSON")
    .addHelpText(
      "after",
      "\nThe notebook is written after every cell, and when the run is stopped or fails. Cells tagged `skip-execution` are\n" +
        "left out; those tagged `raises-exception` may fail. A value is read as the notebook declares its variable.\n" +
        "\nExamples:\n  cmoe run notebooks/04-linear-experts.ipynb --parameters full=true\n  cmoe run notebooks/*.ipynb --jobs 2",
    )
    .action((notebooks: readonly string[], options: Options) => run(notebooks, options));
}
