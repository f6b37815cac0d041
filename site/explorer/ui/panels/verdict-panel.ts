import { verdictReasons, verdictTable } from "../../../../src/report/verdict/summary-table";
import type { ParameterVerdict } from "../../../../src/report/verdict/verdict";
import { pageVerdicts } from "../../findings/analysis";
import type { Session } from "../../session/session";
import { LatestOnly } from "../../work/latest-only";
import type { StudyRun } from "../../work/study-run";
import { isHidden } from "../plots/study-picture";
import { onceAFrame, part, textTable } from "./page-parts";

const STARTS = { cold: "cold fits", warm: "fits started at the truth, which no estimator can" } as const;

function table(run: StudyRun, verdicts: readonly ParameterVerdict[]): readonly HTMLElement[] {
  const { head, rows } = verdictTable(verdicts);
  const why = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Why";
  const rule = document.createElement("p");
  rule.className = "small";
  rule.textContent =
    "At large n: where the information curve's slope ends, plus what was measured, minus the curve's slope over the same " +
    "sizes; intervals hold for all parameters together at 95 %. A guarantee allows the error, not the curve, a factor " +
    "sqrt(log n). A promise above the curve's exponent is caught, with 80 % power, from the last column on.";
  const reasons = document.createElement("ul");
  for (const reason of verdictReasons(verdicts)) {
    const line = document.createElement("li");
    line.textContent = reason;
    reasons.append(line);
  }
  why.append(summary, rule, reasons);
  return [textTable(`Verdicts on this run: ${STARTS[run.plan.starts[0]]}, all sizes`, head, rows), why];
}

/**
 * The workbook's verdicts on a finished run, made once per run, when the information curve is there as well. They need
 * where the curve's slopes end, which is asked for then.
 */
export function showVerdicts(session: Session): void {
  const place = part("verdicts");
  let judged: StudyRun | undefined;
  const judge = new LatestOnly<StudyRun, readonly ParameterVerdict[]>(
    async (run, signal) => {
      const { experiment, theory } = session;
      if (!experiment || !theory.curve) return [];
      const { path, replications, starts, sizes } = run.plan;
      const limits = await session.options.asker.ask({ kind: "limit", path }, { signal });
      const records = run.records(starts[0]);
      return pageVerdicts(experiment.path, { sizes, replications }, records, theory.curve.table, limits);
    },
    (verdicts, run) => {
      if (session.run === run && !isHidden(session)) place.replaceChildren(...table(run, verdicts));
    },
    (message, run) => {
      if (session.run === run) place.textContent = `There is no verdict on this run: ${message}`;
    },
  );
  const draw = onceAFrame(() => {
    const { run, theory } = session;
    const ready = run?.state === "done" && theory.curve !== undefined && !isHidden(session);
    if (!run || !ready) {
      judged = undefined;
      place.replaceChildren();
    } else if (judged !== run) {
      judged = run;
      judge.request(run);
    }
  }, 200);
  session.on(["state", "theory", "records"], draw);
}
