import type { Summary } from "../../../study/measures/summary";
import { estimateMarks } from "../style/estimate-marks";
import { type DescribedFigure, idPart, symbolOf, type Trace } from "../style/figure";
import { linearAxis, logAxis } from "../style/log-axis";
import { PALETTE, translucent } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";

/** What is not called a disagreement: see curve-agreement.ts. */
const BAND = 0.02;

function efficiencyMarks(summary: Summary, parameter: string, kind: "published" | "quick"): Trace {
  const rows = summary.cells.flatMap(({ n, parameters }) => {
    const efficiency = parameters.find(({ name }) => name === parameter)?.efficiency;
    return efficiency ? [{ n, ...efficiency }] : [];
  });
  const name = kind === "quick" ? "your run (± 2 MCSE)" : "published (± 2 MCSE)";
  return {
    ...estimateMarks(rows, kind, name),
    hovertemplate: "n = %{x}<br>RMSE / curve = %{y:.3f}<extra></extra>",
  };
}

export interface EfficiencyOptions {
  readonly published?: Summary;
  readonly quick?: Summary;
  readonly parameters?: readonly string[];
  /** Whose error it is; the maximum likelihood estimator's unless told. */
  readonly estimator?: string;
}

/** RMSE / information curve against n, one panel per parameter; 1 is what theory predicts for large n. */
export function efficiencyFigure(options: EfficiencyOptions): DescribedFigure {
  const { published, quick, estimator = "the MLE" } = options;
  const summaries = [published, quick].filter((summary) => summary !== undefined);
  const [first] = summaries;
  if (first === undefined) throw new RangeError("An efficiency figure needs a published study or a run.");
  const names = first.parameters.filter((name) => options.parameters?.includes(name) ?? true);
  const sizes = summaries.flatMap(({ cells }) => cells.map(({ n }) => n));
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const data: Trace[] = [];
  const panels = names.map((name, k): Panel => {
    const ends = [low * 0.8, high * 1.25];
    const band: Trace = {
      type: "scatter",
      mode: "lines",
      name: "1 ± 2 %: agreement with the information curve",
      x: [...ends, ...[...ends].reverse()],
      y: [1 - BAND, 1 - BAND, 1 + BAND, 1 + BAND],
      fill: "toself",
      fillcolor: translucent(PALETTE.curve, 0.35),
      line: { color: translucent(PALETTE.curve, 0.35), width: 0.5 },
      hoverinfo: "skip",
    };
    const marks = [
      ...(published ? [efficiencyMarks(published, name, "published")] : []),
      ...(quick ? [efficiencyMarks(quick, name, "quick")] : []),
    ];
    for (const trace of [band, ...marks]) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    const reach = marks.flatMap(({ y, error_y }) =>
      y.flatMap((value, i) =>
        value === null ? [] : [value - (error_y?.array[i] ?? 0), value + (error_y?.array[i] ?? 0)],
      ),
    );
    const [bottom, top] = [Math.min(0.8, ...reach), Math.max(1.2, ...reach)];
    const air = 0.05 * (top - bottom);
    return {
      heading: symbolOf(name),
      xaxis: logAxis(low, high, "sample size n"),
      yaxis: linearAxis(bottom - air, top + air, "RMSE / curve"),
    };
  });
  const title = `${first.path}: error of ${estimator} in units of the information curve`;
  return {
    id: `efficiency-${idPart(first.path)}`,
    figure: { data, layout: gridLayout(panels, { title, columns: 2, panelHeight: 190 }) },
    alt: `RMSE of ${estimator} divided by the information curve against n for ${names.join(", ")} along ${first.title}.`,
    caption:
      "At 1 the error is exactly what the Fisher information predicts of the maximum likelihood estimator. Bars are ± 2 Monte Carlo standard " +
      "errors: about one in twenty misses by chance. Points that approach 1 from one side show a second-order effect.",
  };
}
