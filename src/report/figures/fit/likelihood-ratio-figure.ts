import type { BestTest } from "../../../study/questions/test/best-test";
import type { DescribedFigure, Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE, translucent } from "../style/palette";
import { gridLayout, type Panel } from "../style/panel-grid";

/** Shares of `values` in equal bins; values outside go to the outermost bins. */
export function binShares(values: readonly number[], low: number, high: number, bins: number): readonly number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    counts[Math.min(bins - 1, Math.max(0, bin))]++;
  }
  return counts.map((count) => count / values.length);
}

/** The log-likelihood ratio of whole samples under the two truths: where the histograms overlap, every test errs. */
export function likelihoodRatioFigure(test: BestTest, labels: readonly [string, string]): DescribedFigure {
  const all = [...test.logRatioAtLeft, ...test.logRatioAtRight];
  const reach = Math.max(...all.map(Math.abs)) * 1.02;
  const bins = 40;
  const width = (2 * reach) / bins;
  const centres = Array.from({ length: bins }, (_, i) => -reach + (i + 0.5) * width);
  const shares = [test.logRatioAtLeft, test.logRatioAtRight].map((v) => binShares(v, -reach, reach, bins));
  const top = 1.15 * Math.max(...shares.flat());
  const bars = (name: string, y: readonly number[], colour: string): Trace => ({
    type: "bar",
    name,
    x: centres,
    y,
    width,
    marker: { color: translucent(colour, 0.5), line: { color: colour, width: 1 } },
  });
  const data: readonly Trace[] = [
    bars(`samples from ${labels[0]}`, shares[0], PALETTE.estimate),
    bars(`samples from ${labels[1]}`, shares[1], PALETTE.guaranteed),
    {
      type: "scatter",
      mode: "lines",
      name: "the best test's threshold",
      x: [0, 0],
      y: [0, top],
      line: { color: PALETTE.curve, width: 2, dash: "dot" },
    },
  ];
  const panel: Panel = {
    heading: "log-likelihood ratio of the whole sample between the two truths",
    xaxis: linearAxis(-reach, reach, `← speaks for ${labels[1]} · log ratio · speaks for ${labels[0]} →`),
    yaxis: linearAxis(0, top, "share of samples"),
  };
  const layout = gridLayout([panel], {
    title: "The best possible test",
    columns: 1,
    panelWidth: 640,
    panelHeight: 270,
  });
  const { value, mcse } = test.error;
  return {
    id: "likelihood-ratio",
    figure: { data, layout: { ...layout, barmode: "overlay", bargap: 0 } },
    alt: `Histograms of the log-likelihood ratio under two truths; the best test errs in ${(100 * value).toFixed(1)} % of samples (MCSE ${(100 * (mcse ?? 0)).toFixed(1)} %).`,
    caption:
      "Neyman and Pearson: decide by the sign of the ratio. Blue left of the line and orange right of it are the " +
      "mistakes of the best test there is, made by someone who knows both truths exactly.",
  };
}
