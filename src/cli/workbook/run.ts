import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { type ParameterTexts, parseParameter } from "../../jupyter/runner/parameters/parameter-text";
import { loadPart } from "../../optional-part";
import { parseCount, parseNumber } from "../command";
import type { RunOptions } from "./named-notebooks-run";

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
    .action(async (notebooks: readonly string[], options: RunOptions) => {
      const { runNamed } = await loadPart("kernel", () => import("./named-notebooks-run.js"));
      await runNamed(notebooks, options);
    });
}
