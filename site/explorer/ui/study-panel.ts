import { pageVerdicts } from "../analysis";
import type { Session } from "../session";
import { parameterIndexOf } from "../state-check";
import { logLogAxes, logLogHeight, logLogPlot } from "./log-log-plot";
import { onceAFrame, onPress, part, showPowers, textTable, widthOf } from "./page-parts";
import type { StudyPicture } from "./study-picture";
import { isHidden } from "./theory-panel";

function drawPlot(session: Session, picture: StudyPicture): void {
  const place = part("plot");
  const data = picture.data(isHidden(session));
  if (!data) {
    place.textContent = "Nothing to show: see the notes beside the controls.";
    return;
  }
  const width = widthOf(place);
  place.innerHTML = logLogPlot(data, width, logLogHeight(data, width));
}

function drawStatus({ run, checked }: Session): void {
  const state = run?.state ?? "ready";
  const busy = state === "running";
  part<HTMLButtonElement>("run").disabled = !checked.sound || busy || state === "done";
  part<HTMLButtonElement>("pause").disabled = !busy;
  part<HTMLButtonElement>("step").disabled = !checked.sound || busy || state === "done";
  part<HTMLButtonElement>("cancel").disabled = !run || state === "done" || state === "cancelled";
  part("run").textContent = state === "paused" ? "Go on" : state === "cancelled" ? "Run again" : "Run";
  const bar = part<HTMLProgressElement>("progress");
  bar.value = run ? run.done / run.total : 0;
  const words = { ready: "ready", running: "running", paused: "paused", done: "done", cancelled: "cancelled" } as const;
  part("status").textContent = run ? `${run.done} of ${run.total} replicates, ${words[state]}` : "";
}

function drawSlopes(session: Session, picture: StudyPicture): void {
  const place = part("slopes");
  const { experiment, state } = session;
  if (!experiment || isHidden(session)) {
    showPowers(place, isHidden(session) ? "Slopes are hidden until you commit a guess." : "");
    return;
  }
  const { measured, curve } = picture.slopes(parameterIndexOf(state));
  const run = (session.run?.done ?? 0) > 0;
  const what = run ? "Measured in this page" : "Measured in the published study";
  const [from, to] = state.window;
  const first = measured
    ? `${what}, n = ${from} to ${to}: error ~ n^−${measured.exponent.toFixed(3)} (± ${measured.standardError.toFixed(3)}, Monte Carlo).`
    : "No slope yet: it needs two sizes in the window with two replicates each.";
  const second = curve === undefined ? "" : ` The information curve over the same sizes: n^−${curve.toFixed(3)}.`;
  showPowers(place, first + second);
}

function drawFailures({ run, experiment }: Session): void {
  const place = part("failures");
  if (!run || !experiment || run.done === 0) {
    place.replaceChildren();
    return;
  }
  const rows = run.plan.starts.flatMap((start) => {
    const records = run.records(start);
    return experiment.sizes.map((n) => {
      const here = records.filter((record) => record.n === n);
      const count = (is: (record: (typeof here)[number]) => boolean): string => String(here.filter(is).length);
      const seconds = here.reduce((sum, record) => sum + record.seconds, 0);
      return [
        `${n}`,
        start,
        String(here.length),
        count(({ error }) => error === null),
        count(({ error, converged }) => error !== null && !converged),
        count(({ atBound }) => atBound.length > 0),
        here.length === 0 ? "" : ((1000 * seconds) / here.length).toFixed(1),
      ];
    });
  });
  const head = ["n", "start", "records", "failed", "not converged", "on a bound", "ms per fit"];
  const total = (column: number): number => rows.reduce((sum, row) => sum + Number(row[column]), 0);
  const details = place.querySelector("details") ?? document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = `${total(2)} fits: ${total(3)} failed, ${total(4)} did not converge, ${total(5)} on a bound`;
  details.replaceChildren(summary, textTable("Fits by size: none is left out", head, rows));
  place.replaceChildren(details);
}

/** The verdicts of a finished run; theory's slopes at n = 1e15 are asked for then. */
async function drawVerdicts(session: Session): Promise<void> {
  const place = part("verdicts");
  const { run, experiment, theory, pathJson } = session;
  if (run?.state !== "done" || !experiment || !theory || !pathJson || isHidden(session)) {
    place.replaceChildren();
    return;
  }
  const limits = await session.pool.ask({ kind: "limit", path: pathJson });
  const [start] = run.plan.starts;
  const { sizes, path } = experiment;
  const design = { sizes, replications: run.plan.replications };
  const verdicts = await pageVerdicts(path, design, run.records(start), theory.curve, limits);
  if (session.run !== run || isHidden(session)) return;
  const rows = verdicts.map(({ name, consistent, tight, agreement }) => [
    name,
    consistent.answer,
    tight.answer,
    agreement.answer,
  ]);
  const head = ["parameter", "keeps the guarantee", "attains it", "on the curve"];
  const why = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Why";
  const reasons = document.createElement("ul");
  for (const { name, consistent, tight, agreement } of verdicts) {
    const line = document.createElement("li");
    line.textContent = `${name}: ${[...new Set([consistent, tight, agreement].map(({ reason }) => reason))].join(" ")}`;
    reasons.append(line);
  }
  why.append(summary, reasons);
  place.replaceChildren(textTable("Verdicts on this run", head, rows), why);
}

/** Sliders for the window's ends, and dragging over the plot: both by size, as one list of stops. */
function joinWindow(session: Session, picture: StudyPicture): void {
  const from = part<HTMLInputElement>("window-from");
  const to = part<HTMLInputElement>("window-to");
  const stops = (): readonly number[] => session.experiment?.sizes ?? [];
  const nearest = (n: number): number =>
    stops().reduce(
      (best, size, k) => (Math.abs(Math.log(size / n)) < Math.abs(Math.log(stops()[best] / n)) ? k : best),
      0,
    );
  const choose = (a: number, b: number): void => {
    const sizes = stops();
    const [low, high] = a < b ? [a, b] : [b, a];
    if (low === high || sizes.length < 2) return;
    const window = [sizes[low], sizes[high]] as const;
    if (window.some((n, k) => n !== session.state.window[k])) session.update({ window });
  };
  from.addEventListener("input", () => choose(Math.min(from.valueAsNumber, to.valueAsNumber - 1), to.valueAsNumber));
  to.addEventListener("input", () => choose(from.valueAsNumber, Math.max(to.valueAsNumber, from.valueAsNumber + 1)));
  session.on(["state"], () => {
    const sizes = stops();
    for (const field of [from, to]) field.max = String(Math.max(1, sizes.length - 1));
    if (sizes.length === 0) return;
    const ends = session.state.window.map(nearest);
    [from, to].forEach((field, k) => {
      field.value = String(ends[k]);
      field.setAttribute("aria-valuetext", `n = ${sizes[ends[k]]}`);
    });
    part("window-from-value").textContent = String(sizes[ends[0]]);
    part("window-to-value").textContent = String(sizes[ends[1]]);
  });
  const plot = part("plot");
  let began: number | undefined;
  const sizeAt = (event: PointerEvent): number | undefined => {
    const data = picture.data(isHidden(session));
    const svg = plot.querySelector("svg");
    if (!data || !svg) return undefined;
    const { x } = logLogAxes(data, widthOf(plot), logLogHeight(data, widthOf(plot)));
    return nearest(x.from(event.clientX - svg.getBoundingClientRect().left));
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return; // a finger scrolls; it has the sliders
    began = sizeAt(event);
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener("pointermove", (event) => {
    const here = began === undefined ? undefined : sizeAt(event);
    if (began !== undefined && here !== undefined) choose(began, here);
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    plot.addEventListener(end, () => {
      began = undefined;
    });
  }
}

/** The log-log panel with everything around it: buttons, window, slopes, failures, verdicts. */
export function showStudy(session: Session, picture: StudyPicture): void {
  onPress("run", () => session.startRun());
  onPress("pause", () => session.run?.pause());
  onPress("step", () => void session.step());
  onPress("cancel", () => {
    session.run?.cancel();
    session.update({ ran: false });
  });
  joinWindow(session, picture);
  const redraw = (): void => {
    drawPlot(session, picture);
    drawSlopes(session, picture);
  };
  const now = onceAFrame(redraw);
  const byAndBy = onceAFrame(() => {
    redraw();
    drawStatus(session);
  }, 150);
  const slowly = onceAFrame(() => {
    drawFailures(session);
    void drawVerdicts(session);
  }, 400);
  session.on(["state"], () => {
    now();
    drawStatus(session);
    slowly();
  });
  session.on(["theory", "look"], now);
  session.on(["theory"], slowly);
  session.on(["records"], () => {
    byAndBy();
    slowly();
  });
  new ResizeObserver(onceAFrame(() => drawPlot(session, picture))).observe(part("plot"));
}
