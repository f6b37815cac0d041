import { escapeHtml } from "../../../../src/report/display/escape-html";
import { forReaders } from "../../../../src/report/display/for-readers";
import { withPowers } from "./powers";
import type { Scale } from "./scale";

/** Pixels of a plot's data area. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A pixel as text: a tenth is finer than any screen, and equal pictures have equal text. */
export function px(value: number): string {
  return String(Number(value.toFixed(1)));
}

export function svgText(x: number, y: number, text: string, kind = "", anchor = "start", turn = ""): string {
  const place = `x="${px(x)}" y="${px(y)}" text-anchor="${anchor}"`;
  return `<text ${place}${kind ? ` class="${kind}"` : ""}${turn ? ` transform="${turn}"` : ""}>${withPowers(forReaders(text), '<tspan dy="-4" font-size="9">', "</tspan>")}</text>`;
}

export function svgLine(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" class="${kind}"/>`;
}

type Point = readonly [number, number];

export function pathData(points: readonly Point[]): string {
  return points.map(([x, y], k) => `${k === 0 ? "M" : "L"}${px(x)} ${px(y)}`).join("");
}

export function svgPath(points: readonly Point[], kind: string): string {
  return points.length === 0 ? "" : `<path d="${pathData(points)}" class="${kind}"/>`;
}

/** Round dots of one kind: strokes of no length, a tenth of the cost of as many circles. */
export function svgDots(points: readonly Point[], kind: string): string {
  return points.length === 0
    ? ""
    : `<path d="${points.map(([x, y]) => `M${px(x)} ${px(y)}h0`).join("")}" class="${kind}"/>`;
}

/** The area between two lines. */
export function svgArea(upper: readonly Point[], lower: readonly Point[], kind: string): string {
  return upper.length === 0 ? "" : `<path d="${pathData([...upper, ...[...lower].reverse()])}Z" class="${kind}"/>`;
}

/** Frame, grid, tick labels and titles of both axes. */
export function svgAxes(frame: Frame, x: Scale, y: Scale, xTitle: string, yTitle: string): string {
  const { left, right, top, bottom } = frame;
  const parts: string[] = [];
  for (const { value, label } of x.ticks) {
    const at = x.to(value);
    parts.push(svgLine(at, top, at, bottom, "grid"), svgText(at, bottom + 17, label, "tick", "middle"));
  }
  for (const { value, label } of y.ticks) {
    const at = y.to(value);
    parts.push(svgLine(left, at, right, at, "grid"), svgText(left - 6, at + 4, label, "tick", "end"));
  }
  parts.push(
    `<rect x="${px(left)}" y="${px(top)}" width="${px(right - left)}" height="${px(bottom - top)}" class="frame"/>`,
    svgText((left + right) / 2, bottom + 36, xTitle, "axis", "middle"),
    svgText(0, 0, yTitle, "axis", "middle", `translate(14 ${px((top + bottom) / 2)}) rotate(-90)`),
  );
  return parts.join("");
}

/** The whole picture; `label` says what it shows to those who do not see it. */
export function svgPicture({ width, height }: Frame, id: string, label: string, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" class="plot" id="${id}" role="img" aria-label="${escapeHtml(forReaders(label))}">${content}</svg>`;
}

/** Estimated width of a text of the plots' size. */
export function textWidth(text: string): number {
  return 6.6 * text.length;
}

/** One line of a legend: the class of its mark, and the mark's shape. */
export interface LegendEntry {
  readonly kind: string;
  readonly shape: "line" | "dot" | "none";
  readonly text: string;
}

/** Legend entries from left to right, wrapped; returns the content and the height it took. */
export function svgLegend(
  entries: readonly LegendEntry[],
  x: number,
  y: number,
  width: number,
): { readonly content: string; readonly height: number } {
  let [at, row] = [x, y];
  const content = entries
    .map(({ kind, shape, text }) => {
      const length = textWidth(text) + 42;
      if (at > x && at + length > x + width) {
        at = x;
        row += 18;
      }
      const line = shape === "line" ? svgLine(at, row - 4, at + 22, row - 4, kind) : "";
      const mark = shape === "dot" ? svgDots([[at + 11, row - 4]], kind) : line;
      const entry = mark + svgText(at + 27, row, text, "legend");
      at += length;
      return entry;
    })
    .join("");
  return { content, height: row - y + 18 };
}
