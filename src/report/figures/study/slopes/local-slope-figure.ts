import { type GateKind, inVectorOrder } from "../../../../model/by-parameter";
import { vectorNames } from "../../../../model/parameters";
import type { Path } from "../../../../model/path";
import { exp, log } from "../../../../numerics/elementary";
import { localSlopes } from "../../../../theory/information/information-curve";
import { type DescribedFigure, symbolOf, type Trace } from "../../style/figure";
import { linearAxis, logAxis } from "../../style/log-axis";
import { gridLayout, type Panel, panelAxes } from "../../style/panel-grid";
import { DASHES_IN_TURN, stroke } from "../../style/series";

/** A path to draw, and what to call it. */
export interface LabelledPath {
  readonly label: string;
  readonly path: Path<GateKind>;
}

export interface LocalSlopeOptions {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** Parameters, one panel each. */
  readonly parameters: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly points?: number;
  /** Horizontal lines: exponents to compare with, in one parameter's panel or in all. */
  readonly levels?: readonly {
    readonly kind: "guaranteed" | "sharp";
    readonly value: number;
    readonly name: string;
    readonly parameter?: string;
  }[];
}

/** From black to a pale grey, with a dash that changes too: several curves of the same meaning. */
const SHADES = ["#1A1A1A", "#444444", "#5E5E5E", "#777777", "#8C8C8C", "#9A9A9A"] as const;

/** The local exponent of the information curve against n: where the asymptotic exponent begins to be true. */
export function localSlopeFigure(paths: readonly LabelledPath[], options: LocalSlopeOptions): DescribedFigure {
  const { from = 1e3, to = 1e15, points = 13, levels = [] } = options;
  const sizes = Array.from({ length: points }, (_, k) => exp(log(from) + (k / (points - 1)) * (log(to) - log(from))));
  const lines = paths.map(({ label, path }) => ({
    label,
    names: vectorNames(path.model),
    slopes: localSlopes(path, sizes).map(inVectorOrder),
  }));
  const data: Trace[] = [];
  const seen = new Set<string | undefined>();
  const panels = options.parameters.map((parameter, k): Panel => {
    const curves = lines.map(({ label, names, slopes }, i): Trace => {
      const j = names.indexOf(parameter);
      return {
        type: "scatter",
        mode: "lines",
        name: label,
        legendgroup: label,
        x: sizes,
        y: slopes.map((slope) => slope[j]),
        line: { color: SHADES[i % SHADES.length], width: 2, dash: DASHES_IN_TURN[i % DASHES_IN_TURN.length] },
        hovertemplate: `${label}: %{y:.3f} at n = %{x:.3g}<extra></extra>`,
      };
    });
    const here = levels.filter((level) => level.parameter === undefined || level.parameter === parameter);
    const asymptotes = here.map(
      ({ kind, value, name }): Trace => ({
        type: "scatter",
        mode: "lines",
        name,
        legendgroup: name,
        x: [from, to],
        y: [value, value],
        line: stroke(kind),
      }),
    );
    const traces = [...asymptotes, ...curves];
    for (const trace of traces) {
      data.push({ ...trace, ...panelAxes(k), showlegend: !seen.has(trace.name) });
      seen.add(trace.name);
    }
    const values = traces.flatMap(({ y }) => y.filter((value): value is number => value !== null));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const air = 0.06 * (high - low) + 0.01;
    return {
      heading: `local exponent of the error of ${symbolOf(parameter)}`,
      xaxis: logAxis(from, to, "sample size n"),
      yaxis: linearAxis(low - air, high + air, "exponent"),
    };
  });
  const columns = Math.min(2, panels.length);
  return {
    id: options.id,
    figure: {
      data,
      layout: gridLayout(panels, { title: options.title, columns, panelWidth: columns === 1 ? 620 : 380 }),
    },
    alt: `Local exponents of the information curve against n for ${paths.map(({ label }) => label).join(", ")}.`,
    caption: options.caption,
  };
}
