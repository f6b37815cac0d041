import type { ParameterGroup } from "../../../model/parameters";
import { type GroupCell, type GroupErrors, ordinaryLine } from "../../../study/measures/group-errors";
import type { DescribedFigure, Trace } from "../style/figure";
import { logAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";

/** In the order of the parameter vector. */
const GROUPS: readonly ParameterGroup[] = ["lambda", "tau", "beta", "eta", "nu"];

const HEADING: Readonly<Record<ParameterGroup, string>> = {
  lambda: "|λ̂ − λ*|",
  tau: "|τ̂ − τ*|",
  beta: "‖β̂ − β*‖",
  eta: "‖η̂ − η*‖",
  nu: "|ν̂ − ν*|",
};

function marks(name: string, cells: readonly GroupCell[], shift: number, open: boolean): Trace {
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: cells.map(({ n }) => n * shift),
    y: cells.map(({ mean }) => mean),
    error_y: { type: "data", array: cells.map(({ mcse }) => 2 * mcse), color: PALETTE.estimate, width: 3 },
    marker: { color: PALETTE.estimate, size: open ? 8 : 6, symbol: open ? "square-open" : "circle" },
  };
}

/** Mean errors against n with one fitted line each, as papers show them; cold and warm fits side by side. */
export function paperStyleFigure(cold: GroupErrors, warm: GroupErrors, title: string): DescribedFigure {
  const data: Trace[] = [];
  const told: string[] = [];
  const panels = GROUPS.filter((group) => cold[group].length > 0).map((group, k): Panel => {
    const cells = cold[group];
    const line = ordinaryLine(cells.map(({ n, mean }) => ({ n, error: mean })));
    const ends = [cells[0].n, cells[cells.length - 1].n];
    told.push(`${HEADING[group]} ~ n^-${line.exponent.toFixed(3)}`);
    const traces: readonly Trace[] = [
      {
        type: "scatter",
        mode: "lines",
        name: "line fitted to the cold means",
        x: ends,
        y: ends.map(line.at),
        line: { color: PALETTE.sharp, width: 2, dash: "dash" },
      },
      marks("cold: from the data alone (mean ± 2 MCSE)", cells, 0.985, false),
      marks("warm: started at the truth", warm[group], 1.015, true),
    ];
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    const all = [...cells, ...warm[group]];
    return {
      heading: `${HEADING[group]} ~ n<sup>−${line.exponent.toFixed(2)}</sup>`,
      xaxis: logAxis(ends[0], ends[1], "sample size n"),
      yaxis: logAxis(
        Math.min(...all.map(({ mean, mcse }) => Math.max(mean - 2 * mcse, 0.3 * mean))),
        Math.max(...all.map(({ mean, mcse }) => mean + 2 * mcse)),
        k === 0 ? "mean error" : "",
      ),
    };
  });
  const layout = gridLayout(panels, { title, columns: Math.min(4, panels.length), panelWidth: 230, panelHeight: 270 });
  return {
    id: "paper-style",
    figure: { data, layout },
    alt: `Mean errors against n with fitted lines: ${told.join("; ")}. Cold and warm fits side by side.`,
    caption:
      "The customary picture: points, a line, a slope. It looks convincing. The sections below ask what it proves.",
  };
}
