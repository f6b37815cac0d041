import { rational } from "../../../numerics/rational";
import type { ScenarioPath } from "../../../study/design/scenario-path";
import { mergingCost } from "../../../theory/rates/phase-diagram";
import type { DescribedFigure, Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE, translucent } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";

/** A path as a point of the diagram, with what is to be said about it. */
export interface PhasePoint {
  readonly id: string;
  readonly s: number;
  readonly t: number;
  /** c of the estimable region s + c t < 1/2. */
  readonly cost: number;
  /** As in "λ: consistent with the guarantee"; shown on hovering. */
  readonly text?: string;
}

/** The named paths as points of the diagram. */
export function phasePoint({ id, s, t, scenario, direction }: ScenarioPath, text?: string): PhasePoint {
  const cost = mergingCost(scenario, direction.kind);
  return { id, s: s.valueOf(), t: t.valueOf(), cost, ...(text === undefined ? {} : { text }) };
}

const HEADINGS: Readonly<Record<number, string>> = {
  0: "D, H: s < 1/2",
  2: "S, and L's slope and variance paths: s + 2t < 1/2",
  4: "L's bias paths: s + 4t < 1/2",
};

/** s + cost t < 1/2 as an area: where lambda's relative error falls. */
export function estimableRegion(cost: number, name: string): Trace {
  return {
    type: "scatter",
    mode: "lines",
    name,
    x: [0, 0.5, 0, 0],
    y: [0, 0, 0.5 / cost, 0],
    fill: "toself",
    fillcolor: translucent(PALETTE.sharp, 0.2),
    line: { color: PALETTE.sharp, width: 1.5 },
    hoverinfo: "skip",
  };
}

/** The region in which the prompt can be estimated, in the plane of its two ways to disappear. */
export function phaseFigure(points: readonly PhasePoint[]): DescribedFigure {
  const costs = [2, 4];
  const data: Trace[] = [];
  const panels = costs.map((cost, k): Panel => {
    const region = estimableRegion(cost, "estimable");
    const mine = points.filter((point) => point.cost === cost || (point.cost === 0 && point.t === 0));
    const marks: Trace = {
      type: "scatter",
      mode: "markers+text",
      name: "paths of this workbook",
      x: mine.map(({ s }) => s),
      y: mine.map(({ t }) => t),
      marker: { color: PALETTE.estimate, size: 10, symbol: "circle" },
      text: labels(mine),
      textposition: mine.map(({ t }) => (t === 0 ? "top right" : "middle right")),
      textfont: { size: 11 },
      hovertemplate: "%{text}: s = %{x:.3f}, t = %{y:.4f}<extra></extra>",
      cliponaxis: false,
    };
    for (const trace of [region, marks]) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    return {
      heading: HEADINGS[cost],
      xaxis: linearAxis(-0.02, 0.52, "s: λ* ~ n<sup>−s</sup> (vanishing)"),
      yaxis: linearAxis(-0.01, 0.27, "t: gap ~ n<sup>−t</sup> (merging)"),
    };
  });
  return {
    id: "phase-diagram",
    figure: { data, layout: gridLayout(panels, { title: "What can be estimated", columns: 2 }) },
    alt: "Two triangles in the plane of the exponents s and t: the estimable region below s + 2t = 1/2, and the smaller one below s + 4t = 1/2, with the workbook's paths as points.",
    caption:
      "Vanishing (to the right) and merging (upwards) share one budget of 1/2. The bias of a linear expert pays twice as much for merging as anything else.",
  };
}

/** Several paths may share a point: the first carries all their names. */
function labels(points: readonly PhasePoint[]): readonly string[] {
  const key = ({ s, t }: PhasePoint): string => `${rational(s).toFraction()},${rational(t).toFraction()}`;
  const seen = new Set<string>();
  return points.map((point) => {
    if (seen.has(key(point))) return "";
    seen.add(key(point));
    return points
      .filter((other) => key(other) === key(point))
      .map(({ id }) => ` ${id}`)
      .join("<br>");
  });
}
