import type { GateKind, Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import type { Sample } from "../../../model/sample/sample";
import type { DescribedFigure, Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE, translucent } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";
import { conditionalDensities } from "./conditional-densities";

/** One cloud: data, and what the panel says about where they come from. */
export interface Cloud {
  readonly heading: string;
  readonly sample: Sample;
}

/** Samples side by side in the same axes, without a hint of what they were drawn from; one covariate. */
export function cloudsFigure(clouds: readonly Cloud[], title: string, id: string): DescribedFigure {
  const ys = clouds.flatMap(({ sample }) => Array.from(sample.y));
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const data = clouds.map(
    ({ sample }, k): Trace => ({
      type: "scatter",
      mode: "markers",
      name: "observations",
      x: Array.from(sample.x.slice(0, sample.n)),
      y: Array.from(sample.y),
      marker: { color: translucent(PALETTE.curve, 0.35), size: 4 },
      hoverinfo: "skip",
      showlegend: false,
      ...panelAxes(k),
    }),
  );
  const panels = clouds.map(
    ({ heading }, k): Panel => ({
      heading,
      xaxis: linearAxis(-1.8, 1.8, "x"),
      yaxis: linearAxis(low - 0.3, high + 0.3, k === 0 ? "y" : ""),
    }),
  );
  const layout = gridLayout(panels, { title, columns: clouds.length, panelWidth: 330, panelHeight: 270 });
  return {
    id,
    figure: { data, layout },
    alt: `Scatter plots of ${clouds.length} samples of ${clouds[0].sample.n} observations each that look alike.`,
    caption: "Every difference you see is one that two samples from the same truth may also show.",
  };
}

/** p(y|x) of two truths at one x, and their difference enlarged. */
export function twoDensitiesFigure(
  model: ContaminatedMoe<GateKind>,
  left: Parameters<GateKind>,
  right: Parameters<GateKind>,
  x: number,
  labels: readonly [string, string],
): DescribedFigure {
  const centre = x * model.pretrained.eta[0];
  const ys = Array.from({ length: 181 }, (_, i) => centre - 4.5 + i * 0.05);
  const [p, q] = [left, right].map((truth) => conditionalDensities(model, truth, x, ys).mixture);
  const line = (name: string, y: readonly number[], color: string, dash: "solid" | "dash"): Trace => ({
    type: "scatter",
    mode: "lines",
    name,
    x: ys,
    y,
    line: { color, width: 2.5, dash },
  });
  const difference = p.map((value, i) => value - q[i]);
  const reach = Math.max(...difference.map(Math.abs));
  const traces: readonly Trace[] = [
    { ...line(labels[0], p, PALETTE.estimate, "solid"), ...panelAxes(0) },
    { ...line(labels[1], q, PALETTE.guaranteed, "dash"), ...panelAxes(0) },
    { ...line("difference", difference, PALETTE.curve, "solid"), ...panelAxes(1) },
  ];
  const range = [ys[0], ys[ys.length - 1]] as const;
  const panels: readonly Panel[] = [
    {
      heading: `p(y | x = ${x}) of the two truths`,
      xaxis: linearAxis(...range, "y"),
      yaxis: linearAxis(0, 1.1 * Math.max(...p, ...q), "density"),
    },
    {
      heading: "their difference: mind the scale",
      xaxis: linearAxis(...range, "y"),
      yaxis: linearAxis(-1.15 * reach, 1.15 * reach, ""),
    },
  ];
  const title = "Two truths, one density (nearly)";
  return {
    id: "two-densities",
    figure: { data: traces, layout: gridLayout(panels, { title, columns: 2, panelWidth: 330, panelHeight: 240 }) },
    alt: `Conditional densities at x = ${x} of ${labels.join(" and ")}; they differ by at most ${reach.toPrecision(2)}.`,
    caption: "What an estimator would have to see is the second panel, through the noise of the first.",
  };
}
