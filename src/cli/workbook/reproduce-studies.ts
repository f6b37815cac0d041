import { InputError } from "../../input-error";
import { type VerdictRow, verdictRows, verdictText } from "../../report/verdict/verdict-table";
import type { Design } from "../../study/design/design";
import { designStudy } from "../../study/design/design-study";
import { NAMED_PATHS } from "../../study/design/named-paths";
import { pathOf } from "../../study/design/path-json";
import { runStudy } from "../../study/engines/run-study";
import { summarize } from "../../study/measures/summary";
import { PUBLISHED_DATA, publishStudy } from "../../study/records/published-study";
import { WorkFailed } from "../../work-failed";
import { note, printJson } from "../command";

/** The seed of the published studies, fixed before any of them was run. */
export const PUBLISHED_SEED = 20250503;

/** Every named path from cold starts, and the paper-style study from warm ones as well. */
export function publishedDesigns(seed: number = PUBLISHED_SEED): readonly Design[] {
  const cold = NAMED_PATHS.map(({ path, sizes, replications }) => designStudy(path, { sizes, replications, seed }));
  const warm = NAMED_PATHS.filter(({ id }) => id === "D/paper-style" || id === "L/bias").map(
    ({ path, sizes, replications }) => designStudy(path, { sizes, replications, seed, start: "warm" }),
  );
  return [...cold, ...warm];
}

interface Options {
  readonly only?: string;
  readonly workers?: number;
  readonly publish?: boolean;
  readonly seed?: number;
  readonly json?: boolean;
}

/** Runs or resumes the published studies below `out`; Ctrl-C keeps what is done. */
export async function runPublishedStudies(out: string, options: Options): Promise<void> {
  const wanted = options.only?.split(",");
  const designs = publishedDesigns(options.seed).filter(
    (design) => wanted === undefined || wanted.includes(design.path.id),
  );
  if (designs.length === 0) {
    throw new InputError(`No published study is called "${options.only}"; cmoe scenarios lists the paths.`);
  }
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const began = performance.now();
  const rows: VerdictRow[] = [];
  for (const [i, design] of designs.entries()) {
    const label = `[${i + 1}/${designs.length}] ${design.path.id} (${design.start})`;
    let told = 0;
    const study = await runStudy(design, {
      out,
      signal: stop.signal,
      ...(options.workers === undefined ? {} : { workers: options.workers }),
      onProgress: ({ done, total, rate, secondsLeft }) => {
        if (Date.now() - told < 5000 && done < total) return;
        told = Date.now();
        const left = secondsLeft === null ? "" : `, ${Math.ceil(secondsLeft)} s left`;
        note(`${label}: ${done}/${total}, ${rate.toFixed(1)}/s${left}`);
      },
    });
    if (study.interrupted) {
      throw new WorkFailed(`Interrupted with ${study.done} of ${study.total} records; run the same command to go on.`);
    }
    if (options.publish && study.folder !== null) {
      note(`${label}: published in ${await publishStudy({ ...study, folder: study.folder }, PUBLISHED_DATA)}`);
    }
    const summary = await summarize(study);
    note(`${label}: ${study.total} records in ${summary.seconds.toFixed(0)} s of fitting -> ${study.folder}`);
    if (design.start === "cold") rows.push(...verdictRows(pathOf(design), summary));
  }
  const seconds = (performance.now() - began) / 1000;
  if (options.json) printJson({ seconds, verdicts: rows });
  else process.stdout.write(`${verdictText(rows)}\n\n${designs.length} studies in ${seconds.toFixed(0)} s: ${out}\n`);
}
