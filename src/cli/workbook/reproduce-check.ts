import { basename } from "node:path";
import { InputError } from "../../input-error";
import { RandomStream } from "../../numerics/random-stream";
import { IS_CHECKOUT } from "../../package-root";
import { parametersOf, totalRecords } from "../../study/design/design";
import { localEngine } from "../../study/engines/local-engine";
import { checksumProblems } from "../../study/records/checksums";
import { PUBLISHED_DATA, type PublishedStudy, publishedStudies } from "../../study/records/published-study";
import type { StudyRecord } from "../../study/records/record";
import { encodeRow } from "../../study/records/record-row";
import { WorkFailed } from "../../work-failed";
import { note, printJson } from "../command";
import { checkReportName, writeReport } from "./reproduce-report";

/** The share of replicates that are run again, and the seed that chooses them. */
export const CHECK_SHARE = 0.02;
const CHECK_SEED = 2025;

interface StudyCheck {
  readonly study: string;
  readonly checked: number;
  /** "n = 1000, replicate 17": records that are not the same to the last bit. */
  readonly different: readonly string[];
}

/** A record's row without its seconds: what must not differ between two runs. */
function comparable(record: StudyRecord, parameters: readonly string[]): string {
  return encodeRow({ ...record, seconds: 0 }, parameters);
}

function name({ n, replicate }: { readonly n: number; readonly replicate: number }): string {
  return `n = ${n}, replicate ${replicate}`;
}

async function check(study: PublishedStudy, workers: number | undefined): Promise<StudyCheck> {
  const { design } = study;
  const parameters = parametersOf(design);
  const total = totalRecords(design);
  const chance = new Float64Array(total);
  new RandomStream({ seed: CHECK_SEED, path: design.path.id, n: total, replicate: 0 }).uniforms(0, chance);
  const published = new Map<string, StudyRecord>();
  for await (const batch of study.records()) {
    for (const record of batch) {
      const at = design.sizes.indexOf(record.n) * design.replications + record.replicate;
      if (chance[at] < CHECK_SHARE) published.set(name(record), record);
    }
  }
  const fresh = new Map<string, StudyRecord>();
  await localEngine(workers)({
    design,
    missing: [...published.values()].map(({ n, replicate }) => ({ n, replicate })).values(),
    deliver: (records) => {
      for (const record of records) fresh.set(name(record), record);
    },
    signal: new AbortController().signal,
  });
  const different = [...published].filter(([key, record]) => {
    const again = fresh.get(key);
    return again === undefined || comparable(again, parameters) !== comparable(record, parameters);
  });
  return { study: basename(study.folder), checked: published.size, different: different.map(([key]) => key) };
}

interface CheckOptions {
  readonly workers?: number;
  readonly json?: boolean;
  /** A file to write the whole report to: .json or .html. */
  readonly report?: string;
}

/**
 * Compares data/ with its checksums, then reruns a seeded 2 % of every published study's replicates.
 * @throws InputError in a package, which has no records; WorkFailed naming the files and the records that differ.
 */
export async function checkPublished(options: CheckOptions): Promise<void> {
  if (!IS_CHECKOUT) {
    throw new InputError(
      "A package has no published records (5 MB) to check. Get the project itself and run `npm ci && npx cmoe reproduce --check` " +
        "there, or run the studies anew: cmoe reproduce --full (a quarter of an hour on two cores).",
    );
  }
  if (options.report !== undefined) checkReportName(options.report);
  const began = performance.now();
  const files = checksumProblems(PUBLISHED_DATA);
  note(`data/: ${files.length === 0 ? "every file has the checksum in SHA256SUMS" : files.join(" ")}`);
  const checks: StudyCheck[] = [];
  for (const study of publishedStudies()) {
    const done = await check(study, options.workers);
    note(`${done.study}: ${done.checked} replicates run again, ${done.different.length} differ`);
    checks.push(done);
  }
  const different = checks.flatMap((c) => c.different.map((d) => `${c.study}: ${d}`));
  const total = checks.reduce((sum, c) => sum + c.checked, 0);
  if (options.report !== undefined) {
    const seconds = (performance.now() - began) / 1000;
    await writeReport(options.report, { checked: total, different, files, seconds });
    note(`The report: ${options.report}`);
  }
  if (options.json) printJson({ checked: total, different, files, studies: checks });
  else process.stdout.write(`${total} published replicates run again, ${different.length} differ.\n`);
  if (total === 0) throw new WorkFailed("Nothing is published in data/; there is nothing to check.");
  if (files.length > 0) throw new WorkFailed(`data/ is not what was published. ${files.join(" ")}`);
  if (different.length > 0)
    throw new WorkFailed(`These records differ from the published ones: ${different.join("; ")}.`);
}
