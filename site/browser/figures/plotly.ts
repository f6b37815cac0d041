import { classicScript } from "../classic-script";
import { type Colours, fitted, recoloured, type StoredFigure } from "./fitted-figure";

interface Plotly {
  react(place: HTMLElement, data: readonly unknown[], layout: unknown, config: unknown): Promise<unknown>;
}

declare global {
  /** From the colours of notebook figures to those of the page, by theme; they come with the page's figures. */
  var cmoeColours: Readonly<Record<"light" | "dark", Colours>> | undefined;
  var Plotly: Plotly | undefined;
}

function theme(): "light" | "dark" {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Loads plotly.js, and the script of the page's figures. */
export async function loadPlotly(): Promise<void> {
  const figures = document.getElementById("main")?.dataset.figures;
  await Promise.all([
    classicScript("assets/plotly.min.js"),
    ...(figures === undefined ? [] : [classicScript(figures)]),
  ]);
}

/** Draws a figure in the page's colours and at this width; `loadPlotly` comes first. */
export async function drawFigure(live: HTMLElement, figure: StoredFigure, width: number): Promise<void> {
  const colours = globalThis.cmoeColours?.[theme()];
  if (!colours || !globalThis.Plotly) throw new Error("The figure cannot be drawn.");
  // plotly.js writes into what it is given.
  const { data, layout } = structuredClone(fitted(recoloured(figure, colours), width));
  await globalThis.Plotly.react(live, data, layout, { displaylogo: false });
}

/** Calls `redraw` whenever the page's colours or its width have changed. */
export function whenLookChanges(redraw: () => void): void {
  document.addEventListener("cmoe:theme", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let timer: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(redraw, 200);
  });
}
