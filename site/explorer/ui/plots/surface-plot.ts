import { contours } from "d3-contour";
import type { Ascents } from "../../work/ascent";
import type { Spot, Surface } from "../../work/surface";
import { linearScale, type Scale } from "./scale";
import { type Frame, px, svgAxes, svgDots, svgLegend, svgPath, svgPicture } from "./svg";

/** Depths below the maximum: each shade ends four times as deep as the one before, at twice the distance of a parabola. */
export const DEPTHS = [0.5, 2, 8, 32, 128, 512] as const;

export function surfaceAxes(surface: Surface, width: number, height: number): { frame: Frame; x: Scale; y: Scale } {
  const frame = { width, height, left: 56, right: width - 12, top: width < 420 ? 66 : 48, bottom: height - 44 };
  const [across, up] = surface.axes;
  return {
    frame,
    x: linearScale(across.low, across.high, frame.left, frame.right),
    y: linearScale(up.low, up.high, frame.bottom, frame.top),
  };
}

/** The regions at most so deep below the maximum. */
function shades({ points, drops }: Surface, frame: Frame): string {
  // The root is nearly linear in the distance from the maximum: between points of the grid lines are straight.
  const roots = drops.map((drop) => -Math.sqrt(Math.min(1e12, Math.max(0, -drop))));
  const clamped = (at: number): number => Math.min(points - 1, Math.max(0, at - 0.5)) / (points - 1);
  const place = ([x, y]: readonly number[]): string =>
    `${px(frame.left + clamped(x) * (frame.right - frame.left))} ${px(frame.bottom - clamped(y) * (frame.bottom - frame.top))}`;
  return contours()
    .size([points, points])
    .thresholds(DEPTHS.map((depth) => -Math.sqrt(depth)).reverse())(roots)
    .map(({ coordinates }) => coordinates.flatMap((polygon) => polygon.map((ring) => `M${ring.map(place).join("L")}Z`)))
    .map((rings) => (rings.length === 0 ? "" : `<path d="${rings.join("")}" class="shade"/>`))
    .join("");
}

function cross(x: number, y: number, kind: string): string {
  const r = 5;
  const line = `M${px(x - r)} ${px(y - r)}L${px(x + r)} ${px(y + r)}M${px(x - r)} ${px(y + r)}L${px(x + r)} ${px(y - r)}`;
  return `<path d="${line}" class="${kind}"/>`;
}

/** The log-likelihood of two parameters from above, with the ways that Newton's method and EM take over it. */
export function surfacePlot(
  surface: Surface,
  ascents: Ascents | undefined,
  width: number,
  height: number,
  label: string,
): string {
  const { frame, x, y } = surfaceAxes(surface, width, height);
  const inside = ([a, b]: Spot): boolean => a >= x.low && a <= x.high && b >= y.low && b <= y.high;
  const at = ([a, b]: Spot) =>
    [x.to(Math.min(x.high, Math.max(x.low, a))), y.to(Math.min(y.high, Math.max(y.low, b)))] as const;
  const way = (points: readonly Spot[], kind: string): string =>
    svgPath(points.map(at), kind) + svgDots(points.map(at), `${kind}-step`);
  const entries = [
    { kind: "newton", shape: "line", text: "Newton" },
    { kind: "em", shape: "line", text: "EM" },
    { kind: "maximum", shape: "dot", text: "maximum" },
    { kind: "true-value", shape: "dot", text: "truth" },
    ...(surface.farther.length > 0 ? [{ kind: "farther", shape: "none", text: "✕ another maximum" } as const] : []),
  ] as const;
  const [tx, ty] = at(surface.truth);
  const content = [
    shades(surface, frame),
    svgAxes(frame, x, y, surface.axes[0].name, surface.axes[1].name),
    ascents ? way(ascents.em.points, "em") + way(ascents.newton.points, "newton") : "",
    inside(surface.truth) ? svgDots([[tx, ty]], "true-value") + svgDots([[tx, ty]], "hollow") : "",
    ...surface.farther.filter((one) => inside(one.at)).map((one) => cross(...at(one.at), "farther-cross")),
    inside(surface.estimate) ? svgDots([at(surface.estimate)], "maximum") : "",
    svgLegend(entries, frame.left, 16, frame.width - frame.left).content,
  ].join("");
  return svgPicture(frame, "surface-plot", label, content);
}
