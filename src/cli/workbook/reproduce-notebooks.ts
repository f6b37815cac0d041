import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, relative } from "node:path";
import { InputError } from "../../input-error";
import { type PreparedRun, prepareRun } from "../../jupyter/runner/run/prepare-run";
import type { NotebookRun } from "../../jupyter/runner/run/run-notebook";
import { NOTEBOOKS } from "../../package-root";
import { VERDICT_MIME, type VerdictRow, verdictText } from "../../report/verdict/verdict-table";
import { WorkFailed } from "../../work-failed";
import { note, printJson } from "../command";
import { executeNotebooks } from "./execute-notebooks";

interface Options {
  readonly only?: string;
  readonly jobs?: number;
  readonly json?: boolean;
}

/** Executed notebooks carry their verdicts as data beside the tables they show. */
function verdictsOf(run: NotebookRun): readonly VerdictRow[] {
  return run.executed.cells.flatMap((cell) =>
    (cell.type === "code" ? cell.outputs : []).flatMap((output) => {
      const data = (output as { readonly data?: Readonly<Record<string, unknown>> }).data;
      return (data?.[VERDICT_MIME] as readonly VerdictRow[] | undefined) ?? [];
    }),
  );
}

function notebooksToRun(only: string | undefined): readonly string[] {
  const folder = NOTEBOOKS;
  const all = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".ipynb")) : [];
  const wanted = only?.split(",");
  const chosen = all.filter((name) => wanted === undefined || wanted.some((prefix) => name.startsWith(prefix)));
  if (chosen.length === 0) {
    throw new InputError(`No notebook in ${folder} begins with "${only}"; there are ${all.join(", ") || "none"}.`);
  }
  return chosen.sort().map((name) => join(folder, name));
}

function timesTable(runs: readonly NotebookRun[], seconds: number): string {
  const width = Math.max(...runs.map((run) => basename(run.notebook).length));
  const lines = runs.map((run) => {
    const outcome = run.failure ? `FAILED in cell ${run.failure.cell}` : "done";
    return `${basename(run.notebook).padEnd(width)}  ${`${run.cells}`.padStart(3)} cells  ${run.seconds.toFixed(1).padStart(6)} s  ${outcome}`;
  });
  return [...lines, `${"in all".padEnd(width)}             ${seconds.toFixed(1).padStart(6)} s`].join("\n");
}

/** Executes the workbook's notebooks into `build`/notebooks and prints their verdicts and run times. */
export async function runWorkbook(build: string, options: Options): Promise<void> {
  const notebooks = notebooksToRun(options.only);
  const out = join(build, "notebooks");
  const prepared: PreparedRun[] = [];
  for (const notebook of notebooks) prepared.push(await prepareRun(notebook, { outDirectory: out }));
  const started = performance.now();
  const { runs, problems } = await executeNotebooks(prepared, options.jobs ?? availableParallelism(), {});
  const seconds = (performance.now() - started) / 1000;
  const verdicts = runs.flatMap(verdictsOf);
  const summary = {
    node: process.version,
    notebooks: runs.map((run) => ({
      notebook: basename(run.notebook),
      cells: run.cells,
      seconds: run.seconds,
      ok: !run.failure,
    })),
    verdicts,
  };
  mkdirSync(build, { recursive: true });
  writeFileSync(join(build, "reproduce.json"), `${JSON.stringify(summary, null, 2)}\n`);
  if (options.json) printJson(summary);
  else {
    const shown = verdicts.length > 0 ? verdictText(verdicts) : "The notebooks that ran give no verdict.";
    const path = relative(process.cwd(), out) || ".";
    process.stdout.write(
      [
        "The notebooks' verdicts: on the published records in data/, or on a quick run where none are published",
        "(guaranteed and sharp: exponents e in error ~ n^-e; curve here: slope of the information curve over these n;",
        " measured: slope of the RMSE with its simultaneous 95 % interval; sharp = curve: does the curve end there;",
        " catches lies from: the smallest excess of a promise over the curve's exponent that is caught with 80 % power)",
        "",
        shown,
        "",
        ...new Set(verdicts.map(({ path: id, study }) => `${id}: ${study}`)),
        "",
        "Run times",
        "",
        timesTable(runs, seconds),
        "",
        `Executed notebooks: ${path}/ ; the published ones, with the full studies: notebooks/ (start with 00-start-here).`,
        `The same as data: ${relative(process.cwd(), join(build, "reproduce.json"))}`,
        "",
      ].join("\n"),
    );
  }
  if (problems.length === 0) return;
  // After a signal its exit code is what the caller looks for.
  if (process.exitCode !== undefined) note(problems.join("\n\n"));
  else throw new WorkFailed(problems.join("\n\n"));
}
