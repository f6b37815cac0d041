import { stopOf } from "../../state/ideas/ideas";
import { part, showPowers } from "../panels/page-parts";

/** A slider over stops, as "1/8": what is chosen is told as it moves. */
export function joinStops(id: string, stops: readonly string[], choose: (stop: string) => void): HTMLInputElement {
  const slider = part<HTMLInputElement>(id);
  slider.max = String(stops.length - 1);
  slider.addEventListener("input", () => choose(stops[slider.valueAsNumber] ?? "0"));
  return slider;
}

/** Puts a slider at the stop nearest to a value, which is said in words beside it. */
export function showStop(id: string, stops: readonly string[], value: string, text: string): void {
  const slider = part<HTMLInputElement>(id);
  slider.value = String(stopOf(stops, value));
  slider.setAttribute("aria-valuetext", text);
  showPowers(part(`${id}-value`), text);
}
