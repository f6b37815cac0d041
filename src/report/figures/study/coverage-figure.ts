import { type Coverage, wilsonInterval } from "../../../study/questions/coverage";
import { type DescribedFigure, symbolOf, type Trace } from "../style/figure";
import { linearAxis, logAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";
import { stroke } from "../style/series";

/** Coverage at one gap. */
export interface CoverageAt {
  readonly gap: number;
  readonly coverage: Coverage;
}

/** What is counted of a study's intervals, and how its share is drawn. */
interface Counted {
  readonly name: string;
  readonly of: (coverage: Coverage) => number;
  readonly symbol: string;
  readonly color: string;
}

const COVERED: readonly Counted[] = [
  { name: "likelihood ratio", of: (c) => c.likelihoodRatio, symbol: "circle", color: PALETTE.sharp },
  { name: "Wald: estimate ± 1.96 SE", of: (c) => c.wald, symbol: "square", color: PALETTE.estimate },
];

const IN_TROUBLE: readonly Counted[] = [
  { name: "a bound of the box is active", of: (c) => c.atBound, symbol: "triangle-up", color: PALETTE.trouble },
  { name: "no standard error", of: (c) => c.noInterval, symbol: "x", color: PALETTE.trouble },
];

/** Shares of the replications with their Wilson intervals, two beside each other at every gap. */
function shares(points: readonly CoverageAt[], counted: readonly Counted[]): readonly Trace[] {
  return counted.map(({ name, of, symbol, color }, k): Trace => {
    const share = points.map(({ coverage }) => of(coverage) / coverage.replications);
    const wilson = points.map(({ coverage }) => wilsonInterval(of(coverage), coverage.replications));
    // Wilson's interval is not centred on the share, and stays between 0 and 1.
    const bars = {
      array: wilson.map(({ high }, i) => high - share[i]),
      arrayminus: wilson.map(({ low }, i) => share[i] - low),
    };
    return {
      type: "scatter",
      mode: "lines+markers",
      name,
      x: points.map(({ gap }) => gap * (k === 0 ? 0.985 : 1.015)),
      y: share,
      error_y: { type: "data", symmetric: false, ...bars, color, width: 4 },
      line: { color, width: 1, dash: "dot" },
      marker: { color, size: 8, symbol },
      hovertemplate: "gap %{x:.2f}: %{y:.3f}<extra></extra>",
    };
  });
}

/** How often two nominal 95 % intervals contain the truth as the prompt merges, and how often a bound is active. */
export function coverageFigure(parameter: string, n: number, points: readonly CoverageAt[]): DescribedFigure {
  const gaps = points.map(({ gap }) => gap);
  const [low, high] = [Math.min(...gaps), Math.max(...gaps)];
  const nominal: Trace = {
    type: "scatter",
    mode: "lines",
    name: "nominal 95 %",
    x: [low * 0.9, high * 1.1],
    y: [0.95, 0.95],
    line: stroke("curve", 1.5),
    hoverinfo: "skip",
  };
  const data = [[nominal, ...shares(points, COVERED)], shares(points, IN_TROUBLE)].flatMap((traces, k) =>
    traces.map((trace) => ({ ...trace, ...panelAxes(k) })),
  );
  const axis = logAxis(low, high, "gap β between prompt and frozen model");
  const panels: readonly Panel[] = [
    {
      heading: `${symbolOf(parameter)}: share of intervals containing the truth`,
      xaxis: axis,
      yaxis: linearAxis(0, 1.04, "share"),
    },
    { heading: "share of fits in trouble", xaxis: axis, yaxis: linearAxis(0, 1.04, "") },
  ];
  const title = `Do 95 % intervals cover? (n = ${n})`;
  return {
    id: `coverage-${parameter}`,
    figure: { data, layout: gridLayout(panels, { title, columns: 2, panelWidth: 320, panelHeight: 250 }) },
    alt: `Coverage of Wald and likelihood-ratio intervals for ${parameter} against the gap, and the share of fits on a bound. ${points.map(({ gap, coverage: c }) => `Gap ${gap}: Wald ${c.wald}, likelihood ratio ${c.likelihoodRatio}, on a bound ${c.atBound} of ${c.replications}`).join("; ")}.`,
    caption:
      "Bars are Wilson 95 % intervals of the shares. Where the squares leave the line, a standard error " +
      "describes a hill, not the likelihood; triangles and crosses say when the fit itself raises its hand.",
  };
}
