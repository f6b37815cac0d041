import { verdictReasons, verdictTable } from "../../../../src/report/verdict/summary-table";
import type { ParameterVerdict } from "../../../../src/report/verdict/verdict";
import { RunVerdicts } from "../../session/run-verdicts";
import type { Session } from "../../session/session";
import type { StudyRun } from "../../work/study-run";
import { onceAFrame, part, showText, textTable } from "./page-parts";

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
    "√(log n). A promise above the curve's exponent is caught, with 80 % power, from the last column on.";
  const reasons = document.createElement("ul");
  for (const reason of verdictReasons(verdicts)) {
    const line = document.createElement("li");
    showText(line, reason);
    reasons.append(line);
  }
  why.append(summary, rule, reasons);
  return [textTable(`Verdicts on this run: ${STARTS[run.plan.starts[0]]}, all sizes`, head, rows), why];
}

/** The workbook's verdicts on a finished run. */
export function showVerdicts(session: Session): void {
  const place = part("verdicts");
  const verdicts = new RunVerdicts(session, (run, judged) => {
    if ("verdicts" in judged) place.replaceChildren(...table(run, judged.verdicts));
    else place.textContent = `There is no verdict on this run: ${judged.problem}`;
  });
  const draw = onceAFrame(() => {
    if (!verdicts.follow()) place.replaceChildren();
  }, 200);
  session.on(["state", "theory", "records"], draw);
}
