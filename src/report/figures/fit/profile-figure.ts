import type { Optimum } from "../../../estimation/fit/fit";
import type { ProfilePoint } from "../../../estimation/inference/profile-likelihood";
import type { DescribedFigure, Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE, QUIET } from "../style/palette";
import { gridLayout, type Panel } from "../style/panel-grid";

/** Where a maximum lies and how high. */
type PlacedOptimum = Pick<Optimum, "lambda" | "logLikelihood">;

export interface ProfileFigureOptions {
  readonly profile: readonly ProfilePoint[];
  /** Local maxima, best first; marked at their lambda. */
  readonly optima: readonly PlacedOptimum[];
  /** Where a search from the truth ends. */
  readonly warm: PlacedOptimum;
  readonly truth: number;
  readonly title: string;
  readonly id: string;
}

/** Half of the 95 % point of chi-squared with one degree of freedom. */
const CUT = 1.9207;

/** The profile log-likelihood of lambda below its maximum, with every optimum that was found and the truth. */
export function profileFigure(options: ProfileFigureOptions): DescribedFigure {
  const { profile, optima, warm, truth, title, id } = options;
  const top = optima[0].logLikelihood;
  const xs = profile.map(({ value }) => value);
  const ys = profile.map(({ logLikelihood }) => logLikelihood - top);
  const low = Math.max(-14, Math.min(...ys) - 0.5);
  const flat = (name: string, y: number): Trace => ({
    type: "scatter",
    mode: "lines",
    name,
    x: [0, 1],
    y: [y, y],
    line: { color: QUIET.text, width: 1, dash: "dash" },
    hoverinfo: "skip",
  });
  const mark = (
    name: string,
    points: readonly PlacedOptimum[],
    symbol: string,
    size: number,
    colour: string,
  ): Trace => ({
    type: "scatter",
    mode: "markers",
    name,
    x: points.map(({ lambda }) => lambda),
    y: points.map(({ logLikelihood }) => logLikelihood - top),
    marker: { color: colour, size, symbol, line: { color: colour, width: 2 } },
    cliponaxis: false,
  });
  const data: readonly Trace[] = [
    {
      type: "scatter",
      mode: "lines",
      name: "profile log-likelihood",
      x: xs,
      y: ys,
      line: { color: PALETTE.estimate, width: 2 },
    },
    flat("95 % likelihood-ratio cut", -CUT),
    {
      type: "scatter",
      mode: "lines",
      name: "truth λ*",
      x: [truth, truth],
      y: [low, 1],
      line: { color: PALETTE.curve, width: 1.5, dash: "dot" },
    },
    mark("optima of the cold search", optima, "circle", 9, PALETTE.estimate),
    mark("end of the warm start", [warm], "square-open", 14, PALETTE.trouble),
  ];
  const panel: Panel = {
    heading: "max over η, ν of the log-likelihood at a held λ, less its maximum",
    xaxis: linearAxis(0, 1.02, "λ"),
    yaxis: linearAxis(low, 1, "ℓ<sub>profile</sub>(λ) − max ℓ"),
  };
  const layout = gridLayout([panel], { title, columns: 1, panelWidth: 660, panelHeight: 300 });
  return {
    id,
    figure: { data, layout },
    alt: `Profile log-likelihood of lambda with ${optima.length} optima at lambda = ${optima.map((o) => o.lambda.toFixed(3)).join(", ")}; the warm start ends at ${warm.lambda.toFixed(3)}, ${(top - warm.logLikelihood).toFixed(2)} below the maximum.`,
    caption:
      "Two hills and a valley. A start at the truth climbs the hill under its feet (square) and never sees the other one. " +
      "All λ above the dashed line form the 95 % likelihood-ratio set: it may be in two pieces.",
  };
}
