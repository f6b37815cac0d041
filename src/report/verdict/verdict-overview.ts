import { NAMED_PATHS } from "../../study/design/named-paths";
import { summarize } from "../../study/measures/summary";
import { type PublishedStudy, publishedStudies } from "../../study/records/published-study";
import { informationCurve } from "../../theory/information/information-curve";
import { interpolatedCurve } from "../../theory/information/interpolated-curve";
import { showTable } from "../tables/html-table";
import { VERDICT_HEADINGS, type VerdictRow, verdictCells, verdictRows } from "./verdict-table";

/** The verdicts on every published study, and the named paths of which none is published. */
export interface VerdictOverview {
  readonly rows: readonly VerdictRow[];
  readonly missing: readonly string[];
}

/** Beyond three covariates a point of the curve takes seconds: it is interpolated. */
const MANY_COVARIATES = 3;

/** Judges all published cold studies of the named paths anew, from their records. */
export async function judgePublished(
  studies: readonly PublishedStudy[] = publishedStudies(),
): Promise<VerdictOverview> {
  const rows: VerdictRow[] = [];
  const missing: string[] = [];
  for (const { id, path } of NAMED_PATHS) {
    const study = studies.find(({ design }) => design.path.id === id && design.start === "cold");
    if (study === undefined) {
      missing.push(id);
      continue;
    }
    const curve = path.model.covariates.dimension > MANY_COVARIATES ? interpolatedCurve : informationCurve;
    rows.push(...verdictRows(path, await summarize(study, (of, sizes) => curve(of, sizes))));
  }
  return { rows, missing };
}

const ANSWERS = ["yes", "partly", "no", "cannot tell"] as const;

/** How often each question got each answer. */
export function countAnswers(rows: readonly VerdictRow[]): readonly (readonly string[])[] {
  const questions = [
    ["consistent with the guarantee?", (row: VerdictRow) => row.consistent],
    ["guarantee attained (tight)?", (row: VerdictRow) => row.tight],
    ["on the information curve?", (row: VerdictRow) => row.agreement],
    ["stated sharp exponent = the curve's?", (row: VerdictRow) => row.sharpness],
  ] as const;
  return questions.map(([question, answerOf]) => [
    question,
    ...ANSWERS.map((answer) => String(rows.filter((row) => answerOf(row) === answer).length)),
  ]);
}

/** Rows in which a prediction failed, wholly or in part: what must not be overlooked. */
export function contradicted(rows: readonly VerdictRow[]): readonly VerdictRow[] {
  return rows.filter(
    ({ consistent, agreement, sharpness }) =>
      consistent === "no" || agreement === "no" || agreement === "partly" || sharpness === "no",
  );
}

/** The sentences of a row whose answers say that a prediction failed. */
function failedReasons({ reasons, consistent, agreement, sharpness }: VerdictRow): readonly string[] {
  const failed = [consistent === "no", false, agreement === "no" || agreement === "partly", sharpness === "no"];
  return reasons.filter((_, k) => failed[k]);
}

/** "cannot tell", by path and question: the parameters concerned and the reason of the first of them. */
export function undecided(rows: readonly VerdictRow[]): readonly (readonly string[])[] {
  const questions = [
    ["consistent?", (row: VerdictRow) => row.consistent],
    ["tight?", (row: VerdictRow) => row.tight],
    ["on the curve?", (row: VerdictRow) => row.agreement],
    ["sharp = curve?", (row: VerdictRow) => row.sharpness],
  ] as const;
  return [...new Set(rows.map(({ path }) => path))].flatMap((path) =>
    questions.flatMap(([question, answerOf], k) => {
      const open = rows.filter((row) => row.path === path && answerOf(row) === "cannot tell");
      const [first] = open;
      if (first === undefined) return [];
      return [[path, question, open.map(({ parameter }) => parameter).join(", "), first.reasons[k]]];
    }),
  );
}

/**
 * The summary table of all verdicts. It carries no data for `cmoe reproduce`: the theorem notebooks do, each for its own.
 */
export function showVerdictOverview({ rows, missing }: VerdictOverview): void {
  if (rows.length === 0) {
    process.stdout.write("No records are published in data/ yet, so there is no verdict to show.\n");
    return;
  }
  showTable({
    caption: "Every parameter of every published study, judged from its records",
    head: VERDICT_HEADINGS,
    rows: rows.map(verdictCells),
  });
  showTable({ caption: "In numbers", head: ["question", ...ANSWERS], rows: countAnswers(rows) });
  const against = contradicted(rows);
  if (against.length > 0) {
    showTable({
      caption: "Where a prediction failed, wholly or in part",
      head: ["path", "parameter", "why"],
      rows: against.map((row) => [row.path, row.parameter, failedReasons(row).join(" ")]),
    });
  }
  const warned = rows.filter(({ cautions }) => cautions.length > 0);
  if (warned.length > 0) {
    showTable({
      caption: "To be read with care",
      head: ["path", "parameter", "why"],
      rows: warned.map((row) => [row.path, row.parameter, row.cautions.join(" ")]),
    });
  }
  const open = undecided(rows);
  if (open.length > 0) {
    showTable({
      caption: "Where nothing can be said yet",
      head: ["path", "question", "parameters", "why"],
      rows: open,
    });
  }
  if (missing.length > 0) process.stdout.write(`Not published: ${missing.join(", ")}.\n`);
}
