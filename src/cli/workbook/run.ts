import { basename } from "node:path";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { InputError } from "../../input-error";
import { compareOutputs, type Difference, formatDifference } from "../../jupyter/runner/compare-outputs";
import { type Parameters, parseParameter } from "../../jupyter/runner/parameters";
import { type NotebookRun, type RunEvent, runNotebook } from "../../jupyter/runner/run-notebook";
import { note, parseNumber, printJson, WorkFailed } from "../command";

interface Options {
  readonly out?: string;
  readonly timeout?: number;
  readonly parameters: Parameters;
  readonly check?: boolean;
  readonly json?: boolean;
}

function parseSeconds(text: string): number {
  const value = parseNumber(text);
  if (value <= 0) throw new InvalidArgumentError(`"${text}" is not a time above 0 s.`);
  return value;
}

function addParameter(text: string, before: Parameters): Parameters {
  const [name, value] = parseParameter(text);
  return { ...before, [name]: value };
}

/** One line a cell, and what the cell says on stderr as it says it. */
export function reportRunEvent(event: RunEvent): void {
  const name = basename(event.notebook);
  if (event.kind === "kernel ready") note(`${name}: kernel ready in ${event.seconds.toFixed(1)} s`);
  if (event.kind === "cell ended") {
    note(`${name}: cell ${event.cell}/${event.cells} ${event.ok ? "done" : "FAILED"} in ${event.seconds.toFixed(1)} s`);
  }
  if (event.kind === "output" && event.message.header.msg_type === "stream") {
    for (const line of String(event.message.content.text).trimEnd().split("\n")) note(`  ${line}`);
  }
}

/** What a failed run is told as: the notebook, the cell and its traceback. */
export function describeRunFailure(run: NotebookRun): string {
  const { failure } = run;
  if (!failure) return "";
  return `${run.notebook}, cell ${failure.cell} (${failure.id}): ${failure.ename}: ${failure.evalue}\n${failure.traceback.slice(1).join("\n")}`;
}

function summary(run: NotebookRun, differences: readonly Difference[]): Readonly<Record<string, unknown>> {
  const { executed: _, ...rest } = run;
  return { ...rest, ok: !run.failure && differences.length === 0, differences };
}

async function run(notebooks: readonly string[], options: Options): Promise<void> {
  const names = notebooks.map((each) => basename(each));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new InputError(`Two notebooks are called ${twice} and would overwrite each other; run them one at a time.`);
  }
  const results: Readonly<Record<string, unknown>>[] = [];
  const problems: string[] = [];
  for (const notebook of notebooks) {
    const done = await runNotebook(notebook, {
      ...(options.out === undefined ? {} : { outDirectory: options.out }),
      ...(options.timeout === undefined ? {} : { timeoutSeconds: options.timeout }),
      parameters: options.parameters,
      onProgress: reportRunEvent,
    });
    const differences = options.check && !done.failure ? compareOutputs(notebook, done.executed) : [];
    results.push(summary(done, differences));
    if (done.failure) problems.push(describeRunFailure(done));
    if (differences.length > 0) {
      problems.push(
        `${notebook}: ${differences.length} stored output(s) differ from a fresh run:\n${differences.map(formatDifference).join("\n")}`,
      );
    }
    if (!options.json) note(`${done.notebook} -> ${done.output} (${done.cells} cells, ${done.seconds.toFixed(1)} s)`);
  }
  if (options.json) printJson(results);
  if (problems.length > 0) throw new WorkFailed(problems.join("\n\n"));
}

export function registerRun(program: Command): void {
  program
    .command("run")
    .description("execute notebooks in the project's TypeScript kernel; no Python is needed")
    .argument(
      "<notebook...>",
      "notebooks (.ipynb) to execute; they stay as they are unless --out is their own directory",
    )
    .option("--out <directory>", "where executed notebooks go (default: build/notebooks of the project)")
    .option("--timeout <seconds>", "for each cell: it is interrupted, then its kernel is killed", parseSeconds)
    .option(
      "--parameters <name=value>",
      "sets a variable after the cell tagged `parameters` (repeatable)",
      addParameter,
      {},
    )
    .option("--check", "compare the stored outputs with the fresh ones; exit 1 when they differ")
    .option("--json", "print the outcome as JSON")
    .addHelpText("after", "\nExample:\n  cmoe run notebooks/04-linear-experts.ipynb --parameters full=true")
    .action((notebooks: readonly string[], options: Options) => run(notebooks, options));
}
