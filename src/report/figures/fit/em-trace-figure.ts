import type { DescribedFigure, Trace } from "../style/figure";
import { logAxis } from "../style/log-axis";
import { PALETTE, QUIET } from "../style/palette";
import { gridLayout, type Panel, panelAxes } from "../style/panel-grid";

/** The two searches on one data set: log-likelihood at the start and after every step. */
export interface SearchRun {
  readonly heading: string;
  /** After each EM iteration. */
  readonly em: readonly number[];
  /** After each pass of trust-region Newton. */
  readonly newton: readonly number[];
}

/** Shortfalls below this are rounding of a sum over the data. */
const FLOOR = 1e-9;

/** max - l after steps 1, 2, ...; at most about 60 points, evenly spaced in log. */
export function shortfalls(
  trace: readonly number[],
  maximum: number,
): { readonly step: readonly number[]; readonly shortfall: readonly number[] } {
  const step: number[] = [];
  let last = 0;
  for (let k = 1; k < trace.length; k++) {
    if (k < last * 1.12 && k < trace.length - 1) continue;
    step.push(k);
    last = k;
  }
  return { step, shortfall: step.map((k) => Math.max(FLOOR, maximum - trace[k])) };
}

/** How far EM and Newton are from the maximum they reach, step by step, for several data sets. */
export function emTraceFigure(runs: readonly SearchRun[]): DescribedFigure {
  const most = Math.max(...runs.flatMap(({ em, newton }) => [em.length, newton.length]));
  const data: Trace[] = [];
  const panels = runs.map(({ heading, em, newton }, k): Panel => {
    const maximum = Math.max(...em, ...newton);
    const line = (name: string, trace: readonly number[], dash: "solid" | "dot", width: number): Trace => {
      const { step, shortfall } = shortfalls(trace, maximum);
      return {
        type: "scatter",
        mode: "lines+markers",
        name,
        legendgroup: name,
        x: step,
        y: shortfall,
        line: { color: dash === "solid" ? PALETTE.estimate : QUIET.text, width, dash },
        marker: {
          color: dash === "solid" ? PALETTE.estimate : QUIET.text,
          size: dash === "solid" ? 7 : 4,
          symbol: dash === "solid" ? "circle" : "diamond-open",
        },
        hovertemplate: "step %{x}<br>max − ℓ = %{y:.2g}<extra></extra>",
      };
    };
    const traces = [line("trust-region Newton", newton, "solid", 2), line("EM", em, "dot", 1.5)];
    for (const trace of traces) data.push({ ...trace, ...panelAxes(k), showlegend: k === 0 });
    return {
      heading,
      xaxis: logAxis(1, most, "step"),
      yaxis: logAxis(FLOOR, 1e3, k === 0 ? "max ℓ − ℓ after the step" : ""),
    };
  });
  const layout = gridLayout(panels, {
    title: "Climbing the same hill: EM against Newton",
    columns: runs.length,
    panelWidth: 230,
    panelHeight: 260,
  });
  return {
    id: "em-against-newton",
    figure: { data, layout },
    alt: `Shortfall of the log-likelihood after every step for EM and trust-region Newton, ${runs.map((r) => r.heading).join(", ")}: Newton needs about ten steps everywhere, EM tens to thousands.`,
    caption:
      "Both axes are logarithmic. Newton drops off a cliff after a handful of steps whatever the gap; EM's line " +
      "moves to the right, by decades, as the prompt comes closer to the frozen model.",
  };
}
