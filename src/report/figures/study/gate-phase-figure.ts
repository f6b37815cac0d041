import type { DescribedFigure, Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE, translucent } from "../style/palette";
import { gridLayout, type Panel } from "../style/panel-grid";

/** A path with gap ~ n^-t and beta* ~ n^-u whose exponents were derived; `text` shows on hovering. */
export interface GatePhasePoint {
  readonly t: number;
  readonly u: number;
  readonly text: string;
}

/** t ends where tau is lost below a flat gate: 1/2 - 2t = 0. */
const LAST_T = 0.25;
const LAST_U = 0.3;

const REGIONS = [
  {
    name: "tilted: u < t/2",
    colour: PALETTE.estimate,
    x: [0, LAST_T, LAST_T, 0],
    y: [0, 0, LAST_T / 2, 0],
    at: [0.247, 0.042],
    side: "middle left",
    told: "τ: ½ − t − 2u<br>β: ½ − t − u<br>a: ½ − 2u",
  },
  {
    name: "between: t/2 < u < t",
    colour: PALETTE.guaranteed,
    x: [0, LAST_T, LAST_T, 0],
    y: [0, LAST_T / 2, LAST_T, 0],
    at: [0.247, 0.157],
    side: "middle left",
    told: "τ: ½ − 2t<br>β: ½ − 2t + u<br>a: ½ − t",
  },
  {
    name: "flat: u > t",
    colour: PALETTE.sharp,
    x: [0, LAST_T, LAST_T, 0, 0],
    y: [0, LAST_T, LAST_U, LAST_U, 0],
    at: [0.075, 0.22],
    side: "middle center",
    told: "τ: ½ − 2t<br>β: ½ − t<br>a: ½ − t",
  },
] as const;

/**
 * What the error of (tau, beta, a) costs where a slope's gap shrinks like n^-t and the gate flattens like beta* ~ n^-u: three
 * regions of the (t, u) plane. Derived in notebooks/11-softmax-gate; the points are paths whose exponents were derived from
 * their scores.
 */
export function gatePhaseFigure(points: readonly GatePhasePoint[]): DescribedFigure {
  const areas = REGIONS.map(
    ({ name, colour, x, y }): Trace => ({
      type: "scatter",
      mode: "lines",
      name,
      x,
      y,
      fill: "toself",
      fillcolor: translucent(colour, 0.18),
      line: { color: colour, width: 1.5 },
      hoverinfo: "skip",
    }),
  );
  const labels: Trace = {
    type: "scatter",
    mode: "text",
    name: "exponents",
    x: REGIONS.map(({ at }) => at[0]),
    y: REGIONS.map(({ at }) => at[1]),
    text: REGIONS.map(({ told }) => told),
    textposition: REGIONS.map(({ side }) => side),
    textfont: { size: 12 },
    showlegend: false,
    hoverinfo: "skip",
  };
  const marks: Trace = {
    type: "scatter",
    mode: "markers",
    name: "derived from the scores",
    x: points.map(({ t }) => t),
    y: points.map(({ u }) => u),
    text: points.map(({ text }) => text),
    marker: { color: PALETTE.curve, size: 6, symbol: "circle" },
    hovertemplate: "%{text}<extra></extra>",
    cliponaxis: false,
  };
  const panel: Panel = {
    heading: "exponents of the errors of τ, β and a",
    xaxis: linearAxis(-0.005, LAST_T + 0.005, "t: gap ~ n<sup>−t</sup> (merging)"),
    yaxis: linearAxis(-0.008, LAST_U, "u: β* ~ n<sup>−u</sup> (flattening)"),
  };
  return {
    id: "gate-phases",
    figure: {
      data: [...areas, labels, marks],
      layout: gridLayout([panel], {
        title: "How fast may the gate flatten?",
        columns: 1,
        panelWidth: 640,
        panelHeight: 400,
      }),
    },
    alt: "Three regions of the plane of t and u, with the exponents of tau, beta and a in each: a tilted gate below u = t/2, one between, a flat one above u = t.",
    caption:
      "On the line u = 0 the gate varies and everything is fast. Far above, it is a constant gate with a slope to estimate. On the " +
      "line u = t/2 the slope of the gate is known worst: worse than in either case.",
  };
}
