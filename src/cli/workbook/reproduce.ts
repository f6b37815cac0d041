import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { InputError } from "../../input-error";
import { type NotebookRun, runNotebook } from "../../jupyter/runner/run-notebook";
import { PACKAGE_ROOT } from "../../package-root";
import { VERDICT_MIME, type VerdictRow, verdictText } from "../../report/verdict/verdict-table";
import { note, parseCount, parseSeed, printJson, type Register, WorkFailed } from "../command";
import { checkPublished } from "./reproduce-check";
import { runPublishedStudies } from "./reproduce-studies";
import { describeRunFailure, reportRunEvent } from "./run";

interface Options {
  readonly full?: boolean;
  readonly check?: boolean;
  readonly publish?: boolean;
  readonly only?: string;
  readonly workers?: number;
  readonly seed?: number;
  readonly report?: string;
  readonly json?: boolean;
}

const BUILD = join(PACKAGE_ROOT, "build");

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
  const folder = join(PACKAGE_ROOT, "notebooks");
  const all = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".ipynb")) : [];
  const wanted = only?.split(",");
  const chosen = all.filter((name) => wanted === undefined || wanted.some((prefix) => name.startsWith(prefix)));
  if (chosen.length === 0) {
    throw new InputError(`No notebook in ${folder} begins with "${only}"; there are ${all.join(", ") || "none"}.`);
  }
  return chosen.sort().map((name) => join(folder, name));
}

function timesTable(runs: readonly NotebookRun[]): string {
  const width = Math.max(...runs.map((run) => basename(run.notebook).length));
  const lines = runs.map((run) => {
    const outcome = run.failure ? `FAILED in cell ${run.failure.cell}` : "done";
    return `${basename(run.notebook).padEnd(width)}  ${`${run.cells}`.padStart(3)} cells  ${run.seconds.toFixed(1).padStart(6)} s  ${outcome}`;
  });
  const total = runs.reduce((sum, run) => sum + run.seconds, 0);
  return [...lines, `${"in all".padEnd(width)}             ${total.toFixed(1).padStart(6)} s`].join("\n");
}

async function runNotebooks(options: Options): Promise<void> {
  const notebooks = notebooksToRun(options.only);
  const out = join(BUILD, "notebooks");
  const runs: NotebookRun[] = [];
  for (const [i, notebook] of notebooks.entries()) {
    note(`[${i + 1}/${notebooks.length}] ${basename(notebook)}`);
    runs.push(await runNotebook(notebook, { outDirectory: out, onProgress: reportRunEvent }));
  }
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
  mkdirSync(BUILD, { recursive: true });
  writeFileSync(join(BUILD, "reproduce.json"), `${JSON.stringify(summary, null, 2)}\n`);
  if (options.json) printJson(summary);
  else {
    const shown = verdicts.length > 0 ? verdictText(verdicts) : "The notebooks that ran give no verdict.";
    const path = relative(process.cwd(), out) || ".";
    process.stdout.write(
      [
        "The notebooks' verdicts: on the published records in data/, or on a quick run where none are published",
        "(guaranteed and sharp: exponents e in error ~ n^-e; curve here: slope of the information curve over these n;",
        " measured: slope of the RMSE with its simultaneous 95 % interval)",
        "",
        shown,
        "",
        ...new Set(verdicts.map(({ path: id, study }) => `${id}: ${study}`)),
        "",
        "Run times",
        "",
        timesTable(runs),
        "",
        `Executed notebooks: ${path}/ ; the published ones, with the full studies: notebooks/ (start with 00-start-here).`,
        `The same as data: ${relative(process.cwd(), join(BUILD, "reproduce.json"))}`,
        "",
      ].join("\n"),
    );
  }
  const failed = runs.filter((run) => run.failure);
  if (failed.length > 0) throw new WorkFailed(failed.map(describeRunFailure).join("\n\n"));
}

/** `cmoe reproduce`: the workbook's main job, what `npm start` runs. */
export const registerReproduce: Register = (program) => {
  program
    .command("reproduce")
    .description("execute the notebooks and print their verdicts; or rerun, or check, the published studies")
    .option("--full", "run the published studies anew into build/studies (resumable), and print their verdicts")
    .option("--publish", "with --full: put the finished records into data/, compressed")
    .option("--check", "rerun a seeded 2 % of the published replicates and compare them to the last bit")
    .option("--only <list>", "notebooks by the start of their names, or paths with --full: 01,04 or L/resonant")
    .option("--workers <W>", "worker threads of --full and --check (default: one per core)", parseCount)
    .option("--seed <S>", "with --full: another seed than that of the published studies", parseSeed)
    .option("--report <file>", "with --check: claims, verdicts, versions, checksums, machine; .json or .html")
    .option("--json", "machine-readable result on stdout")
    .addHelpText("after", "\nExamples:\n  cmoe reproduce --only 01\n  cmoe reproduce --check")
    .action(async (options: Options) => {
      if (options.publish && !options.full) throw new InputError("--publish goes with --full.");
      if (options.full && options.check) throw new InputError("--full and --check are two jobs; give one of them.");
      if (options.report !== undefined && !options.check) throw new InputError("--report goes with --check.");
      if (options.seed !== undefined && !options.full) throw new InputError("--seed goes with --full.");
      if (options.full) await runPublishedStudies(join(BUILD, "studies"), options);
      else if (options.check) await checkPublished(options);
      else await runNotebooks(options);
    });
};
