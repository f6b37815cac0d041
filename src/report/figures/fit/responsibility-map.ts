import { InputError } from "../../../input-error";
import type { GateKind, Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import type { Sample } from "../../../model/sample/sample";
import { baseLayout, type DescribedFigure, type Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { responsibilitiesOf } from "./fit-figures";

const SCALE = [
  [0, PALETTE.pretrained],
  [1, PALETTE.prompt],
] as const;

/** Beyond this many rows, evenly spaced ones are drawn. */
const SHOWN = 4000;

function range(values: Float64Array): readonly [number, number] {
  const [low, high] = values.reduce(
    ([a, b], v) => [Math.min(a, v), Math.max(b, v)],
    [Number.POSITIVE_INFINITY, -Number.POSITIVE_INFINITY],
  );
  const air = 0.05 * (high - low || 1);
  return [low - air, high + air];
}

/**
 * Where in the plane of two covariates the prompt is at work: every row at its x, coloured (and shaped) by its probability
 * to come from the prompt. The model has one share everywhere; a cluster of diamonds says that the world has not.
 * @param columns which two covariates are shown, from 0; the first two unless told
 * @throws InputError where the sample has no such covariates
 */
export function responsibilityMapFigure(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  at: Parameters<GateKind>,
  names: readonly [string, string] = ["x1", "x2"],
  columns: readonly [number, number] = [0, 1],
  id = "responsibility-map",
): DescribedFigure {
  const { n, dimension, x } = sample;
  const wrong = columns.find((j) => !(Number.isInteger(j) && j >= 0 && j < dimension));
  if (wrong !== undefined) {
    throw new InputError(
      `A map needs two covariates; the sample has ${dimension}, and covariate ${wrong + 1} is asked for.`,
    );
  }
  const [across, up] = columns.map((j) => x.subarray(j * n, (j + 1) * n));
  const shares = responsibilitiesOf(model, sample, at);
  const shown = Array.from({ length: Math.min(n, SHOWN) }, (_, k) => Math.floor((k * n) / Math.min(n, SHOWN)));
  const points = (name: string, keep: (share: number) => boolean, symbol: string, size: number): Trace => {
    const rows = shown.filter((i) => keep(shares[i]));
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: rows.map((i) => across[i]),
      y: rows.map((i) => up[i]),
      marker: { color: rows.map((i) => shares[i]), colorscale: SCALE, cmin: 0, cmax: 1, size, symbol, opacity: 0.8 },
      text: rows.map((i) => shares[i].toFixed(3)),
      hovertemplate: `${names[0]} %{x}, ${names[1]} %{y}: prompt with probability %{text}<extra></extra>`,
    };
  };
  const data = [
    points("more likely frozen", (share) => share < 0.5, "circle-open", 6),
    points("more likely prompt", (share) => share >= 0.5, "diamond", 8),
  ];
  const count = shares.filter((share) => share >= 0.5).length;
  const legend = { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom", font: { size: 12 } };
  const layout = {
    ...baseLayout("Where the prompt is at work", 560, 560),
    legend,
    margin: { l: 70, r: 20, t: 100, b: 60 },
    xaxis: linearAxis(...range(across), names[0]),
    yaxis: linearAxis(...range(up), names[1]),
  };
  return {
    id,
    figure: { data, layout },
    alt: `Map of ${n} rows by ${names[0]} and ${names[1]}; ${count} of them are more likely to come from the prompt than from the frozen model.`,
    caption: `Filled diamonds: posterior probability of the prompt at least 1/2 (${count} of ${n} rows${shown.length < n ? `, ${shown.length} shown` : ""}); their colour is that probability. The model does not know where: only y speaks.`,
  };
}
