import { normalPdf } from "../../../numerics/error-function";
import type { Estimates } from "../../../study/measures/estimates";
import { type DescribedFigure, estimateSymbol, idPart, symbolOf, type Trace } from "../style/figure";
import { axisTitle, powerOfTen } from "../style/log-axis";
import { PALETTE, QUIET, translucent } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";

/** Bars of a histogram as densities over [low, high]; values outside are counted, not drawn. */
export function histogram(
  values: readonly number[],
  low: number,
  high: number,
  bins: number,
): {
  readonly centres: readonly number[];
  readonly densities: readonly number[];
  readonly below: number;
  readonly above: number;
} {
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  let [below, above] = [0, 0];
  for (const value of values) {
    if (value < low) below++;
    else if (value > high) above++;
    else counts[Math.min(bins - 1, Math.floor((value - low) / width))]++;
  }
  return {
    centres: counts.map((_, i) => low + (i + 0.5) * width),
    densities: counts.map((count) => count / (values.length * width)),
    below,
    above,
  };
}

/** Panels reach this many of the curve's standard deviations from the truth. */
const REACH = 4.5;

function told(n: number): string {
  const power = Math.round(Math.log10(n));
  return n === 10 ** power ? powerOfTen(power) : String(n);
}

/**
 * Histograms of the estimates at the given sizes (the smallest and the largest of the study make the point), with the
 * truth and the normal density that the information curve predicts.
 */
export function estimateHistogram(
  sets: readonly Estimates[],
  title: string,
  parameters?: readonly string[],
): DescribedFigure {
  const data: Trace[] = [];
  const panels: Panel[] = [];
  let columns = 1;
  for (const { n, parameters: all } of sets) {
    const chosen = all.filter(({ name }) => parameters?.includes(name) ?? true);
    columns = chosen.length;
    for (const { name, truth, deviation, values } of chosen) {
      const k = panels.length;
      const [low, high] = [truth - REACH * deviation, truth + REACH * deviation];
      const bins = values.length < 150 ? 15 : 27;
      const bars = histogram(values, low, high, bins);
      const grid = Array.from({ length: 81 }, (_, i) => low + ((high - low) * i) / 80);
      const normal = grid.map((value) => normalPdf((value - truth) / deviation) / deviation);
      const top = 1.1 * Math.max(...bars.densities, ...normal);
      const traces: readonly Trace[] = [
        {
          type: "bar",
          name: "estimates",
          x: bars.centres,
          y: bars.densities,
          width: (high - low) / bins,
          marker: { color: translucent(PALETTE.estimate, 0.55) },
          hovertemplate: "%{x:.3g}<extra></extra>",
        },
        {
          type: "scatter",
          mode: "lines",
          name: "normal density of the information curve",
          x: grid,
          y: normal,
          line: { color: PALETTE.curve, width: 1.5, simplify: false },
          hoverinfo: "skip",
        },
        {
          type: "scatter",
          mode: "lines",
          name: "truth",
          x: [truth, truth],
          y: [0, top],
          line: { color: PALETTE.curve, width: 1.5, dash: "dash" },
          hovertemplate: `truth ${truth.toPrecision(4)}<extra></extra>`,
        },
      ];
      for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
      const outside = bars.below + bars.above;
      const note = outside === 0 ? "" : `, ${outside} outside`;
      const axis = { gridcolor: QUIET.grid, linecolor: QUIET.frame, mirror: true, zeroline: false };
      panels.push({
        heading: `${symbolOf(name)}, n = ${told(n)}${note}`,
        xaxis: { ...axis, range: [low, high], nticks: 5, title: axisTitle(estimateSymbol(name)) },
        yaxis: { ...axis, range: [0, top], showticklabels: false },
      });
    }
  }
  const sizes = sets.map(({ n }) => told(n)).join(" and ");
  return {
    id: `histogram-${idPart(title)}`,
    figure: {
      data,
      layout: {
        ...gridLayout(panels, {
          title: `${title}: the estimates at n = ${sizes}`,
          columns,
          panelWidth: 195,
          panelHeight: 170,
          columnGap: 24,
        }),
        bargap: 0,
      },
    },
    alt: `Histograms of the estimates at n = ${sizes} along ${title}, with the truth and the normal density predicted by the information curve.`,
    caption:
      "Each panel spans the truth ± 4.5 predicted standard deviations. Bars that fill the curve: the estimator " +
      "is normal and efficient at this n. Skew, heavy sides or counts outside: it is not, whatever its RMSE says.",
  };
}
