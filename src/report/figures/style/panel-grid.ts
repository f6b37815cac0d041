import { forPlots } from "../../display/for-readers";
import { baseLayout, type Figure } from "./figure";
import { QUIET } from "./palette";

/** One panel of a figure: its heading and its two axes. */
export interface Panel {
  readonly heading: string;
  readonly xaxis: Readonly<Record<string, unknown>>;
  readonly yaxis: Readonly<Record<string, unknown>>;
}

export interface GridOptions {
  readonly title: string;
  readonly columns: number;
  readonly panelWidth?: number;
  readonly panelHeight?: number;
  /** Room between columns; less where the inner y axes have no labels. */
  readonly columnGap?: number;
}

/** The names of panel k's axes as traces refer to them: "x", "x2", ... */
export function panelAxes(k: number): { readonly xaxis: string; readonly yaxis: string } {
  const suffix = k === 0 ? "" : String(k + 1);
  return { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
}

const GAP = { left: 74, below: 82, top: 108, right: 16, bottom: 52 } as const;

/** Places panels row by row on a grid; pixels decide, so that text has the same room in every figure. */
export function gridLayout(panels: readonly Panel[], options: GridOptions): Figure["layout"] {
  const { title, panelWidth = 370, panelHeight = 260, columnGap = GAP.left } = options;
  const columns = Math.min(options.columns, panels.length);
  const rows = Math.ceil(panels.length / columns);
  const inner = {
    width: columns * panelWidth + (columns - 1) * columnGap,
    height: rows * panelHeight + (rows - 1) * GAP.below,
  };
  const margin = { l: Math.min(GAP.left, columnGap + 20), r: GAP.right, t: GAP.top, b: GAP.bottom };
  const width = inner.width + margin.l + GAP.right;
  const height = inner.height + GAP.top + GAP.bottom;
  const axes: Record<string, unknown> = {};
  const annotations = panels.map(({ heading, xaxis, yaxis }, k) => {
    const left = (k % columns) * (panelWidth + columnGap);
    const bottom = inner.height - Math.floor(k / columns) * (panelHeight + GAP.below) - panelHeight;
    const [x0, y0] = [left / inner.width, Math.max(0, bottom / inner.height)];
    const [x1, y1] = [(left + panelWidth) / inner.width, (bottom + panelHeight) / inner.height];
    const name = panelAxes(k);
    axes[`xaxis${name.xaxis.slice(1)}`] = { ...xaxis, domain: [x0, Math.min(1, x1)], anchor: name.yaxis };
    axes[`yaxis${name.yaxis.slice(1)}`] = { ...yaxis, domain: [y0, Math.min(1, y1)], anchor: name.xaxis };
    const place = { x: x0, y: Math.min(1, y1), xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom" };
    return {
      ...place,
      text: `<b>${forPlots(heading)}</b>`,
      showarrow: false,
      font: { size: 13, color: QUIET.text },
    };
  });
  const base = baseLayout(title, width, height);
  // The legend stands between the title and the headings.
  const legend = {
    orientation: "h",
    x: 0,
    xanchor: "left",
    y: 1 + 20 / inner.height,
    yanchor: "bottom",
    font: { size: 12 },
  };
  return { ...base, ...axes, margin, legend, annotations };
}
