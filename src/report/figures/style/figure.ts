import { parameterSymbol } from "../../../model/parameters";
import { show } from "../../display/display";
import { forPlots, forReaders } from "../../display/for-readers";
import { QUIET } from "./palette";
import type { Stroke } from "./series";

type Numbers = readonly (number | null)[];

export interface Marks {
  readonly color: string | Numbers;
  readonly size?: number;
  readonly symbol?: string | readonly string[];
  readonly opacity?: number;
  readonly line?: Stroke;
  readonly colorscale?: readonly (readonly [number, string])[];
  readonly cmin?: number;
  readonly cmax?: number;
}

/** Bars to both sides of every point. */
interface ErrorBars {
  readonly type: "data";
  readonly array: Numbers;
  /** Downwards, where the bars are not as long as upwards. */
  readonly arrayminus?: Numbers;
  readonly symmetric?: false;
  readonly color?: string;
  readonly width?: number;
}

/** The traces of plotly.js this workbook draws; see plotly.com/javascript/reference. */
export interface Trace {
  readonly type: "scatter" | "bar";
  readonly x: Numbers;
  readonly y: Numbers;
  readonly name?: string;
  readonly mode?: "lines" | "markers" | "lines+markers" | "text" | "markers+text";
  readonly line?: Stroke;
  readonly marker?: Marks;
  readonly error_x?: ErrorBars;
  readonly error_y?: ErrorBars;
  readonly text?: readonly string[];
  readonly textposition?: string | readonly string[];
  readonly textfont?: { readonly color?: string; readonly size?: number };
  readonly hovertemplate?: string;
  readonly hoverinfo?: "skip";
  readonly fill?: "tozeroy" | "toself" | "tonexty";
  readonly fillcolor?: string;
  readonly width?: number;
  readonly xaxis?: string;
  readonly yaxis?: string;
  readonly showlegend?: boolean;
  readonly legendgroup?: string;
  readonly cliponaxis?: boolean;
}

/** A plotly figure as plain data. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: { readonly width: number; readonly height: number } & Readonly<Record<string, unknown>>;
}

/** A figure with all that a page needs: a stable id, what it shows for those who do not see it, what to look for. */
export interface DescribedFigure {
  readonly id: string;
  readonly figure: Figure;
  readonly alt: string;
  readonly caption: string;
}

/** Shows a figure in a notebook (or its description in a terminal), its words as readers write them. */
export function showFigure({ figure, id, alt, caption }: DescribedFigure): Promise<void> {
  const data = figure.data.map((trace) =>
    trace.name === undefined ? trace : { ...trace, name: forPlots(trace.name) },
  );
  return show({ ...figure, data }, { id, alt: forReaders(alt), caption: forReaders(caption) });
}

/** Shows several figures, one after the other. */
export async function showFigures(figures: readonly DescribedFigure[]): Promise<void> {
  for (const figure of figures) await showFigure(figure);
}

/** What all figures have in common: white, quiet, the legend above the plot. */
export function baseLayout(title: string, width: number, height: number): Figure["layout"] {
  return {
    width,
    height,
    title: {
      text: forPlots(title),
      x: 0,
      xanchor: "left",
      xref: "paper",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { t: 12 },
    },
    font: { family: "Helvetica, Arial, sans-serif", size: 13, color: QUIET.text },
    paper_bgcolor: QUIET.paper,
    plot_bgcolor: QUIET.paper,
    hovermode: "closest",
    legend: { orientation: "h", x: 0, xanchor: "left", y: 1, yref: "container", yanchor: "top", font: { size: 12 } },
    margin: { l: 70, r: 20, t: 100, b: 60 },
  };
}

/** "lambda" -> "λ", "a_2" -> "a<sub>2</sub>", "eta_1" -> "η<sub>1</sub>": the symbol of a parameter in a figure. */
export function symbolOf(parameter: string): string {
  const { letter, index } = parameterSymbol(parameter);
  return index === undefined ? letter : `${letter}<sub>${index}</sub>`;
}

/** "L/resonant" -> "L-resonant": what may stand in a figure's id. */
export function idPart(text: string): string {
  return text.replace(/[^\w-]+/g, "-");
}

/** "lambda" -> "λ̂": the estimate of a parameter in a figure. */
export function estimateSymbol(parameter: string): string {
  return symbolOf(parameter).replace(/^./u, "$&\u0302");
}
