import { SHOWN_DOTS } from "../../findings/analysis";
import type { Session } from "../../session/session";
import { isHidden, type StudyPicture } from "../../session/study-picture";
import { parameterIndexOf } from "../../state/state-check";
import type { StudyRun } from "../../work/study-run";
import { MANY_COVARIATES } from "../../work/tasks";
import { logLogHeight, logLogPlot } from "../plots/log-log-plot";
import { power } from "../plots/powers";
import { onceAFrame, part, showPowers, showText, textTable, widthOf } from "./page-parts";

function drawPlot(session: Session, picture: StudyPicture): void {
  const place = part("plot");
  const data = picture.data();
  if (!data) {
    place.textContent = "Nothing to show: see the notes beside the controls.";
    return;
  }
  const width = widthOf(place);
  place.innerHTML = logLogPlot(data, width, logLogHeight(data, width));
  const dots = session.run
    ? `A dot is the |error| of one replicate, the first ${SHOWN_DOTS} of every size; dots on an edge of the frame lie beyond it. `
    : "";
  const band =
    session.run || session.published ? "Bands and bars around an RMSE are its 95 % Monte Carlo interval. " : "";
  const bounds = isHidden(session) ? "" : session.theory.boundProblem;
  showText(part("plot-notes"), `${waitText(session)}${dots}${band}${bounds}`);
}

const SOURCES = {
  cold: "Measured in this page, cold fits",
  warm: "Measured in this page, fits started at the truth",
  published: "Measured in the published study",
  pinned: "Measured in what is pinned",
} as const;

function slopeText(session: Session, picture: StudyPicture): string {
  const { experiment, state } = session;
  if (!experiment) return "";
  if (isHidden(session)) return "Slopes are hidden until you commit a guess.";
  const { measured, curve, kind, cautions } = picture.slopes(parameterIndexOf(state));
  const over = measured
    ? `${SOURCES[kind ?? "cold"]}, ${measured.sizes.length} sizes from n = ${measured.sizes[0]} to ${measured.sizes[measured.sizes.length - 1]}: ` +
      `error ~ ${power(measured.exponent)} (± one standard error: ${measured.standardError.toFixed(3)}).`
    : "No slope yet: it needs two sizes in the window with two replicates each.";
  const few =
    measured && measured.sizes.length < 3 ? " Two sizes always lie on a line: such a slope shows little." : "";
  const predicted = curve === undefined ? "" : ` The information curve over the same sizes: ${power(curve)}.`;
  return [`${over}${few}${predicted}`, ...cautions].join(" ");
}

function failureRows(run: StudyRun): readonly (readonly string[])[] {
  return run.plan.starts.flatMap((start) =>
    (run.tally(start)?.cells ?? []).map(({ n, records, failures, notConverged, atBound, seconds }) => [
      String(n),
      start,
      ...[records, failures, notConverged, atBound].map(String),
      records === 0 ? "" : ((1000 * seconds) / records).toFixed(1),
    ]),
  );
}

function drawFailures({ run }: Session): void {
  const details = part<HTMLDetailsElement>("failures");
  details.hidden = !run || run.done === 0;
  if (!run || run.done === 0) return;
  const rows = failureRows(run);
  const total = (column: number): number => rows.reduce((sum, row) => sum + Number(row[column]), 0);
  const counts = `${total(2)} fits: ${total(3)} failed, ${total(4)} did not converge, ${total(5)} on a bound`;
  showText(part("failures-summary"), counts);
  const head = ["n", "start", "records", "failed", "not converged", "on a bound", "ms per fit"];
  if (details.open) part("failures-table").replaceChildren(textTable("Fits by size: none is left out", head, rows));
}

/** Over many covariates theory keeps the reader waiting, and says so. */
function waitText(session: Session): string {
  const { experiment, theory } = session;
  const dimension = experiment?.path.model.covariates.dimension ?? 0;
  const awaited = theory.curve === undefined && theory.curveProblem === "" && dimension > MANY_COVARIATES;
  return awaited && !isHidden(session)
    ? `The information curve over ${dimension} covariates is computed: it takes some ten seconds. `
    : "";
}

/** The log-log panel with its slopes and counts of fits. */
export function showStudy(session: Session, picture: StudyPicture): void {
  part("failures").addEventListener("toggle", () => drawFailures(session));
  const redraw = (): void => {
    drawPlot(session, picture);
    showPowers(part("slopes"), slopeText(session, picture));
  };
  const now = onceAFrame(redraw);
  const byAndBy = onceAFrame(redraw, 150);
  const slowly = onceAFrame(() => drawFailures(session), 400);
  session.on(["state"], () => {
    now();
    slowly();
  });
  session.on(["theory", "look", "pin"], now);
  session.on(["records"], () => {
    byAndBy();
    slowly();
  });
  new ResizeObserver(onceAFrame(() => drawPlot(session, picture))).observe(part("plot"));
}
