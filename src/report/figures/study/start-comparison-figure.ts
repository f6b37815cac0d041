import type { Summary } from "../../../study/measures/summary";
import { SAME_OPTIMUM, type StartPair } from "../../../study/questions/paired-starts";
import { type DescribedFigure, idPart, symbolOf, type Trace } from "../style/figure";
import { linearAxis, logAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";
import { stroke } from "../style/series";

/** lambda^ from a cold search against lambda^ from the truth, one panel per size. */
export function startScatter(pairs: readonly StartPair[], truth: (n: number) => number): DescribedFigure {
  const sizes = [...new Set(pairs.map(({ n }) => n))];
  const data: Trace[] = [];
  const panels = sizes.map((n, k): Panel => {
    const here = pairs.filter((pair) => pair.n === n);
    const marks = (name: string, chosen: readonly StartPair[], symbol: string, colour: string): Trace => ({
      type: "scatter",
      mode: "markers",
      name,
      x: chosen.map(({ warm }) => warm.estimate?.[0] ?? null),
      y: chosen.map(({ cold }) => cold.estimate?.[0] ?? null),
      marker: { color: colour, size: 7, symbol, opacity: 0.75 },
      hovertemplate: "warm %{x:.3f}, cold %{y:.3f}<extra></extra>",
      cliponaxis: false,
    });
    const at = truth(n);
    const traces: readonly Trace[] = [
      {
        type: "scatter",
        mode: "lines",
        name: "truth λ*",
        x: [at, at, null, 0, 1],
        y: [0, 1, null, at, at],
        line: { color: PALETTE.curve, width: 1, dash: "dot" },
        hoverinfo: "skip",
      },
      marks(
        "same optimum",
        here.filter(({ gain }) => Math.abs(gain) <= SAME_OPTIMUM),
        "circle",
        PALETTE.estimate,
      ),
      marks(
        "the cold fit is likelier",
        here.filter(({ gain }) => gain > SAME_OPTIMUM),
        "diamond",
        PALETTE.guaranteed,
      ),
      marks(
        "the warm fit is likelier: cold search failed",
        here.filter(({ gain }) => gain < -SAME_OPTIMUM),
        "x",
        PALETTE.trouble,
      ),
    ];
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    return {
      heading: `n = ${n}`,
      xaxis: linearAxis(-0.02, 1.02, "λ̂ started at the truth"),
      yaxis: linearAxis(-0.02, 1.02, k === 0 ? "λ̂ of the cold search" : ""),
    };
  });
  const layout = gridLayout(panels, {
    title: "The same data, two starts",
    columns: sizes.length,
    panelWidth: 230,
    panelHeight: 230,
  });
  const higher = pairs.filter(({ gain }) => gain > SAME_OPTIMUM).length;
  return {
    id: "cold-and-warm",
    figure: { data, layout },
    alt: `Estimates of lambda from cold searches against those from warm starts: ${higher} of ${pairs.length} cold fits found a higher likelihood elsewhere.`,
    caption:
      "On the diagonal both starts found the same optimum. The diamonds above it are data sets whose likelihood is " +
      "higher at the far root: the maximum likelihood estimate is there, and a start at the truth hides it.",
  };
}

/** RMSE / information curve of cold and of warm fits side by side, a panel per parameter. */
export function startEfficiencyFigure(cold: Summary, warm: Summary, parameters?: readonly string[]): DescribedFigure {
  const names = cold.parameters.filter((name) => parameters?.includes(name) ?? true);
  const sizes = cold.cells.map(({ n }) => n);
  const data: Trace[] = [];
  const marks = (name: string, summary: Summary, parameter: number, shift: number, open: boolean): Trace => {
    const cells = summary.cells.filter(({ parameters: of }) => of[parameter]?.efficiency);
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: cells.map(({ n }) => n * shift),
      y: cells.map((cell) => cell.parameters[parameter].efficiency?.value ?? null),
      error_y: {
        type: "data",
        array: cells.map((cell) => 2 * (cell.parameters[parameter].efficiency?.mcse ?? 0)),
        color: PALETTE.estimate,
        width: 4,
      },
      marker: { color: PALETTE.estimate, size: 8, symbol: open ? "square-open" : "circle" },
    };
  };
  const panels = names.map((name, k): Panel => {
    const j = cold.parameters.indexOf(name);
    const traces: readonly Trace[] = [
      {
        type: "scatter",
        mode: "lines",
        name: "information curve",
        x: [sizes[0] * 0.8, (sizes.at(-1) ?? 1) * 1.25],
        y: [1, 1],
        line: stroke("curve", 1.5),
        hoverinfo: "skip",
      },
      marks("cold: from the data alone (± 2 MCSE)", cold, j, 0.97, false),
      marks("warm: started at the truth", warm, j, 1.03, true),
    ];
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    const reach = traces.flatMap(({ y, error_y }) => y.map((value, i) => (value ?? 1) + (error_y?.array[i] ?? 0)));
    return {
      heading: symbolOf(name),
      xaxis: logAxis(sizes[0] * 0.85, (sizes.at(-1) ?? 1) * 1.18, "n"),
      yaxis: linearAxis(0, Math.max(1.5, 1.08 * Math.max(...reach)), "RMSE / information curve"),
    };
  });
  const worst = Math.max(
    ...cold.cells.flatMap((cell, i) =>
      cell.parameters.map((of, j) => of.rmse.value / (warm.cells[i]?.parameters[j]?.rmse.value ?? of.rmse.value)),
    ),
  );
  const hides = worst > 1.02;
  const title = `${cold.path}: ${hides ? "what a warm start hides" : "cold and warm starts agree"}`;
  return {
    id: `starts-${idPart(cold.path)}`,
    figure: { data, layout: gridLayout(panels, { title, columns: 2, panelWidth: 300, panelHeight: 190 }) },
    alt: `RMSE over information curve of cold and warm fits for ${names.join(", ")}.`,
    caption: hides
      ? "Squares below dots: a simulation that starts at the truth reports smaller errors than any analyst can have. The dots are the maximum likelihood estimator, found from the data alone."
      : "Squares and dots coincide: here both starts find the same optimum. Marks above 1 are the price of a finite sample that the information curve does not know.",
  };
}
