import type { ParameterSlopes } from "../../../../study/measures/slopes";
import { studySlopes } from "../../../../study/measures/slopes";
import type { Summary } from "../../../../study/measures/summary";
import type { Prediction } from "../../../prediction/prediction";
import { type DescribedFigure, idPart, symbolOf, type Trace } from "../../style/figure";
import { linearAxis, logAxis } from "../../style/log-axis";
import { PALETTE } from "../../style/palette";
import { gridLayout, type Panel, panelAxes } from "../../style/panel-grid";
import { stroke } from "../../style/series";

function level(kind: "guaranteed" | "sharp", value: number, from: number, to: number): Trace {
  return {
    type: "scatter",
    mode: "lines",
    name: kind === "guaranteed" ? "guaranteed exponent" : "sharp exponent",
    legendgroup: kind,
    x: [from, to],
    y: [value, value],
    line: stroke(kind),
  };
}

function measured(slopes: ParameterSlopes): Trace {
  const { windows } = slopes;
  return {
    type: "scatter",
    mode: "lines+markers",
    name: "RMSE ± 2 SE",
    legendgroup: "measured",
    x: windows.map(({ sizes }) => sizes[0]),
    y: windows.map(({ exponent }) => exponent),
    error_y: {
      type: "data",
      array: windows.map(({ standardError }) => 2 * standardError),
      color: PALETTE.estimate,
      width: 4,
    },
    marker: { color: PALETTE.estimate, size: 8 },
    line: stroke("estimate", 1),
    text: windows.map(({ sizes }) => `${sizes.length} sizes up to ${sizes[sizes.length - 1]}`),
    hovertemplate: "from n = %{x} (%{text})<br>exponent %{y:.3f}<extra></extra>",
  };
}

function ofTheCurve(slopes: ParameterSlopes): Trace {
  const known = slopes.windows.filter(({ curve }) => curve !== null);
  return {
    type: "scatter",
    mode: "lines+markers",
    name: "information curve, same window",
    legendgroup: "curve",
    x: known.map(({ sizes }) => sizes[0]),
    y: known.map(({ curve }) => curve),
    line: stroke("curve", 1.5),
    marker: { color: PALETTE.curve, size: 5, symbol: "square" },
  };
}

/**
 * The fitted exponent as a function of the window: the smallest sizes are dropped one by one. A measured exponent that
 * moves with the window is not an exponent yet.
 */
export function slopeWindowFigure(
  summary: Summary,
  prediction: Prediction,
  parameters?: readonly string[],
): DescribedFigure {
  const chosen = studySlopes(summary).filter(({ name }) => parameters?.includes(name) ?? true);
  const starts = chosen.flatMap(({ windows }) => windows.map(({ sizes }) => sizes[0]));
  const [low, high] = starts.length === 0 ? [1e3, 1e4] : [Math.min(...starts), Math.max(...starts)];
  const data: Trace[] = [];
  const panels = chosen.map((slopes, k): Panel => {
    const theory = prediction.parameters.find(({ name }) => name === slopes.name);
    const kinds = ["guaranteed", "sharp"] as const;
    const levels = kinds.flatMap((kind) => {
      const exponent = theory?.[kind];
      return exponent?.known ? [level(kind, exponent.value.valueOf(), low, high)] : [];
    });
    const traces = [...levels, ofTheCurve(slopes), measured(slopes)];
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    const reach = traces.flatMap(({ y, error_y }) =>
      y.flatMap((value, i) =>
        value === null ? [] : [value - (error_y?.array[i] ?? 0), value + (error_y?.array[i] ?? 0)],
      ),
    );
    const [bottom, top] = [Math.min(...reach), Math.max(...reach)];
    const air = 0.08 * (top - bottom) + 0.01;
    return {
      heading: symbolOf(slopes.name),
      xaxis: logAxis(low, high, "smallest n in the window"),
      yaxis: linearAxis(bottom - air, top + air, "exponent"),
    };
  });
  const title = `${summary.path}: the fitted exponent depends on the window`;
  return {
    id: `windows-${idPart(summary.path)}`,
    figure: { data, layout: gridLayout(panels, { title, columns: 2, panelHeight: 190 }) },
    alt: `Fitted exponents of ${chosen.map(({ name }) => name).join(", ")} against the smallest n of the window along ${summary.title}, beside those of the information curve.`,
    caption:
      "The points follow the solid line where simulation and theory agree. Where that line is away from the dotted line, the sizes are " +
      "not asymptotic yet: a straight line through these points would not measure the sharp exponent.",
  };
}
