import { ordinaryLine } from "../../../../study/measures/group-errors";
import type { DescribedFigure, Trace } from "../../style/figure";
import { logAxis } from "../../style/log-axis";
import { PALETTE } from "../../style/palette";
import { gridLayout, type Panel } from "../../style/panel-grid";
import { stroke } from "../../style/series";

export interface StraightnessOptions {
  readonly title: string;
  readonly id: string;
  /** A noiseless error curve at the sizes of a study. */
  readonly points: readonly { readonly n: number; readonly error: number }[];
  /** The exponent the curve has as n -> infinity. */
  readonly limit: number;
}

/** A bent curve without any noise, the straight line fitted to it, and the slope it really tends to. */
export function straightnessFigure({ title, id, points, limit }: StraightnessOptions): DescribedFigure {
  const line = ordinaryLine(points);
  const ns = points.map(({ n }) => n);
  const last = points[points.length - 1];
  const errors = points.map(({ error }) => error);
  const data: readonly Trace[] = [
    {
      type: "scatter",
      mode: "markers",
      name: "information curve: no noise at all",
      x: ns,
      y: errors,
      marker: { color: PALETTE.curve, size: 7 },
    },
    {
      type: "scatter",
      mode: "lines",
      name: `fitted line: exponent ${line.exponent.toFixed(3)}, R² = ${line.rSquared.toFixed(5)}`,
      x: ns,
      y: ns.map(line.at),
      line: { color: PALETTE.estimate, width: 2, dash: "dash" },
    },
    {
      type: "scatter",
      mode: "lines",
      name: `true limiting exponent ${limit}`,
      x: ns,
      y: ns.map((n) => last.error * (last.n / n) ** limit),
      line: stroke("sharp"),
    },
  ];
  const panel: Panel = {
    heading: "error of λ̂ predicted by theory",
    xaxis: logAxis(Math.min(...ns), Math.max(...ns), "sample size n"),
    yaxis: logAxis(Math.min(...errors), Math.max(...errors), "error of λ̂"),
  };
  const layout = gridLayout([panel], { title, columns: 1, panelWidth: 620, panelHeight: 280 });
  return {
    id,
    figure: { data, layout },
    alt: `A noiseless error curve: the fitted line has exponent ${line.exponent.toFixed(3)} with R squared ${line.rSquared.toFixed(5)}, the limiting exponent is ${limit}.`,
    caption:
      "Twenty points without noise, a line through all of them, and the wrong exponent. R² measures how straight the " +
      "points look, not whether they have arrived.",
  };
}
