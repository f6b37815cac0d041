import type { DescribedFigure, Trace } from "../style/figure";
import { linearAxis, logAxis } from "../style/log-axis";
import { type Meaning, PALETTE } from "../style/palette";
import { gridLayout, type Panel } from "../style/panel-grid";
import type { Dash } from "../style/series";

/** One curve or set of points with what it means. */
export interface Series {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly meaning: Meaning;
  readonly dash?: Dash;
  readonly marks?: boolean;
}

export interface LineOptions {
  readonly id: string;
  readonly title: string;
  readonly alt: string;
  readonly caption: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly logX?: boolean;
  readonly logY?: boolean;
}

/** Some curves over one pair of axes, in the workbook's colours. */
export function lineFigure(series: readonly Series[], options: LineOptions): DescribedFigure {
  const data = series.map(({ name, x, y, meaning, dash, marks = false }): Trace => {
    const color = PALETTE[meaning];
    const look = marks ? { marker: { color, size: 9 } } : { line: { color, width: 2, ...(dash ? { dash } : {}) } };
    return { type: "scatter", mode: marks ? "markers" : "lines", name, x, y, ...look };
  });
  const extent = (values: readonly number[], log: boolean): readonly [number, number] => {
    const usable = log ? values.filter((value) => value > 0) : values;
    return [Math.min(...usable), Math.max(...usable)];
  };
  const axis = (values: readonly number[], log: boolean, title: string): Panel["xaxis"] => {
    const [low, high] = extent(values, log);
    const air = 0.04 * (high - low);
    return log ? logAxis(low, high, title) : linearAxis(low - air, high + air, title);
  };
  const panel: Panel = {
    heading: "",
    xaxis: axis(
      series.flatMap(({ x }) => x),
      options.logX ?? false,
      options.xTitle,
    ),
    yaxis: axis(
      series.flatMap(({ y }) => y),
      options.logY ?? false,
      options.yTitle,
    ),
  };
  const layout = gridLayout([panel], { title: options.title, columns: 1, panelWidth: 620, panelHeight: 300 });
  return { id: options.id, figure: { data, layout }, alt: options.alt, caption: options.caption };
}
