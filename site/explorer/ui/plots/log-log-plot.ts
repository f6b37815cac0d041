import type { CurvePoint, ErrorCell, ErrorSeries, LogLogData } from "../../findings/log-log-data";
import { logScale, type Scale } from "./scale";
import {
  type Frame,
  px,
  svgArea,
  svgAxes,
  svgDots,
  svgLegend,
  svgLine,
  svgPath,
  svgPicture,
  svgText,
  textWidth,
} from "./svg";

const MARGIN = { left: 62, right: 14, bottom: 46 };
const LINE = 18;
const RANGE_AIR = 1.12;

/** The error axis: from a little below all curves, means and bounds (further with dots, which scatter) to a little above. */
function errorRange({ curve, pinned, series, bounds, plan }: LogLogData): readonly [number, number] {
  const values = [
    ...curve.map(({ value }) => value),
    ...pinned.map(({ value }) => value),
    ...bounds.map(({ value }) => value),
    ...series.flatMap(({ cells }) => cells.flatMap(({ rmse }) => (rmse === null ? [] : [rmse]))),
    ...(plan ? [plan.error] : []),
  ].filter((value) => value > 0 && Number.isFinite(value));
  if (values.length === 0) return [1e-3, 1];
  const hasDots = series.some(({ cells }) => cells.some(({ dots }) => dots.length > 0));
  return [Math.min(...values) / (hasDots ? 6 : 1.8), Math.max(...values) * (hasDots ? 3 : 1.8)];
}

/** Title and legend, in pixels. */
function headHeight(data: LogLogData, width: number): number {
  return LINE * titleLines(data.title, width).length + legendOf(data, width).height;
}

/** On a phone the picture leaves room for what moves it. */
const NARROW = 480;

/** The height at which the data area has the same size on every screen, however many lines the legend takes. */
export function logLogHeight(data: LogLogData, width: number): number {
  return (width < NARROW ? 206 : 380) + headHeight(data, width);
}

/** The plot's frame and axes at a given size in pixels: also what the brush uses to turn pixels into sizes. */
export function logLogAxes(data: LogLogData, width: number, height: number): { frame: Frame; x: Scale; y: Scale } {
  const frame = {
    width,
    height,
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: 6 + headHeight(data, width),
    bottom: height - MARGIN.bottom,
  };
  // What a wanted error needs may lie beyond the study: the axis reaches to it.
  const sizes = [...data.sizes, ...(data.plan?.n ? [data.plan.n] : [])];
  const [from, to] = [Math.min(...sizes), Math.max(...sizes)];
  const [low, high] = errorRange(data);
  return {
    frame,
    x: logScale(from / RANGE_AIR, to * RANGE_AIR, frame.left, frame.right),
    y: logScale(low, high, frame.bottom, frame.top),
  };
}

const SERIES_TEXT = {
  pinned: "pinned RMSE",
  cold: "RMSE, cold fits",
  warm: "RMSE, fits started at the truth",
  published: "published RMSE",
} as const;

function legendOf(data: LogLogData, width: number) {
  const filled = data.series.filter(({ cells }) => cells.some(({ rmse }) => rmse !== null));
  const dotted = filled.find(({ cells }) => cells.some(({ dots }) => dots.length > 0));
  const has = (what: (cell: ErrorCell) => number): boolean =>
    data.series.some(({ cells }) => cells.some((cell) => what(cell) > 0));
  const lines = data.curve.length > 0 ? data.lines : [];
  return svgLegend(
    [
      ...(data.curve.length > 0 ? [{ kind: "curve", shape: "line", text: "information curve" } as const] : []),
      ...(data.pinned.length > 0 ? [{ kind: "pinned-curve", shape: "line", text: "pinned curve" } as const] : []),
      ...lines.map(({ kind, text }) => ({ kind, shape: "line", text }) as const),
      ...(data.bounds.length > 0 ? [{ kind: "bound", shape: "line", text: "lower bound" } as const] : []),
      ...filled.map(({ kind }) => ({ kind: `mean ${kind}`, shape: "dot", text: SERIES_TEXT[kind] }) as const),
      ...(dotted
        ? [
            {
              kind: `dot ${dotted.kind}`,
              shape: "dot",
              text: "|error| of a replicate",
            } as const,
          ]
        : []),
      ...(has(({ flagged }) => flagged.length)
        ? [{ kind: "dot trouble", shape: "dot", text: "on a bound or not converged" } as const]
        : []),
      ...(has(({ failures }) => failures)
        ? [{ kind: "failed", shape: "none", text: "✕ n: fits without estimate" } as const]
        : []),
    ],
    MARGIN.left,
    LINE * titleLines(data.title, width).length + 14,
    width - MARGIN.left - MARGIN.right,
  );
}

/** The title, broken after commas where the picture is narrow. */
function titleLines(title: string, width: number): readonly string[] {
  // On a phone the controls above say the same.
  if (width < NARROW) return [];
  const lines: string[] = [];
  for (const part of title.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last !== undefined && 1.15 * textWidth(`${last} ${part}`) < width - MARGIN.left)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  return lines;
}

function within(y: Scale, value: number): number {
  return y.to(Math.min(y.high, Math.max(y.low, value)));
}

/** Replicates at one size beside each other, so that dots do not hide behind the mean. */
function spread(k: number): number {
  return ((k * 7) % 17) - 8;
}

function seriesContent({ kind, cells }: ErrorSeries, x: Scale, y: Scale, top: number): string {
  const shift = kind === "warm" ? 7 : kind === "pinned" ? -7 : 0;
  const means = cells.flatMap(({ n, rmse, mcse }) => (rmse === null ? [] : [{ at: x.to(n) + shift, rmse, mcse }]));
  // One replicate has no standard error: its mean has no interval.
  const known = means.flatMap(({ at, rmse, mcse }) => (mcse === null ? [] : [{ at, rmse, mcse }]));
  // Normal on the logarithmic scale (delta method), as in the slopes' weights: never below zero.
  const bound = (rmse: number, mcse: number, sign: number): number =>
    within(y, rmse * Math.exp((sign * 1.96 * mcse) / rmse));
  const edge = (sign: number) => known.map(({ at, rmse, mcse }) => [at, bound(rmse, mcse, sign)] as const);
  const dots = (pick: (cell: ErrorCell) => readonly number[], kindOfDot: string): string =>
    svgDots(
      cells.flatMap((cell) => {
        const at = x.to(cell.n) + shift;
        return pick(cell).map((value, k) => [at + 0.7 * spread(k), within(y, value)] as const);
      }),
      kindOfDot,
    );
  const whiskers = known.map(({ at, rmse, mcse }) =>
    svgLine(at, bound(rmse, mcse, 1), at, bound(rmse, mcse, -1), `whisker ${kind}`),
  );
  const failures = cells.flatMap(({ n, failures: count }) =>
    count === 0 ? [] : [svgText(x.to(n), top + 14, `✕ ${count}`, "failed", "middle")],
  );
  return [
    svgArea(edge(1), edge(-1), `band ${kind}`),
    dots(({ dots: fine }) => fine, `dot ${kind}`),
    dots(({ flagged }) => flagged, "dot trouble"),
    ...whiskers,
    svgDots(
      means.map(({ at, rmse }) => [at, within(y, rmse)] as const),
      `mean ${kind}`,
    ),
    kind === "pinned"
      ? svgDots(
          means.map(({ at, rmse }) => [at, within(y, rmse)] as const),
          "hollow",
        )
      : "",
    ...failures,
  ].join("");
}

function planContent({ error, n }: NonNullable<LogLogData["plan"]>, frame: Frame, x: Scale, y: Scale): string {
  const level = within(y, error);
  const reached = n !== null && n >= x.low && n <= x.high ? svgLine(x.to(n), level, x.to(n), frame.bottom, "plan") : "";
  const text = `wanted: ${Number(error.toPrecision(3))}${n === null ? "" : `, n = ${n}`}`;
  return (
    svgLine(frame.left, level, frame.right, level, "plan") +
    reached +
    svgText(frame.right - 4, level - 5, text, "tick", "end")
  );
}

/** A line of slope -exponent (in log-log) through the curve's last point, cut at the frame. */
function slopeLine(exponent: number, last: CurvePoint, x: Scale, y: Scale, kind: string): string {
  const at = (n: number): number => last.value * (n / last.n) ** -exponent;
  // Where it leaves through the top or the bottom.
  const inside = [
    x.low,
    x.high,
    last.n * (last.value / y.high) ** (1 / exponent),
    last.n * (last.value / y.low) ** (1 / exponent),
  ]
    .filter((n) => n >= x.low * 0.9999 && n <= x.high * 1.0001 && at(n) >= y.low * 0.9999 && at(n) <= y.high * 1.0001)
    .sort((a, b) => a - b);
  const [first, end] = exponent === 0 ? [x.low, x.high] : [inside[0], inside[inside.length - 1]];
  return first === undefined || end === undefined
    ? ""
    : svgLine(x.to(first), y.to(at(first)), x.to(end), y.to(at(end)), kind);
}

/** Errors against n, both logarithmic: replicates, RMSE with its Monte Carlo band, and everything predicted. */
export function logLogPlot(data: LogLogData, width: number, height: number): string {
  const { frame, x, y } = logLogAxes(data, width, height);
  const last = data.curve.at(-1);
  const [from, to] = data.window.map((n) => Math.min(frame.right, Math.max(frame.left, x.to(n))));
  const shade = `<rect x="${px(from - 5)}" y="${px(frame.top)}" width="${px(to - from + 10)}" height="${px(frame.bottom - frame.top)}" class="window"/>`;
  const points = (list: readonly CurvePoint[]) => list.map(({ n, value }) => [x.to(n), within(y, value)] as const);
  const content = [
    shade,
    svgAxes(frame, x, y, "sample size n", `error of ${data.parameter}`),
    data.at !== null && data.at >= x.low && data.at <= x.high
      ? svgLine(x.to(data.at), frame.top, x.to(data.at), frame.bottom, "level")
      : "",
    svgPath(points(data.pinned), "pinned-curve"),
    ...data.series.map((series) => seriesContent(series, x, y, frame.top)),
    data.former ? '<g class="former">' : "<g>",
    svgPath(points(data.curve), "curve"),
    ...(last ? data.lines.map(({ kind, exponent }) => slopeLine(exponent, last, x, y, kind)) : []),
    svgPath(points(data.bounds), "bound"),
    svgDots(points(data.bounds), "bound-dot"),
    "</g>",
    data.plan ? planContent(data.plan, frame, x, y) : "",
    data.highlight
      ? `<circle cx="${px(x.to(data.highlight.n))}" cy="${px(within(y, data.highlight.value))}" r="7" class="highlight"/>`
      : "",
    ...titleLines(data.title, width).map((line, k) => svgText(MARGIN.left, 16 + LINE * k, line, "title")),
    legendOf(data, width).content,
  ].join("");
  return svgPicture(frame, "log-log", describe(data), content);
}

function describe({ title, series, curve }: LogLogData): string {
  const [first, last] = [curve[0], curve.at(-1)];
  const predicted =
    first && last
      ? ` The information curve falls from ${first.value.toPrecision(3)} at n = ${Math.round(first.n)} to ${last.value.toPrecision(3)} at n = ${Math.round(last.n)}.`
      : "";
  const measured = series.map(({ name, cells }) => {
    const known = cells.filter(({ rmse }) => rmse !== null);
    return known.length === 0
      ? ""
      : ` ${name}: ${known.map(({ n, rmse }) => `${rmse?.toPrecision(3)} at ${n}`).join(", ")}.`;
  });
  return `${title}, against n, both axes logarithmic.${predicted}${measured.join("")}`;
}
