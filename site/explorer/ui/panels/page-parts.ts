import { forReaders } from "../../../../src/report/display/for-readers";
import { withPowers } from "../plots/powers";

/** The element with this id. @throws when the page lacks it: page and scripts belong to one build. */
export function part<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no part "${id}".`);
  return found as T;
}

/** Does something when a button is pressed, by mouse or keyboard. */
export function onPress(id: string, act: () => void): void {
  part<HTMLButtonElement>(id).addEventListener("click", act);
}

/** Calls `draw` at most once per frame, and no more often than every `pause` milliseconds. */
export function onceAFrame(draw: () => void, pause = 0): () => void {
  let planned = false;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (planned) return;
    planned = true;
    const run = (): void => {
      requestAnimationFrame((now) => {
        planned = false;
        last = now;
        draw();
      });
    };
    const wait = last + pause - performance.now();
    if (wait > 0) setTimeout(run, wait);
    else run();
  };
}

/** Does something when the reader first scrolls to a place. */
export function onceSeen(place: HTMLElement, act: () => void): void {
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    act();
  }).observe(place);
}

/** A number with three significant digits, without zeros at its end. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Width in pixels that a plot may take. */
export function widthOf(place: HTMLElement, most = 900): number {
  return Math.max(280, Math.min(most, Math.floor(place.clientWidth)));
}

export function cell(text: string, tag: "td" | "th" = "td"): HTMLTableCellElement {
  const made = document.createElement(tag);
  if (tag === "th") made.scope = "row";
  made.textContent = forReaders(text);
  return made;
}

/** A table of plain text, with a caption for those who cannot see where it stands. */
export function textTable(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const place = document.createElement("div");
  place.className = "scroll";
  place.tabIndex = 0;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", forReaders(caption));
  const table = document.createElement("table");
  table.createCaption().textContent = forReaders(caption);
  const top = table.createTHead().insertRow();
  for (const name of head) {
    const th = cell(name, "th");
    th.scope = "col";
    top.append(th);
  }
  const body = table.createTBody();
  for (const row of rows) body.insertRow().append(...row.map((text) => cell(text)));
  place.append(table);
  return place;
}

/** Puts text into a place, letters and numbers as a reader expects them; what does not change is not read out again. */
export function showText(place: HTMLElement, text: string): void {
  const shown = forReaders(text);
  if (place.textContent !== shown) place.textContent = shown;
}

/** Puts text into a place, with the exponents of n^−1/4 raised. */
export function showPowers(place: HTMLElement, text: string): void {
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  place.innerHTML = withPowers(forReaders(text), "<sup>", "</sup>");
}
