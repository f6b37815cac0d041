import { exp, log } from "../../../../numerics/elementary";
import { estimateMarks } from "../../style/estimate-marks";
import { type DescribedFigure, idPart, type Trace } from "../../style/figure";
import { logAxis } from "../../style/log-axis";
import { gridLayout, type Panel, panelAxes } from "../../style/panel-grid";
import { stroke } from "../../style/series";

/** One group of errors: measured, computed, and the slope that somebody has reported. */
export interface ReportedSlope {
  /** As in "‖β̂ − β*‖". */
  readonly name: string;
  readonly cells: readonly { readonly n: number; readonly mean: number; readonly mcse: number }[];
  /** The information curve at the cells' sizes, up to a factor. */
  readonly curve: readonly number[];
  /** e in error ~ n^-e, as reported. */
  readonly reported: number;
}

/** The mean of the logarithms. */
function level(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + log(value), 0) / values.length;
}

/** The values times a factor, so that their level is another's: lines to compare slopes, whatever their constants. */
function levelled(values: readonly number[], to: number): readonly number[] {
  const factor = exp(to - level(values));
  return values.map((value) => value * factor);
}

/** Mean errors against n, one panel a group, with the information curve and the reported slope through their middle. */
export function reportedSlopesFigure(path: string, slopes: readonly ReportedSlope[], title: string): DescribedFigure {
  const data: Trace[] = [];
  const panels = slopes.map(({ name, cells, curve, reported }, k): Panel => {
    const sizes = cells.map(({ n }) => n);
    const middle = level(cells.map(({ mean }) => mean));
    const line = (called: string, kind: "curve" | "guaranteed", y: readonly number[]): Trace => ({
      type: "scatter",
      mode: "lines",
      name: called,
      x: sizes,
      y: levelled(y, middle),
      line: stroke(kind, 1.5),
    });
    const traces: readonly Trace[] = [
      line("slope of the information curve", "curve", curve),
      line(
        "reported slope",
        "guaranteed",
        sizes.map((n) => exp(-reported * log(n))),
      ),
      estimateMarks(
        cells.map(({ n, mean, mcse }) => ({ n, value: mean, mcse })),
        "published",
        "cold maximum, mean ± 2 MCSE",
      ),
    ];
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    const heights = traces.flatMap(({ y }) => y.filter((value): value is number => value !== null && value > 0));
    const tops = cells.map(({ mean, mcse }) => mean + 2 * mcse);
    return {
      heading: `${name}: reported ${reported.toFixed(2)}`,
      xaxis: logAxis(sizes[0], sizes[sizes.length - 1], "sample size n"),
      yaxis: logAxis(0.9 * Math.min(...heights), 1.1 * Math.max(...heights, ...tops), "mean error"),
    };
  });
  const told = slopes.map(({ name, reported }) => `${name} ${reported.toFixed(2)}`).join(", ");
  return {
    id: `risk-${idPart(path)}`,
    figure: { data, layout: gridLayout(panels, { title, columns: 2 }) },
    alt: `Mean errors against n along ${path}, with the slopes of the information curve and the reported slopes: ${told}.`,
    caption:
      "Both lines go through the middle of the points; only their slopes mean something. Do the points follow the solid line (curve) or the dashed one (reported)?",
  };
}
