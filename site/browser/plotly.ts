import { classicScript } from "./classic-script";

/** A figure as notebooks store it. */
export interface PlotlyFigure {
  readonly data: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
}

interface Plotly {
  newPlot(place: HTMLElement, data: readonly unknown[], layout: unknown, config: unknown): Promise<unknown>;
}

declare global {
  var Plotly: Plotly | undefined;
}

/** Draws a figure, with plotly.js, which is loaded for the first one. */
export async function drawFigure(place: HTMLElement, figure: PlotlyFigure): Promise<void> {
  await classicScript("assets/plotly.min.js");
  if (!globalThis.Plotly) throw new Error("plotly.js is not what was loaded.");
  // plotly.js writes into what it is given.
  const { data, layout } = structuredClone({ data: figure.data, layout: figure.layout });
  await globalThis.Plotly.newPlot(place, data, layout, { displaylogo: false });
}
