import { type Coverage, wilsonInterval } from "../../../study/questions/coverage";
import { type DescribedFigure, symbolOf, type Trace } from "../style/figure";
import { linearAxis, logAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";

/** Coverage at one gap. */
export interface CoverageAt {
  readonly gap: number;
  readonly coverage: Coverage;
}

function shares(
  name: string,
  points: readonly CoverageAt[],
  count: (coverage: Coverage) => number,
  look: { readonly symbol: string; readonly color: string; readonly shift: number },
): Trace {
  const { symbol, color, shift } = look;
  const share = points.map(({ coverage }) => count(coverage) / coverage.replications);
  const half = points.map(({ coverage }) => {
    const { low, high } = wilsonInterval(count(coverage), coverage.replications);
    return (high - low) / 2;
  });
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: points.map(({ gap }) => gap * shift),
    y: share,
    error_y: { type: "data", array: half, color, width: 4 },
    line: { color, width: 1, dash: "dot" },
    marker: { color, size: 8, symbol },
    hovertemplate: "gap %{x:.2f}: %{y:.3f}<extra></extra>",
  };
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
    line: { color: PALETTE.curve, width: 1.5 },
    hoverinfo: "skip",
  };
  const left: readonly Trace[] = [
    nominal,
    shares("likelihood ratio", points, (c) => c.likelihoodRatio, {
      symbol: "circle",
      color: PALETTE.sharp,
      shift: 0.985,
    }),
    shares("Wald: estimate ± 1.96 SE", points, (c) => c.wald, {
      symbol: "square",
      color: PALETTE.estimate,
      shift: 1.015,
    }),
  ];
  const right: readonly Trace[] = [
    shares("a bound of the box is active", points, (c) => c.atBound, {
      symbol: "triangle-up",
      color: PALETTE.trouble,
      shift: 0.985,
    }),
    shares("no standard error", points, (c) => c.noInterval, {
      symbol: "x",
      color: PALETTE.trouble,
      shift: 1.015,
    }),
  ];
  const data = [
    ...left.map((trace) => ({ ...trace, ...panelAxes(0) })),
    ...right.map((trace) => ({ ...trace, ...panelAxes(1) })),
  ];
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
      "Bars are Wilson 95 % intervals of the shares. Where the blue squares leave the black line, a standard error " +
      "describes a hill, not the likelihood; the red marks say when the fit itself raises its hand.",
  };
}
