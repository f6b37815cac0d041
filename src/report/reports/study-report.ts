import type { GateKind } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import { designStudy } from "../../study/design/design-study";
import { namedPath } from "../../study/design/named-paths";
import { runStudy } from "../../study/engines/run-study";
import { estimatesOf } from "../../study/measures/estimates";
import { type Summary, summarize } from "../../study/measures/summary";
import { publishedStudy } from "../../study/records/published-study";
import type { Study } from "../../study/records/study";
import type { LeCamBound } from "../../theory/bounds/le-cam";
import { progress } from "../display/display";
import { letterOf } from "../display/for-readers";
import { efficiencyFigure } from "../figures/study/efficiency-figure";
import { estimateHistogram } from "../figures/study/estimate-histogram";
import { riskFigure } from "../figures/study/risk-figure";
import { slopeWindowFigure } from "../figures/study/slopes/slope-window-figure";
import { type DescribedFigure, showFigures } from "../figures/style/figure";
import { type Prediction, predict } from "../prediction/prediction";
import { showText } from "../tables/html-table";
import { showVerdicts, type VerdictRow } from "../verdict/verdict-table";

export interface QuickOptions {
  readonly sizes?: readonly number[];
  readonly replications?: number;
  readonly seed?: number;
  readonly workers?: number;
  /** Take sizes and replications of the published study instead: minutes to an hour. */
  readonly full?: boolean;
}

/** Sizes and replications of a quick run: seconds, and enough for a verdict (which may be "cannot tell"). */
export const QUICK = { sizes: [1000, 2000, 4000, 8000], replications: 60, seed: 7 } as const;

/** A study with what is computed from it. */
export interface SummarizedStudy {
  readonly study: Study;
  readonly summary: Summary;
}

/** One path with its predictions, the published study if there is one, and the reader's own run. */
export interface StudyReport {
  readonly path: Path<GateKind>;
  readonly prediction: Prediction;
  readonly published: SummarizedStudy | undefined;
  readonly quick: SummarizedStudy;
}

/** Runs a small study of a named path (or one's own) in memory, with a progress bar. */
export async function quickStudy(path: string | Path<GateKind>, options: QuickOptions = {}): Promise<SummarizedStudy> {
  const named = typeof path === "string" ? namedPath(path) : undefined;
  const theirs = named?.path ?? (path as Path);
  const full = options.full === true && named !== undefined;
  const design = designStudy(theirs, {
    sizes: options.sizes ?? (full ? named.sizes : QUICK.sizes),
    replications: options.replications ?? (full ? named.replications : QUICK.replications),
    seed: options.seed ?? QUICK.seed,
  });
  const bar = progress(design.sizes.length * design.replications, `${theirs.id}: fits`);
  const study = await runStudy(design, {
    onProgress: ({ done }) => bar.update(done),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
  });
  bar.end();
  return { study, summary: await summarize(study) };
}

/** The published study of a named path, from data/; undefined where there is none. */
export async function publishedRecords(pathId: string): Promise<SummarizedStudy | undefined> {
  const study = publishedStudy(pathId);
  return study === undefined ? undefined : { study, summary: await summarize(study) };
}

/** Predictions, published records and a quick run of a named path: all a theorem notebook shows. */
export async function studyReport(pathId: string, options: QuickOptions = {}): Promise<StudyReport> {
  const { path } = namedPath(pathId);
  const published = await publishedRecords(pathId);
  const quick = await quickStudy(pathId, options);
  const sizes = [quick, published].flatMap((each) => each?.summary.cells.map(({ n }) => n) ?? []);
  const prediction = predict(path, Math.min(...sizes), Math.max(...sizes));
  return { path, prediction, published, quick };
}

/** One line on where the numbers come from; says so plainly when nothing is published. */
export function provenanceText({ path, published, quick }: StudyReport): string {
  const told = ({ study }: SummarizedStudy): string => {
    const { sizes, replications, seed } = study.design;
    return `n = ${sizes[0]} to ${sizes[sizes.length - 1]} (${sizes.length} sizes), ${replications} replications, seed ${seed}`;
  };
  const own = `your own run: ${told(quick)}`;
  return published
    ? `${path.id}: published records, ${told(published)}; ${own}.`
    : `${path.id}: no records are published in data/ yet, so only this is shown: ${own}.`;
}

/** Risk, efficiency and window panels. `bounds` are drawn under the risk. */
export function studyFigures(
  report: StudyReport,
  bounds: readonly LeCamBound<GateKind>[] = [],
): readonly DescribedFigure[] {
  const { prediction, published, quick } = report;
  const summaries = { ...(published ? { published: published.summary } : {}), quick: quick.summary };
  const main = published ?? quick;
  return [
    riskFigure({ prediction, ...summaries, bounds }),
    efficiencyFigure(summaries),
    slopeWindowFigure(main.summary, prediction),
  ];
}

/** Histograms of the estimates at the smallest and the largest n, of the published study where there is one. */
export async function studyHistogram({ path, published, quick }: StudyReport): Promise<DescribedFigure> {
  return estimateHistogram(await estimatesOf((published ?? quick).study), path.id);
}

/** Shows all of a study's figures and where its numbers come from. */
export async function showStudy(report: StudyReport, bounds: readonly LeCamBound<GateKind>[] = []): Promise<void> {
  showText([provenanceText(report)]);
  await showFigures([...studyFigures(report, bounds), await studyHistogram(report)]);
}

/** "0.027" or "0.027 to 0.041". */
function span(values: readonly number[]): string {
  return [...new Set([Math.min(...values), Math.max(...values)].map((value) => value.toFixed(3)))].join(" to ");
}

/** What the verdicts say, in sentences: first of all whether a prediction failed. */
export function verdictSentences(rows: readonly VerdictRow[]): readonly string[] {
  const several = new Set(rows.map(({ path }) => path)).size > 1;
  const list = (kind: "consistent" | "tight" | "agreement" | "sharpness", answer: string): string => {
    const found = rows.filter((row) => row[kind] === answer);
    const names = found.map(({ path, parameter }) => (several ? `${path} ${parameter}` : letterOf(parameter)));
    return names.join(", ");
  };
  /** What has any parameters, with them: "Consistent with the guarantee: λ, a." */
  const told = (...parts: readonly (readonly [string, string])[]): string =>
    parts.flatMap(([what, names]) => (names === "" ? [] : [`${what}: ${names}.`])).join(" ");
  const failed = rows.some(({ consistent }) => consistent === "no");
  const guaranteed = rows.some((row) => row.guaranteed !== "-");
  const caught = rows.flatMap(({ detectable }) => (detectable === null ? [] : [detectable]));
  const againstGuarantee = [
    told(
      ["Consistent with the guarantee", list("consistent", "yes")],
      ["Contradicted", list("consistent", "no")],
      ["Whether consistent with it, cannot tell", list("consistent", "cannot tell")],
    ),
    told(
      ["Guarantee attained along this path (tight)", list("tight", "yes")],
      ["Not attained", list("tight", "no")],
      ["Whether attained, cannot tell", list("tight", "cannot tell")],
    ),
  ];
  return [
    failed
      ? "A PREDICTION FAILED: the error falls more slowly than guaranteed for some parameter."
      : guaranteed
        ? "No guarantee is contradicted."
        : "No guarantee is stated for this path.",
    ...(guaranteed ? againstGuarantee : []),
    told(
      ["On the information curve at every size", list("agreement", "yes")],
      ["On it at the larger sizes only", list("agreement", "partly")],
      ["Not on it", list("agreement", "no")],
      ["Whether on it, cannot tell", list("agreement", "cannot tell")],
    ),
    told(
      ["The information curve ends at the stated sharp exponent", list("sharpness", "yes")],
      ["It ends elsewhere", list("sharpness", "no")],
      ["Where it ends, cannot tell", list("sharpness", "cannot tell")],
    ),
    ...(caught.length === 0
      ? []
      : [
          `A promise is caught with 80 % power where it is ${span(caught)} or more above the curve's exponent${span(caught).includes(" ") ? ", depending on the parameter" : ""}.`,
        ]),
  ].filter((sentence) => sentence !== "");
}

/** The verdict table and its sentences: on the published records where there are any, else on the quick run. */
export function showStudyVerdicts({ path, published, quick }: StudyReport): readonly VerdictRow[] {
  const from = published
    ? "the published records"
    : "your quick run, since nothing is published yet: few replicates settle little";
  const rows = showVerdicts(path, (published ?? quick).summary);
  showText([`Judged on ${from}.`, ...verdictSentences(rows)]);
  return rows;
}
