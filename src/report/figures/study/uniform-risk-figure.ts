import type { Estimated } from "../../../study/measures/monte-carlo-error";
import type { UniformRisk } from "../../../study/questions/uniform/uniform-risk";
import type { UniformLoss } from "../../../study/questions/uniform/worst-truth";
import { estimateMarks } from "../style/estimate-marks";
import { type DescribedFigure, idPart, type Trace } from "../style/figure";
import { logAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";
import { stroke } from "../style/series";

const LOSSES = [
  { loss: "lambda", heading: "√n ρ² |λ̂ − λ*|" },
  { loss: "prompt", heading: "√n λ* ρ · distance of the prompts" },
] as const;

/** Mean absolute value of a standard normal variable: curves of standard deviations become curves of mean errors. */
const MEAN_ABSOLUTE = Math.sqrt(2 / Math.PI);

function line(name: string, risks: readonly UniformRisk[], of: (risk: UniformRisk) => number): Trace {
  return { type: "scatter", mode: "lines", name, x: risks.map(({ rho }) => rho), y: risks.map(of) };
}

function tracesOf(risks: readonly UniformRisk[], loss: UniformLoss): readonly Trace[] {
  const k = loss === "lambda" ? 0 : 1;
  const marks = (of: (risk: UniformRisk) => Estimated, kind: "published" | "quick", name: string): Trace =>
    estimateMarks(
      risks.map((risk) => ({ n: risk.rho, ...of(risk) })),
      kind,
      name,
    );
  const curve = { color: PALETTE.curve, width: 1.5 };
  const ends = [risks[0].rho, risks[risks.length - 1].rho];
  const height = MEAN_ABSOLUTE * Math.max(...risks.map(({ proposed }) => proposed[k].scaled)) * 1.3;
  const guarantee: Trace = {
    type: "scatter",
    mode: "lines",
    name: "guaranteed: bounded by some constant",
    x: ends,
    y: [height, height],
    line: stroke("guaranteed"),
    hoverinfo: "skip",
  };
  const bound: Trace = {
    ...line("Le Cam lower bound at the worst truth", risks, ({ scaledBound }) => scaledBound),
    line: stroke("bound"),
  };
  return [
    { ...line("curve, worst truth", risks, ({ proposed }) => MEAN_ABSOLUTE * proposed[k].scaled), line: curve },
    {
      ...line("curve, easiest truth", risks, ({ proposed }) => MEAN_ABSOLUTE * proposed[k].easiest.scaled),
      line: { ...curve, dash: "dot" },
    },
    guarantee,
    ...(loss === "lambda" ? [bound] : []),
    marks(({ worst }) => worst[loss], "published", "largest simulated risk (± 2 MCSE)"),
    ...(loss === "lambda"
      ? [marks(({ simulated }) => simulated[simulated.length - 1].lambda, "quick", "simulated at the easiest truth")]
      : []),
  ];
}

/**
 * The worst risk at each distance rho from the frozen point, times sqrt(n), in two panels: one for each statement of the
 * guarantee. Smooth lines are the curve's standard deviations times sqrt(2/pi), the mean absolute error of a normal law.
 */
export function uniformRiskFigure(found: readonly UniformRisk[], title: string): DescribedFigure {
  if (found.length < 2)
    throw new RangeError(`A figure of uniform risks needs two distances; there are ${found.length}.`);
  const risks = [...found].sort((left, right) => left.rho - right.rho);
  const data: Trace[] = [];
  const seen = new Set<string>();
  const panels = LOSSES.map(({ loss, heading }, k): Panel => {
    const traces = tracesOf(risks, loss);
    for (const trace of traces) {
      const name = trace.name ?? "";
      data.push({ ...trace, ...panelAxes(k), legendgroup: name, showlegend: !seen.has(name) });
      seen.add(name);
    }
    const heights = traces.flatMap(({ y, error_y }) =>
      y.flatMap((value, i) => (value === null ? [] : [value, value + (error_y?.array[i] ?? 0)])),
    );
    const positive = heights.filter((value) => value > 0);
    return {
      heading,
      xaxis: logAxis(risks[0].rho, risks[risks.length - 1].rho, "distance ρ from the pre-trained model"),
      yaxis: logAxis(Math.min(...positive), Math.max(...positive), "scaled loss"),
    };
  });
  const told = risks.map(({ rho, worst }) => `${rho}: ${worst.lambda.value.toFixed(2)}`).join(", ");
  return {
    id: `uniform-risk-${idPart(title)}`,
    figure: { data, layout: gridLayout(panels, { title, columns: 2, panelHeight: 260 }) },
    alt: `Scaled worst risk against the distance from the pre-trained model, n = ${risks[0].n}. Of lambda by distance: ${told}.`,
    caption:
      "A rate is minimax when the scaled risk of the worst truth neither grows nor vanishes as ρ falls. Where ρ² is no longer " +
      "well above 1/√n the estimate of λ saturates in [0, 1] and the simulated risk falls below the curve.",
  };
}
