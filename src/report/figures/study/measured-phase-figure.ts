import { rational } from "../../../numerics/rational";
import type { MeasuredPhase } from "../../../study/questions/phase-study";
import type { DescribedFigure, Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { gridLayout, type Panel } from "../style/panel-grid";
import { estimableRegion } from "./phase-figure";

/** What two Monte Carlo standard errors say about the sign of a margin. */
export function phaseCall({ margin, mcse }: MeasuredPhase): "falls" | "grows" | "cannot tell" {
  if (margin > 2 * mcse) return "falls";
  return margin < -2 * mcse ? "grows" : "cannot tell";
}

const LOOK = {
  falls: { name: "relative error of λ̂ falls: estimable", symbol: "circle", color: PALETTE.estimate },
  "cannot tell": { name: "within 2 MCSE of standing still", symbol: "diamond-open", color: PALETTE.estimate },
  grows: { name: "relative error grows: lost", symbol: "x", color: PALETTE.trouble },
} as const;

/** Measured points over the estimable region s + cost t < 1/2. */
export function measuredPhaseFigure(points: readonly MeasuredPhase[], cost: number, title: string): DescribedFigure {
  const edge = 0.5 / cost;
  const region = estimableRegion(cost, "theory: estimable");
  const value = (fraction: string): number => rational(fraction).valueOf();
  const calls = ["falls", "cannot tell", "grows"] as const;
  const marks = calls.map((call): Trace => {
    const mine = points.filter((point) => phaseCall(point) === call);
    return {
      type: "scatter",
      mode: "markers+text",
      name: LOOK[call].name,
      x: mine.map(({ s }) => value(s)),
      y: mine.map(({ t }) => value(t)),
      marker: { color: LOOK[call].color, size: 12, symbol: LOOK[call].symbol },
      text: mine.map(({ margin, mcse }) => `  ${margin.toFixed(2)} ± ${mcse.toFixed(2)}`),
      textposition: "middle right",
      textfont: { size: 11 },
      cliponaxis: false,
    };
  });
  const panel: Panel = {
    heading: "numbers: measured exponent of RMSE(λ̂)/λ* ± MCSE",
    xaxis: linearAxis(-0.03, 0.62, "s: λ* ~ n<sup>−s</sup> (vanishing)"),
    yaxis: linearAxis(
      -0.02,
      Math.max(edge, ...points.map(({ t }) => value(t))) + 0.03,
      "t: gap ~ n<sup>−t</sup> (merging)",
    ),
  };
  const told = points.map((p) => `s = ${p.s}, t = ${p.t}: ${p.margin.toFixed(2)} (${phaseCall(p)})`).join("; ");
  return {
    id: "measured-phases",
    figure: {
      data: [region, ...marks],
      layout: gridLayout([panel], { title, columns: 1, panelWidth: 640, panelHeight: 320 }),
    },
    alt: `Measured points over the estimable region s + ${cost} t < 1/2. ${told}.`,
    caption:
      "Inside the green triangle the measured exponents should be positive, outside negative, and near its edge neither: " +
      "there no affordable n decides.",
  };
}
