import type { PowerPoint } from "../../../study/questions/test/power-curve";
import { baseLayout, type DescribedFigure, type Trace } from "../style/figure";
import { linearAxis, logAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { DASHES_IN_TURN } from "../style/series";

const SYMBOLS = ["circle", "diamond", "square", "triangle-up", "x", "star"] as const;

/** Power over n, a line per share lambda. */
export function powerFigure(points: readonly PowerPoint[], level: number, id = "power"): DescribedFigure {
  const shares = [...new Set(points.map(({ lambda }) => lambda))].sort((a, b) => a - b);
  const sizes = points.map(({ n }) => n);
  const [low, high] = [Math.min(...sizes) / 1.2, Math.max(...sizes) * 1.2];
  const data: Trace[] = shares.map((share, k) => {
    const own = points.filter(({ lambda }) => lambda === share).sort((a, b) => a.n - b.n);
    return {
      type: "scatter",
      mode: "lines+markers",
      name: `λ = ${share}`,
      x: own.map(({ n }) => n),
      y: own.map(({ power }) => power),
      error_y: { type: "data", array: own.map(({ mcse }) => 2 * mcse), color: PALETTE.estimate, width: 4 },
      line: { color: PALETTE.estimate, width: 1.5, dash: DASHES_IN_TURN[k % DASHES_IN_TURN.length] },
      marker: { color: PALETTE.estimate, size: 8, symbol: SYMBOLS[k % SYMBOLS.length] },
    };
  });
  data.push({
    type: "scatter",
    mode: "lines",
    name: `level ${level}`,
    x: [low, high],
    y: [level, level],
    line: { color: PALETTE.guaranteed, width: 1.5, dash: "dash" },
  });
  const layout = {
    ...baseLayout("How often the test finds the prompt", 640, 420),
    legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom", font: { size: 12 } },
    margin: { l: 70, r: 20, t: 90, b: 60 },
    xaxis: logAxis(low, high, "n"),
    yaxis: linearAxis(0, 1.02, "power"),
  };
  return {
    id,
    figure: { data, layout },
    alt: `Power of the test of lambda = 0 over n for lambda = ${shares.join(", ")}.`,
    caption: "Bars: ± 2 MCSE. The test's critical value is simulated for every n.",
  };
}
