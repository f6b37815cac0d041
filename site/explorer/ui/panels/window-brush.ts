import { groupedNumber } from "../../../../src/report/display/for-readers";
import type { Session } from "../../session/session";
import type { StudyPicture } from "../../session/study-picture";
import { nearestSize, windowBetween, withEnd } from "../../state/window";
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
  const shown = (): readonly [number, number] => [
    nearestSize(stops(), session.state.window[0]),
    nearestSize(stops(), session.state.window[1]),
  ];
  const show = (): void => {
    const sizes = stops();
    if (sizes.length === 0) return;
    const ends = shown();
    [from, to].forEach((field, k) => {
      field.max = String(sizes.length - 1);
      field.value = String(ends[k]);
      field.setAttribute("aria-valuetext", `n = ${groupedNumber(sizes[ends[k]])}`);
      showText(part(`${field.id}-value`), String(sizes[ends[k]]));
    });
  };
  for (const [field, end] of [
    [from, "from"],
    [to, "to"],
  ] as const) {
    field.addEventListener("input", () => {
      choose(...withEnd(stops().length, shown(), end, field.valueAsNumber));
      // A slider that was pushed against the other end goes back to where its end is.
      show();
    });
  }
  session.on(["state"], show);

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
