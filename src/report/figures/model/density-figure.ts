import type { GateKind, Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { expertValue } from "../../../model/expert";
import { shareAt } from "../../../model/gate";
import type { Sample } from "../../../model/sample/sample";
import type { DescribedFigure, Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE, translucent } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";
import { conditionalDensities } from "./conditional-densities";

/** "λ* = 0.5", or "τ* = 1, β* = 0.5". */
function gateSymbols(truth: Parameters<GateKind>): string {
  if ("lambda" in truth) return `λ* = ${truth.lambda.toPrecision(3)}`;
  return `τ* = ${truth.tau.toPrecision(3)}, β* = ${truth.beta.map((b) => b.toPrecision(3)).join(", ")}`;
}

const grid = (low: number, high: number, points: number): readonly number[] =>
  Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));

function reachOf(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  xs: readonly number[],
): readonly [number, number] {
  const means = xs.flatMap((x) => {
    const at = Float64Array.of(x);
    const m0 = expertValue(model.pretrained.expert, at, model.pretrained.eta);
    const m = expertValue(model.prompt.expert, at, truth.eta);
    const [s0, s] = [Math.sqrt(model.pretrained.nu), Math.sqrt(truth.nu)];
    return [m0 - 3.5 * s0, m0 + 3.5 * s0, m - 3.5 * s, m + 3.5 * s];
  });
  return [Math.min(...means), Math.max(...means)];
}

/** The conditional density p(y|x) at some x as the sum of its two weighted parts; covariates of dimension 1. */
export function conditionalDensityFigure(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  xs: readonly number[],
  title: string,
  id: string,
): DescribedFigure {
  const [low, high] = reachOf(model, truth, xs);
  const ys = grid(low, high, 241);
  const all = xs.map((x) => conditionalDensities(model, truth, x, ys));
  const top = 1.08 * Math.max(...all.flatMap(({ mixture }) => mixture));
  const share = "lambda" in truth ? "λ" : "π(x)";
  const data: Trace[] = [];
  const panels = all.map(({ frozen, prompt, mixture }, k): Panel => {
    const area = (name: string, y: readonly number[], colour: string, opacity: number): Trace => ({
      type: "scatter",
      mode: "lines",
      name,
      x: ys,
      y,
      fill: "tozeroy",
      fillcolor: translucent(colour, opacity),
      line: { color: colour, width: 1.5, simplify: false },
    });
    const traces: readonly Trace[] = [
      area(`(1 − ${share}) f₀: pre-trained, frozen`, frozen, PALETTE.pretrained, 0.25),
      area(`${share} f: prompt`, prompt, PALETTE.prompt, 0.35),
      {
        type: "scatter",
        mode: "lines",
        name: "p(y|x): their sum",
        x: ys,
        y: mixture,
        line: { color: PALETTE.curve, width: 2, simplify: false },
      },
    ];
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    return {
      heading: `x = ${xs[k]}`,
      xaxis: linearAxis(low, high, "y"),
      yaxis: linearAxis(0, top, k === 0 ? "density" : ""),
    };
  });
  const layout = gridLayout(panels, {
    title,
    columns: xs.length,
    panelWidth: xs.length === 1 ? 460 : 230,
    panelHeight: 220,
  });
  const shares = "lambda" in truth ? [truth.lambda] : xs.map((x) => shareAt(truth, [x]));
  const weights = shares.map((value) => value.toPrecision(3)).join(", ");
  return {
    id,
    figure: { data, layout },
    alt: `Conditional densities of y at x = ${xs.join(", ")}: the frozen part, the prompt's part with weight ${weights}, and their sum.`,
    caption:
      "Only the sum is observed (the line drawn through). Where the prompt's part cannot be told from a change of the frozen one, nothing can be estimated.",
  };
}

/** A sample with the two regression functions; covariates of dimension 1. At most `shown` points are drawn. */
export function sampleFigure(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  sample: Sample,
  title: string,
  id: string,
  shown = 1500,
): DescribedFigure {
  const count = Math.min(shown, sample.n);
  const points = { x: Array.from(sample.x.slice(0, count)), y: Array.from(sample.y.slice(0, count)) };
  const xs = grid(Math.min(...points.x), Math.max(...points.x), 81);
  const curve = (
    name: string,
    colour: string,
    expert: ContaminatedMoe<GateKind>["prompt"]["expert"],
    eta: readonly number[],
  ): Trace => ({
    type: "scatter",
    mode: "lines",
    name,
    x: xs,
    y: xs.map((x) => expertValue(expert, Float64Array.of(x), eta)),
    line: { color: colour, width: 3, simplify: false },
  });
  const [low, high] = reachOf(model, truth, [xs[0], xs[xs.length - 1]]);
  const data: readonly Trace[] = [
    {
      type: "scatter",
      mode: "markers",
      name: count < sample.n ? `${count} of ${sample.n} observations` : `${count} observations`,
      ...points,
      marker: { color: translucent(PALETTE.curve, 0.3), size: 4 },
      hoverinfo: "skip",
    },
    curve("h₀(x, η₀): pre-trained expert", PALETTE.pretrained, model.pretrained.expert, model.pretrained.eta),
    curve("h(x, η*): prompt's expert", PALETTE.prompt, model.prompt.expert, truth.eta),
  ];
  const panel: Panel = {
    heading: `${gateSymbols(truth)}, ν* = ${truth.nu.toPrecision(3)}`,
    xaxis: linearAxis(xs[0], xs[xs.length - 1], "x"),
    yaxis: linearAxis(low, high, "y"),
  };
  return {
    id,
    figure: { data, layout: gridLayout([panel], { title, columns: 1, panelWidth: 620, panelHeight: 320 }) },
    alt: `Scatter plot of ${count} observations with the pre-trained expert's and the prompt's regression functions.`,
    caption:
      "The colours of the two curves are not in the data: which observation came from which part is what nobody tells the estimator.",
  };
}
