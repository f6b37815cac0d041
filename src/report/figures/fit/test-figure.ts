import type { BootstrapTest } from "../../../study/questions/test/bootstrap-test";
import { baseLayout, type DescribedFigure, type Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";

const BINS = 30;

/** The 95 % point of sorted statistics, with as many decimals as its Monte Carlo standard error (by order statistics) supports. */
function criticalText(sorted: readonly number[], critical: number): string {
  const count = sorted.length;
  const spread = Math.sqrt(count * 0.95 * 0.05);
  const at = (rank: number): number => sorted[Math.min(count - 1, Math.max(0, Math.round(rank)))] ?? critical;
  const error = 0.5 * (at(0.95 * count + spread) - at(0.95 * count - spread));
  const decimals = error < 0.05 ? 2 : error < 0.5 ? 1 : 0;
  return `${critical.toFixed(decimals)} ± ${error.toFixed(Math.max(1, decimals))} (MCSE)`;
}

/** The null statistics with the critical values of the right and of the wrong laws, and the observed one. */
export function bootstrapTestFigure(test: BootstrapTest, title: string, id: string): DescribedFigure {
  const top = test.null[test.null.length - 1];
  const far = test.statistic > 1.5 * top;
  const high = far ? 1.25 * top : 1.1 * Math.max(top, test.statistic);
  const width = high / BINS;
  const centres = Array.from({ length: BINS }, (_, k) => (k + 0.5) * width);
  const counts = centres.map((c) => test.null.filter((v) => v >= c - 0.5 * width && v < c + 0.5 * width).length);
  const heights = counts.map((count) => count / (test.bootstrap * width));
  const tallest = 1.15 * Math.max(...heights);
  const critical = test.quantiles.find(({ level }) => level === 0.95)?.value ?? Number.NaN;
  const told = criticalText(test.null, critical);
  const mark = (name: string, at: number, color: string, dash: "solid" | "dash" | "dot" | "dashdot"): Trace => {
    return { type: "scatter", mode: "lines", name, x: [at, at], y: [0, tallest], line: { color, width: 2, dash } };
  };
  const data: readonly Trace[] = [
    {
      type: "bar",
      name: `likelihood ratio of ${test.bootstrap} samples without a prompt`,
      x: centres,
      y: heights,
      marker: { color: PALETTE.pretrained, opacity: 0.5 },
    },
    mark(`5 % critical value: ${told}`, critical, PALETTE.estimate, "solid"),
    mark("χ², 1 df: 3.84 (wrong)", 3.8414588206941236, PALETTE.guaranteed, "dash"),
    ...(far ? [] : [mark(`observed: ${test.statistic.toFixed(2)}`, test.statistic, PALETTE.prompt, "dashdot")]),
  ];
  const layout = {
    ...baseLayout(title, 660, 420),
    legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom", font: { size: 12 } },
    margin: { l: 70, r: 20, t: 110, b: 60 },
    xaxis: linearAxis(0, high, "likelihood ratio 2 (max ℓ − ℓ at λ = 0)"),
    yaxis: linearAxis(0, tallest, "density"),
    bargap: 0,
  };
  const where = far ? ` The observed statistic, ${test.statistic.toFixed(1)}, is far off the picture.` : "";
  return {
    id,
    figure: { data, layout },
    alt: `Histogram of ${test.bootstrap} likelihood ratios under lambda = 0; 5 % critical value ${told}, observed ${test.statistic.toFixed(1)}, p = ${test.p.toPrecision(2)}.`,
    caption: `A χ² test with one degree of freedom would reject ${Math.round(100 * test.chiSquared[0].level)} % of samples that hold no prompt at all.${where}`,
  };
}
