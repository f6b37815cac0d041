import { cpus, totalmem } from "node:os";
import { extname } from "node:path";
import { InputError } from "../../input-error";
import { writeOutput } from "../../output-file";
import { PACKAGE_VERSION } from "../../package-version";
import { htmlPage } from "../../report/figures/style/page";
import { tableHtml } from "../../report/tables/html-table";
import { judgePublished } from "../../report/verdict/verdict-overview";
import { type VerdictRow, verdictHtml } from "../../report/verdict/verdict-table";
import { checksumsOf } from "../../study/records/checksums";
import { currentCommit } from "../../study/records/current-commit";
import { PUBLISHED_DATA, publishedStudies } from "../../study/records/published-study";

/** What the check found. */
export interface CheckOutcome {
  readonly checked: number;
  readonly different: readonly string[];
  readonly files: readonly string[];
  readonly seconds: number;
}

/** What a reviewer keeps: the claims with their verdicts, what they rest on, and where and when it was checked. */
interface Report {
  readonly version: string;
  readonly commit: string | null;
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly date: string;
  readonly seconds: number;
  readonly recordsRunAgain: number;
  readonly recordsThatDiffer: readonly string[];
  readonly dataProblems: readonly string[];
  readonly data: Readonly<Record<string, string>>;
  readonly designs: Readonly<
    Record<string, { readonly seed: number; readonly version: string; readonly commit: string | null }>
  >;
  readonly claims: readonly VerdictRow[];
}

/** @throws InputError unless the name ends in .json or .html */
export function checkReportName(file: string): void {
  if (![".json", ".html"].includes(extname(file))) {
    throw new InputError(`--report is ${file}; expected a name that ends in .json or .html.`);
  }
}

async function reportOf({ checked, different, files, seconds }: CheckOutcome): Promise<Report> {
  const studies = publishedStudies();
  const [processor] = cpus();
  return {
    version: PACKAGE_VERSION,
    commit: currentCommit(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: processor?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    date: new Date().toISOString(),
    seconds: Math.round(10 * seconds) / 10,
    recordsRunAgain: checked,
    recordsThatDiffer: different,
    dataProblems: files,
    data: Object.fromEntries(checksumsOf(PUBLISHED_DATA)),
    designs: Object.fromEntries(
      studies.map(({ design, provenance }) => [
        `${design.path.id} (${design.start})`,
        { seed: design.seed, version: design.version, commit: provenance.commit },
      ]),
    ),
    claims: (await judgePublished(studies)).rows,
  };
}

function html(report: Report): string {
  const { data, designs, claims, recordsThatDiffer, dataProblems, ...facts } = report;
  const outcome =
    recordsThatDiffer.length + dataProblems.length === 0
      ? `All ${report.recordsRunAgain} records that were run again are the published ones, to the last bit; all files have their checksums.`
      : [...recordsThatDiffer, ...dataProblems].join(" ");
  return htmlPage("contaminated-moe: reproduction report", [
    { text: outcome },
    {
      html: tableHtml({
        head: ["what", "value"],
        rows: Object.entries(facts).map(([key, value]) => [key, String(value)]),
      }),
    },
    { html: "<h2>Claims</h2>" },
    { html: verdictHtml(claims) },
    { html: "<h2>Designs</h2>" },
    {
      html: tableHtml({
        head: ["study", "seed", "version", "commit of the records"],
        rows: Object.entries(designs).map(([study, { seed, version, commit }]) => [
          study,
          String(seed),
          version,
          commit ?? "unknown",
        ]),
      }),
    },
    { html: "<h2>Data (SHA-256)</h2>" },
    { html: tableHtml({ head: ["file", "SHA-256"], rows: Object.entries(data) }) },
  ]);
}

/** Writes the report of a check: JSON for machines, a page for people. */
export async function writeReport(file: string, outcome: CheckOutcome): Promise<void> {
  const report = await reportOf(outcome);
  writeOutput(file, extname(file) === ".html" ? html(report) : `${JSON.stringify(report, null, 2)}\n`);
}
