import { type DescribedFigure, idPart, type Trace } from "../../style/figure";
import { axisTitle } from "../../style/log-axis";
import { gridLayout, type Panel, panelAxes } from "../../style/panel-grid";
import { mark, stroke } from "../../style/series";

/** A fitted exponent and its standard error. */
export interface FittedSlope {
  readonly exponent: number;
  readonly standardError: number;
}

/** One group of errors: the slopes of several methods, the reported one and the curve's. */
export interface MethodSlopes {
  /** As in "‖β̂ − β*‖". */
  readonly name: string;
  /** In the order of the methods' names. */
  readonly slopes: readonly FittedSlope[];
  readonly reported: number;
  readonly curve: number;
}

/** Slopes of several methods below each other, one panel a group: do any of them stand on the reported line? */
export function methodSlopesFigure(
  path: string,
  methods: readonly string[],
  groups: readonly MethodSlopes[],
  title: string,
): DescribedFigure {
  const data: Trace[] = [];
  const heights = methods.map((_, i) => methods.length - 1 - i);
  const panels = groups.map(({ name, slopes, reported, curve }, k): Panel => {
    const line = (called: string, kind: "curve" | "guaranteed", at: number): Trace => ({
      type: "scatter",
      mode: "lines",
      name: called,
      x: [at, at],
      y: [-0.6, methods.length - 0.4],
      line: stroke(kind, 1.5),
    });
    const { color } = mark("measured");
    const halves = slopes.map(({ standardError }) => 1.96 * standardError);
    const traces: readonly Trace[] = [
      line("slope of the information curve", "curve", curve),
      line("reported slope", "guaranteed", reported),
      {
        type: "scatter",
        mode: "markers",
        name: "fitted slope, 95 % interval",
        x: slopes.map(({ exponent }) => exponent),
        y: heights,
        error_x: { type: "data", array: halves, color, width: 4 },
        marker: mark("measured"),
      },
    ];
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    const ends = slopes.flatMap(({ exponent }, i) => [exponent - halves[i], exponent + halves[i]]);
    const [low, high] = [Math.min(reported, curve, ...ends), Math.max(reported, curve, ...ends)];
    return {
      heading: `${name}: reported ${reported.toFixed(2)}`,
      xaxis: { title: axisTitle("fitted exponent"), range: [low - 0.03, high + 0.03], zeroline: false, nticks: 5 },
      yaxis: {
        tickvals: heights,
        ticktext: methods,
        showticklabels: k % 2 === 0,
        range: [-0.6, methods.length - 0.4],
        automargin: true,
        showgrid: false,
        zeroline: false,
      },
    };
  });
  const told = groups.map(
    ({ name, slopes, reported }) =>
      `${name} reported ${reported.toFixed(2)}, fitted ${slopes.map(({ exponent }, i) => `${exponent.toFixed(2)} (${methods[i]})`).join(", ")}`,
  );
  return {
    id: `method-${idPart(path)}`,
    figure: {
      data,
      layout: gridLayout(panels, { title, columns: 2, panelWidth: 290, columnGap: 30, panelHeight: 230 }),
    },
    alt: `Fitted exponents along ${path} by method: ${told.join("; ")}.`,
    caption: "A method explains a reported slope only if its point stands on the dashed line in all four panels.",
  };
}
