import { resolve } from "node:path";
import { InputError } from "../../input-error";
import { loadPart } from "../../optional-part";
import { IS_CHECKOUT } from "../../package-root";
import { parseCount, parseSeed, type Register } from "../command";
import { checkPublished } from "./reproduce-check";
import { runPublishedStudies } from "./reproduce-studies";

interface Options {
  readonly full?: boolean;
  readonly check?: boolean;
  readonly publish?: boolean;
  readonly only?: string;
  readonly workers?: number;
  readonly jobs?: number;
  readonly seed?: number;
  readonly report?: string;
  readonly json?: boolean;
}

/** Where all that is made goes, in the current folder. */
const build = (...names: readonly string[]): string => resolve("build", ...names);

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
    .option("--jobs <N>", "how many notebooks run at a time (default: one per core)", parseCount)
    .option("--seed <S>", "with --full: another seed than that of the published studies", parseSeed)
    .option("--report <file>", "with --check: claims, verdicts, versions, checksums, machine; .json or .html")
    .option("--json", "machine-readable result on stdout")
    .addHelpText("after", "\nExamples:\n  cmoe reproduce --only 01\n  cmoe reproduce --check")
    .action(async (options: Options) => {
      if (options.publish && !options.full) throw new InputError("--publish goes with --full.");
      if (options.publish && !IS_CHECKOUT)
        throw new InputError("--publish writes into data/ of the project; a package has none.");
      if (options.full && options.check) throw new InputError("--full and --check are two jobs; give one of them.");
      if (options.report !== undefined && !options.check) throw new InputError("--report goes with --check.");
      if (options.seed !== undefined && !options.full) throw new InputError("--seed goes with --full.");
      if (options.full) await runPublishedStudies(build("studies"), options);
      else if (options.check) await checkPublished(options);
      else {
        const { runWorkbook } = await loadPart("kernel", () => import("./reproduce-notebooks.js"));
        await runWorkbook(build(), options);
      }
    });
};
