import { parameterPosition } from "../../../model/parameters";
import type { SampleSizePlan } from "../../../study/questions/sample-size-plan";
import { curveOf, type PlannedModel, TRUSTED_SHARE } from "../../../study/questions/sample-size-plan";
import { escapeHtml } from "../../display/escape-html";
import { type DescribedFigure, symbolOf, type Trace } from "../style/figure";
import { logAxis } from "../style/log-axis";
import { PALETTE } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";
import { stroke } from "../style/series";

/** The information curve of every target parameter over n, the target, the planned n and the lower bound there. */
export function planFigure(planned: PlannedModel, plan: SampleSizePlan, id = "sample-size-plan"): DescribedFigure {
  const low = Math.max(5, plan.n / 100);
  const high = plan.n * 20;
  const sizes = Array.from({ length: 15 }, (_, k) => low * (high / low) ** (k / 14));
  const curveAt = curveOf(planned);
  const curves = sizes.map((n) => curveAt(n).curve);
  const data: Trace[] = [];
  const panels = plan.targets.map(({ parameter, label, error, bound, n }, k): Panel => {
    const j = parameterPosition(planned.model, parameter);
    const y = curves.map((curve) => curve[j]);
    const line = (name: string, x: readonly number[], values: readonly number[], look: Trace["line"]): Trace => {
      return { type: "scatter", mode: "lines", name, x, y: values, ...(look === undefined ? {} : { line: look }) };
    };
    const bottom = 0.5 * Math.min(...y, error, bound > 0 ? bound : error);
    const top = 1.5 * Math.max(...y, error);
    const traces: Trace[] = [
      line("information curve", sizes, y, { ...stroke("curve"), dash: "solid" }),
      line("wanted error", [low, high], [error, error], stroke("guaranteed")),
      line("planned n", [plan.n, plan.n], [bottom, top], { color: PALETTE.estimate, width: 1.5, dash: "dot" }),
    ];
    if (bound > 0) {
      traces.push({
        type: "scatter",
        mode: "markers",
        name: "Le Cam's lower bound",
        x: [plan.n],
        y: [bound],
        marker: { color: PALETTE.bound, size: 10, symbol: "triangle-up" },
      });
    }
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    return {
      heading: `${symbolOf(parameter)}${escapeHtml(label.slice(parameter.length))}: reached at n = ${n}`,
      xaxis: logAxis(low, high, "n"),
      yaxis: logAxis(bottom, top, k === 0 ? "root mean squared error" : ""),
    };
  });
  const title = "How many observations?";
  const share = "lambda" in plan.truth ? "λ" : "one unit of log-odds (that of τ)";
  const trust =
    plan.trustedFrom === null
      ? `No n was found from which the curve is small beside ${share} and the gap.`
      : `The curve is small (below ${TRUSTED_SHARE}) beside ${share} and the gap from n = ${plan.trustedFrom} on.`;
  return {
    id,
    figure: {
      data,
      layout: gridLayout(panels, { title, columns: Math.min(3, panels.length), panelWidth: 290, panelHeight: 230 }),
    },
    alt: `Information curves of ${plan.targets.map(({ label }) => label).join(", ")}; every target is reached at n = ${plan.n}.`,
    caption: trust,
  };
}
