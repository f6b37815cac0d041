import { likelihoodOf } from "../../../estimation/likelihood/wasm-likelihood";
import { type GateKind, type Parameters, toVector } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { expertValue } from "../../../model/expert";
import { expertColumn } from "../../../model/sample/columns";
import { type Sample, takeRows } from "../../../model/sample/sample";
import { normalQuantile } from "../../../numerics/normal-quantile";
import { quantileResiduals } from "../../../theory/bounds/distribution-function";
import { baseLayout, type DescribedFigure, type Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { stroke } from "../style/series";
import { frozenLine } from "./frozen-line";

/** Beyond this many rows, evenly spaced ones are drawn. */
const SHOWN = 4000;

/** The posterior probability of every row to come from the prompt. */
export function responsibilitiesOf(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  at: Parameters<GateKind>,
): Float64Array {
  const likelihood = likelihoodOf(model, sample);
  const out = new Float64Array(sample.n);
  likelihood.responsibilities(toVector(at), out);
  likelihood.release();
  return out;
}

interface SinglePlot extends Omit<DescribedFigure, "figure"> {
  readonly title: string;
  readonly size: readonly [width: number, height: number];
  readonly data: readonly Trace[];
  readonly xaxis: Readonly<Record<string, unknown>>;
  readonly yaxis: Readonly<Record<string, unknown>>;
}

/** One plot with its legend between title and frame. */
function singlePlot({ id, title, size, data, xaxis, yaxis, alt, caption }: SinglePlot): DescribedFigure {
  const legend = { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom", font: { size: 12 } };
  const margin = { l: 70, r: 20, t: 100, b: 60 };
  const layout = { ...baseLayout(title, ...size), legend, margin, xaxis, yaxis };
  return { id, figure: { data, layout }, alt, caption };
}

/** Names for the axes; x and y unless told. */
export interface AxisNames {
  readonly covariate?: string;
  readonly response?: string;
}

function thinned(sample: Sample): Sample {
  if (sample.n <= SHOWN) return sample;
  const rows = Array.from({ length: SHOWN }, (_, k) => Math.floor((k * sample.n) / SHOWN));
  return takeRows(sample, rows);
}

const SCALE = [
  [0, PALETTE.pretrained],
  [1, PALETTE.prompt],
] as const;

function range(values: ArrayLike<number>): readonly [number, number] {
  const all = Array.from(values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const air = 0.05 * (high - low || 1);
  return [low - air, high + air];
}

/** The data, each row coloured (and shaped) by its probability to come from the prompt, with the two experts for d = 1. */
export function responsibilityFigure(
  model: ContaminatedMoe<GateKind>,
  whole: Sample,
  at: Parameters<GateKind>,
  names: AxisNames = {},
  id = "responsibilities",
): DescribedFigure {
  const sample = thinned(whole);
  const { n, dimension } = sample;
  const { prompt } = model;
  const shares = Array.from(responsibilitiesOf(model, sample, at));
  const flat = dimension === 1;
  const across = flat ? sample.x : expertColumn(prompt.expert, sample.x, n, at.eta);
  const [low, high] = range(across);
  const grid = Array.from({ length: 101 }, (_, k) => low + ((high - low) * k) / 100);
  const line = (name: string, y: readonly number[], color: string, dash: "solid" | "dash"): Trace => {
    return { type: "scatter", mode: "lines", name, x: grid, y, line: { color, width: 2.5, dash } };
  };
  const points = (name: string, keep: (share: number) => boolean, symbol: string): Trace => {
    const rows = shares.map((_, i) => i).filter((i) => keep(shares[i]));
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: rows.map((i) => across[i]),
      y: rows.map((i) => sample.y[i]),
      marker: { color: rows.map((i) => shares[i]), colorscale: SCALE, cmin: 0, cmax: 1, size: 8, symbol, opacity: 0.8 },
      text: rows.map((i) => shares[i].toFixed(3)),
      hovertemplate: "x %{x}, y %{y}: prompt with probability %{text}<extra></extra>",
    };
  };
  const at1 = (x: number): Float64Array => Float64Array.of(x);
  const frozen = flat ? frozenLine(model, sample, grid) : undefined;
  const lines = flat
    ? [
        ...(frozen ? [{ ...line("frozen expert", frozen.y, PALETTE.pretrained, "dash"), x: frozen.x }] : []),
        line(
          "prompt",
          grid.map((x) => expertValue(prompt.expert, at1(x), at.eta)),
          PALETTE.prompt,
          "solid",
        ),
      ]
    : [line("prompt", grid, PALETTE.prompt, "solid")];
  const data = [
    ...lines,
    points("more likely frozen", (share) => share < 0.5, "circle-open"),
    points("more likely prompt", (share) => share >= 0.5, "diamond"),
  ];
  const xTitle = flat ? (names.covariate ?? "x") : "prompt's mean h(x, η̂)";
  const count = shares.filter((share) => share >= 0.5).length;
  return singlePlot({
    id,
    title: "Who produced which row",
    size: [640, 460],
    data,
    xaxis: linearAxis(low, high, xTitle),
    yaxis: linearAxis(...range(sample.y), names.response ?? "y"),
    alt: `${n} rows with the frozen expert and the fitted prompt; ${count} rows are more likely to come from the prompt.`,
    caption: `Filled diamonds: posterior probability of the prompt at least 1/2 (${count} of ${n} rows${n < whole.n ? ` shown of ${whole.n}` : ""}); their colour is that probability.`,
  });
}

/** Quantile residuals against normal quantiles: a straight line when the whole mixture fits. */
export function quantileFigure(
  model: ContaminatedMoe<GateKind>,
  whole: Sample,
  at: Parameters<GateKind>,
  id = "quantiles",
): DescribedFigure {
  const sample = thinned(whole);
  const residuals = quantileResiduals(model, sample, at).sort();
  const expected = Array.from(residuals, (_, k) => normalQuantile((k + 0.5) / residuals.length));
  const reach = Math.max(3, ...residuals.map(Math.abs), expected[expected.length - 1]) * 1.05;
  const data: readonly Trace[] = [
    {
      type: "scatter",
      mode: "lines",
      name: "a model that fits",
      x: [-reach, reach],
      y: [-reach, reach],
      line: stroke("curve", 1.5),
      hoverinfo: "skip",
    },
    {
      type: "scatter",
      mode: "markers",
      name: "quantile residuals of the mixture",
      x: expected,
      y: Array.from(residuals),
      marker: { color: PALETTE.estimate, size: 6, opacity: 0.7 },
    },
  ];
  return singlePlot({
    id,
    title: "Does the whole mixture fit?",
    size: [560, 460],
    data,
    xaxis: linearAxis(-reach, reach, "standard normal quantile"),
    yaxis: linearAxis(-reach, reach, "quantile residual"),
    alt: `Normal plot of the quantile residuals of ${sample.n} rows.`,
    caption: "Points off the line in the middle: the shape is wrong; at the ends: outliers or wrong tails.",
  });
}

/** Residuals from the prompt's mean against that mean, the size of a mark growing with the row's responsibility. */
export function residualFigure(
  model: ContaminatedMoe<GateKind>,
  whole: Sample,
  at: Parameters<GateKind>,
  id = "residuals",
): DescribedFigure {
  const sample = thinned(whole);
  const shares = responsibilitiesOf(model, sample, at);
  const mean = expertColumn(model.prompt.expert, sample.x, sample.n, at.eta);
  const rows = Array.from(shares, (_, i) => i).filter((i) => shares[i] >= 0.05);
  const scale = Math.sqrt(at.nu);
  const y = rows.map((i) => (sample.y[i] - mean[i]) / scale);
  const x = rows.map((i) => mean[i]);
  const data: readonly Trace[] = [
    {
      type: "scatter",
      mode: "markers",
      name: "(y − h(x, η̂)) / √ν̂, coloured by responsibility",
      x,
      y,
      marker: { color: rows.map((i) => shares[i]), colorscale: SCALE, cmin: 0, cmax: 1, size: 8, symbol: "diamond" },
    },
  ];
  return singlePlot({
    id,
    title: "Residuals of the prompt",
    size: [560, 400],
    data,
    xaxis: linearAxis(...range(x.length > 0 ? x : [0, 1]), "prompt's mean"),
    yaxis: linearAxis(...range([...y, -3, 3]), "standardised residual"),
    alt: `Standardised residuals of the ${rows.length} rows with responsibility of at least 0.05.`,
    caption:
      "Rows with less than 5 % probability to come from the prompt are left out. A bend or a funnel speaks against the prompt's expert or its constant variance.",
  });
}
