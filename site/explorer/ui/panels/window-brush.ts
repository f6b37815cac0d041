import type { Session } from "../../session/session";
import type { StudyPicture } from "../../session/study-picture";
import { nearestSize, windowBetween } from "../../state/window";
import { logLogAxes, logLogHeight } from "../plots/log-log-plot";

import { part, showText, widthOf } from "./page-parts";

/** The window of n in which slopes are measured: two sliders over the study's sizes, and dragging over the plot. */
export function joinWindow(session: Session, picture: StudyPicture): void {
  const from = part<HTMLInputElement>("window-from");
  const to = part<HTMLInputElement>("window-to");
  const stops = (): readonly number[] => session.experiment?.sizes ?? [];
  const choose = (a: number, b: number): void => {
    const window = windowBetween(stops(), a, b);
    if (window?.some((n, k) => n !== session.state.window[k])) session.update({ window });
  };
  from.addEventListener("input", () => choose(Math.min(from.valueAsNumber, to.valueAsNumber - 1), to.valueAsNumber));
  to.addEventListener("input", () => choose(from.valueAsNumber, Math.max(to.valueAsNumber, from.valueAsNumber + 1)));
  session.on(["state"], () => {
    const sizes = stops();
    if (sizes.length === 0) return;
    [from, to].forEach((field, k) => {
      const end = nearestSize(sizes, session.state.window[k]);
      field.max = String(sizes.length - 1);
      field.value = String(end);
      field.setAttribute("aria-valuetext", `n = ${sizes[end]}`);
      showText(part(`${field.id}-value`), String(sizes[end]));
    });
  });

  const plot = part("plot");
  let began: number | undefined;
  const sizeAt = (event: PointerEvent): number | undefined => {
    const data = picture.data();
    const svg = plot.querySelector("svg");
    if (!data || !svg) return undefined;
    const width = widthOf(plot);
    const { x } = logLogAxes(data, width, logLogHeight(data, width));
    return nearestSize(stops(), x.from(event.clientX - svg.getBoundingClientRect().left));
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
