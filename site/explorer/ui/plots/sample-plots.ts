import type { GateKind, Parameters } from "../../../../src/model/by-parameter";
import { expertValue } from "../../../../src/model/expert";
import type { Path } from "../../../../src/model/path";
import type { Cloud, Look } from "../../work/tasks";
import { linearScale } from "./scale";
import {
  type Frame,
  type LegendEntry,
  svgAxes,
  svgDots,
  svgLegend,
  svgLine,
  svgPath,
  svgPicture,
  svgText,
} from "./svg";

const POINTS = 121;

function frameOf(width: number, height: number): Frame {
  return { width, height, left: 52, right: width - 12, top: 44, bottom: height - 44 };
}

/** Title and legend above a plot. */
function head(frame: Frame, title: string, entries: readonly LegendEntry[]): string {
  return svgText(frame.left, 16, title, "title") + svgLegend(entries, frame.left, 36, frame.width).content;
}

/** x = (value, 0, ..., 0): what is shown of models with more covariates. */
function covariates(path: Path<GateKind>, value: number): Float64Array {
  const x = new Float64Array(path.model.covariates.dimension);
  x[0] = value;
  return x;
}

function grid(low: number, high: number): readonly number[] {
  return Array.from({ length: POINTS }, (_, k) => low + ((high - low) * k) / (POINTS - 1));
}

const REACH = 1.8;

function firstCovariate(path: Path<GateKind>): string {
  return path.model.covariates.dimension === 1 ? "x" : "x₁ (lines: the other covariates at 0)";
}

/** A sample's first observations with the mean of the frozen model and of one or two prompts. */
export function samplePlot(
  path: Path<GateKind>,
  cloud: Cloud,
  prompts: readonly {
    readonly parameters: Parameters<GateKind>;
    readonly kind: "prompt" | "estimate";
    readonly name: string;
  }[],
  width: number,
  height: number,
  id: string,
): string {
  const { pretrained, prompt } = path.model;
  const reach = Math.max(REACH, ...cloud.x.map(Math.abs));
  const xs = grid(-reach, reach);
  const mean0 = xs.map((x) => expertValue(pretrained.expert, covariates(path, x), pretrained.eta));
  const means = prompts.map(({ parameters }) =>
    xs.map((x) => expertValue(prompt.expert, covariates(path, x), parameters.eta)),
  );
  const sorted = [...cloud.y].sort((a, b) => a - b);
  // Heavy tails would squeeze the plot: 1 % of the points may lie outside, and say so.
  const cut = Math.floor(0.005 * sorted.length);
  const low = Math.min(sorted[cut] ?? -1, ...mean0);
  const high = Math.max(sorted[sorted.length - 1 - cut] ?? 1, ...mean0);
  const air = 0.06 * (high - low);
  const frame = frameOf(width, height);
  const x = linearScale(-reach, reach, frame.left, frame.right);
  const y = linearScale(low - air, high + air, frame.bottom, frame.top);
  const inside = cloud.y.flatMap((value, k) =>
    value >= y.low && value <= y.high ? [[x.to(cloud.x[k]), y.to(value)] as const] : [],
  );
  const line = (values: readonly number[]) =>
    xs.flatMap((at, k) => (values[k] >= y.low && values[k] <= y.high ? [[x.to(at), y.to(values[k])] as const] : []));
  const outside = cloud.y.length - inside.length;
  const text = `${cloud.y.length} of ${cloud.n} observations${outside > 0 ? `, ${outside} outside` : ""}`;
  const entries: readonly LegendEntry[] = [
    { kind: "pretrained", shape: "line", text: "h₀" },
    ...prompts.map(({ kind, name }) => ({ kind, shape: "line", text: name }) as const),
  ];
  const content = [
    svgAxes(frame, x, y, firstCovariate(path), "y"),
    svgDots(inside, "dot sample"),
    svgPath(line(mean0), "pretrained"),
    ...means.map((values, k) => svgPath(line(values), prompts[k].kind)),
    head(frame, text, entries),
  ].join("");
  return svgPicture(frame, id, `A sample, ${text}, with the means of the frozen model and the prompt.`, content);
}

/** The profile log-likelihood of one parameter, relative to the fit's, with the estimate, the truth and the 95 % level. */
export function profilePlot(
  profile: Look["profile"],
  marks: { readonly estimate: number; readonly truth: number },
  name: string,
  width: number,
  height: number,
): string {
  const frame = frameOf(width, height);
  const drops = profile.map(({ drop }) => drop);
  const deepest = Math.max(-12, Math.min(-3, ...drops));
  const highest = Math.max(0, ...drops);
  const x = linearScale(profile[0].value, profile[profile.length - 1].value, frame.left, frame.right);
  const y = linearScale(deepest, highest - 0.08 * deepest, frame.bottom, frame.top);
  const line = profile.flatMap(({ value, drop }) => (drop >= deepest ? [[x.to(value), y.to(drop)] as const] : []));
  const vertical = (value: number, kind: string): string =>
    value >= x.low && value <= x.high ? svgLine(x.to(value), frame.top, x.to(value), frame.bottom, kind) : "";
  const level = y.to(-1.92);
  const entries: readonly LegendEntry[] = [
    { kind: "estimate", shape: "line", text: "estimate" },
    { kind: "truth", shape: "line", text: "truth" },
  ];
  const content = [
    svgAxes(frame, x, y, name, "profile log-likelihood"),
    svgLine(frame.left, level, frame.right, level, "level"),
    svgText(frame.right - 3, level - 4, "95 % level", "tick", "end"),
    svgPath(line, "curve"),
    vertical(marks.estimate, "estimate"),
    vertical(marks.truth, "truth"),
    head(frame, `likelihood of ${name}`, entries),
  ].join("");
  const label = `Profile log-likelihood of ${name}; the estimate is ${marks.estimate.toPrecision(4)}, the truth ${marks.truth.toPrecision(4)}.`;
  return svgPicture(frame, "profile-plot", label, content);
}
