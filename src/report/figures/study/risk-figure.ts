import type { GateKind } from "../../../model/by-parameter";
import { type ParameterEntry, parameterVector } from "../../../model/parameters";
import { log } from "../../../numerics/elementary";
import type { Summary } from "../../../study/measures/summary";
import type { LeCamBound } from "../../../theory/bounds/le-cam";
import type { Exponent } from "../../../theory/rates/exponents";
import type { ParameterPrediction, Prediction } from "../../prediction/prediction";
import { estimateMarks } from "../style/estimate-marks";
import { type DescribedFigure, estimateSymbol, idPart, symbolOf, type Trace } from "../style/figure";
import { logAxis, powerOfTen } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";
import { mark, stroke } from "../style/series";

export interface RiskOptions {
  readonly prediction: Prediction;
  /** The published study; filled marks. */
  readonly published?: Summary;
  /** The reader's own run; open marks. */
  readonly quick?: Summary;
  /** Le Cam bounds of any parameters at any sizes. */
  readonly bounds?: readonly LeCamBound<GateKind>[];
  /** The parameters to show; all unless told. */
  readonly parameters?: readonly string[];
}

/** How far the guide lines stand from the curve: they show slopes, their height means nothing. */
const GUIDE_OFFSET = 1.6;

/** "lambda", "beta[0]", "eta[0]", "nu" of a bound as the name the model gives the parameter. */
function boundName(bound: LeCamBound<GateKind>, entries: readonly ParameterEntry[]): string | undefined {
  return entries.find(({ place }) => place === bound.parameter)?.name;
}

function guide(
  name: string,
  kind: "guaranteed" | "sharp",
  exponent: Exponent,
  sizes: readonly number[],
  start: number,
): readonly Trace[] {
  if (!exponent.known) return [];
  const e = exponent.value.valueOf();
  const offset = kind === "guaranteed" ? GUIDE_OFFSET : 1 / GUIDE_OFFSET;
  const ends = [sizes[0], sizes[sizes.length - 1]];
  return [
    {
      type: "scatter",
      mode: "lines",
      name,
      legendgroup: kind,
      x: ends,
      y: ends.map((n) => start * offset * (n / ends[0]) ** -e),
      line: stroke(kind),
      hovertemplate: `${kind} exponent ${exponent.value.toFraction()}<extra></extra>`,
    },
  ];
}

/** RMSE at every size with +-2 MCSE. */
export function riskMarks(summary: Summary, parameter: string, kind: "published" | "quick"): Trace {
  const rows = summary.cells.flatMap(({ n, records, failures, parameters }) => {
    const found = parameters.find(({ name }) => name === parameter);
    return found === undefined ? [] : [{ n, ...found.rmse, count: records - failures }];
  });
  const name = kind === "quick" ? "RMSE ± 2 MCSE, your run" : "RMSE ± 2 MCSE, published";
  return {
    ...estimateMarks(rows, kind, name),
    text: rows.map(({ mcse, count }) => `MCSE ${mcse?.toPrecision(2) ?? "unknown"}, ${count} replicates`),
    hovertemplate: "n = %{x}<br>RMSE %{y:.3g}<br>%{text}<extra></extra>",
  };
}

/** One cross per size at which fits failed, did not converge or ended on a bound, with their number. */
function troubleMarks(summaries: readonly Summary[], height: number): readonly Trace[] {
  const cells = summaries.flatMap((summary) => summary.cells);
  const bad = cells.filter((cell) => cell.failures + cell.notConverged + cell.atBound > 0);
  if (bad.length === 0) return [];
  return [
    {
      type: "scatter",
      mode: "markers+text",
      name: "failed, not converged or on a bound",
      legendgroup: "trouble",
      x: bad.map(({ n }) => n),
      y: bad.map(() => height),
      marker: mark("failed"),
      text: bad.map((cell) => String(cell.failures + cell.notConverged + cell.atBound)),
      textposition: "top center",
      textfont: { color: PALETTE.trouble, size: 11 },
      hovertemplate: "n = %{x}: %{text} replicates<extra></extra>",
      cliponaxis: false,
    },
  ];
}

function boundTrace(bounds: readonly LeCamBound<GateKind>[]): readonly Trace[] {
  if (bounds.length === 0) return [];
  const sorted = [...bounds].sort((a, b) => a.n - b.n);
  return [
    {
      type: "scatter",
      mode: "lines+markers",
      name: "Le Cam lower bound",
      legendgroup: "bound",
      x: sorted.map(({ n }) => n),
      y: sorted.map(({ bound }) => bound),
      line: stroke("bound"),
      marker: mark("bound"),
    },
  ];
}

function panelTraces(parameter: ParameterPrediction, options: RiskOptions): readonly Trace[] {
  const { prediction, published, quick, bounds = [] } = options;
  const { sizes } = prediction;
  const entries = parameterVector(prediction.path.model);
  const start = parameter.curve[0];
  const curve: Trace = {
    type: "scatter",
    mode: "lines",
    name: "information curve",
    legendgroup: "curve",
    x: sizes,
    y: parameter.curve,
    line: stroke("curve", 1.5),
    hovertemplate: "curve %{y:.3g} at n = %{x:.3g}<extra></extra>",
  };
  return [
    curve,
    ...guide("guaranteed slope", "guaranteed", parameter.guaranteed, sizes, start),
    ...guide("sharp slope", "sharp", parameter.sharp, sizes, start),
    ...boundTrace(bounds.filter((bound) => boundName(bound, entries) === parameter.name)),
    ...(published ? [riskMarks(published, parameter.name, "published")] : []),
    ...(quick ? [riskMarks(quick, parameter.name, "quick")] : []),
  ];
}

function slopesText({ guaranteed, sharp }: ParameterPrediction): string {
  const told = (exponent: Exponent): string => (exponent.known ? exponent.value.toFraction() : "not stated");
  const [g, s] = [told(guaranteed), told(sharp)];
  if (!guaranteed.known) return `no guarantee stated, sharp ${s}`;
  return g === s ? `guaranteed = sharp exponent ${g}` : `guaranteed ${g}, sharp ${s}`;
}

/** What the straight lines are, where there are any. */
function guidesText(parameters: readonly ParameterPrediction[]): string {
  const guaranteed = parameters.some((each) => each.guaranteed.known);
  const lines = [...(guaranteed ? ["dashed"] : []), ...(parameters.some((each) => each.sharp.known) ? ["dotted"] : [])];
  if (lines.length === 0) return "";
  const rule = guaranteed ? ": in the end the guarantee must not fall faster than the points" : "";
  return `The ${lines.join(" and ")} lines show slopes only (their height is arbitrary)${rule}.`;
}

/**
 * The risk of the maximum likelihood estimator, one log-log panel per parameter: RMSE with MCSE, information curve,
 * lower bound, guaranteed and sharp slopes, and marks for what went wrong.
 */
export function riskFigure(options: RiskOptions): DescribedFigure {
  const { prediction, published, quick } = options;
  const { path, sizes } = prediction;
  const chosen = prediction.parameters.filter(({ name }) => options.parameters?.includes(name) ?? true);
  const summaries = [published, quick].filter((summary) => summary !== undefined);
  const data: Trace[] = [];
  const seen = new Set<string>();
  const panels = chosen.map((parameter, k): Panel => {
    const traces = panelTraces(parameter, options);
    const heights = traces.flatMap(({ y }) => y.filter((value): value is number => value !== null && value > 0));
    const tops = traces.flatMap(({ y, error_y }) => y.map((value, i) => (value ?? 0) + (error_y?.array[i] ?? 0)));
    const low = Math.min(...heights);
    const marks = troubleMarks(summaries, low * 0.8);
    for (const trace of [...traces, ...marks]) {
      const group = trace.legendgroup ?? "";
      data.push({ ...trace, ...panelAxes(k), showlegend: !seen.has(group) });
      seen.add(group);
    }
    const symbol = symbolOf(parameter.name);
    return {
      heading: `${symbol}: ${slopesText(parameter)}`,
      xaxis: logAxis(sizes[0], sizes[sizes.length - 1], "sample size n"),
      yaxis: logAxis(
        low * (marks.length > 0 ? 0.7 : 0.9),
        Math.max(...heights, ...tops) * 1.1,
        `error of ${estimateSymbol(parameter.name)}`,
      ),
    };
  });
  const decades = `${powerOfTen(Math.round(log(sizes[0]) / log(10)))} to ${Math.round(sizes[sizes.length - 1])}`;
  return {
    id: `risk-${idPart(path.id)}`,
    figure: { data, layout: gridLayout(panels, { title: `${path.id}: error of the MLE against n`, columns: 2 }) },
    alt: `Log-log panels of the error of ${chosen.map(({ name }) => name).join(", ")} for n from ${decades} along ${path.title}: ${chosen.map((p) => `${p.name} ${slopesText(p)}`).join("; ")}.`,
    caption: `Do the points lie on the information curve, drawn through? It was computed without simulation. ${guidesText(chosen)}`,
  };
}
