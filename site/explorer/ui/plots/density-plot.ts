import type { GateKind, Parameters } from "../../../../src/model/by-parameter";
import { expertValue } from "../../../../src/model/expert";
import type { Path } from "../../../../src/model/path";
import { conditionalDensities } from "../../../../src/report/figures/model/conditional-densities";
import { linearScale, type Scale } from "./scale";
import { type Frame, type LegendEntry, svgArea, svgAxes, svgLegend, svgPath, svgPicture, svgText } from "./svg";

const POINTS = 121;

/** The frame and axes of the density's picture: also what a drag uses to turn pixels into values. */
export interface DensityFrame {
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
}

/** x = (value, 0, ..., 0): what is shown of models with more covariates. */
function covariates(path: Path<GateKind>, value: number): Float64Array {
  const x = new Float64Array(path.model.covariates.dimension);
  x[0] = value;
  return x;
}

function values(low: number, high: number): readonly number[] {
  return Array.from({ length: POINTS }, (_, k) => low + ((high - low) * k) / (POINTS - 1));
}

/** Axes that hold both components at one x. */
export function densityFrame(
  path: Path<GateKind>,
  truth: Parameters<GateKind>,
  at: number,
  width: number,
  height: number,
): DensityFrame {
  const { pretrained, prompt } = path.model;
  const point = covariates(path, at);
  const centres = [
    { mean: expertValue(pretrained.expert, point, pretrained.eta), deviation: Math.sqrt(pretrained.nu) },
    { mean: expertValue(prompt.expert, point, truth.eta), deviation: Math.sqrt(truth.nu) },
  ];
  const low = Math.min(...centres.map(({ mean, deviation }) => mean - 3.5 * deviation));
  const high = Math.max(...centres.map(({ mean, deviation }) => mean + 3.5 * deviation));
  const frame = { width, height, left: 46, right: width - 8, top: 40, bottom: height - 40 };
  const { mixture } = conditionalDensities(path.model, truth, point, values(low, high));
  return {
    frame,
    x: linearScale(low, high, frame.left, frame.right),
    y: linearScale(0, 1.1 * Math.max(...mixture), frame.bottom, frame.top, height < 200 ? 2 : 4),
  };
}

/** The height of the prompt's part at y. */
export function promptHeight(path: Path<GateKind>, truth: Parameters<GateKind>, at: number, y: number): number {
  return conditionalDensities(path.model, truth, covariates(path, at), [y]).prompt[0];
}

/** The conditional density p(y|x) at one x, as the sum of its weighted parts. */
export function densityPlot(
  path: Path<GateKind>,
  truth: Parameters<GateKind>,
  at: number,
  { frame, x, y }: DensityFrame,
): string {
  const ys = values(x.low, x.high);
  const { frozen, prompt: part, mixture } = conditionalDensities(path.model, truth, covariates(path, at), ys);
  // While it is dragged the axes stay, and a curve may leave them.
  const line = (heights: readonly number[]) =>
    ys.map((value, k) => [x.to(value), y.to(Math.min(heights[k], y.high))] as const);
  const floor = ys.map((value) => [x.to(value), y.to(0)] as const);
  const share = "lambda" in truth ? "λ" : "π(x)";
  const entries: readonly LegendEntry[] = [
    { kind: "pretrained", shape: "line", text: `(1 − ${share}) f₀` },
    { kind: "prompt", shape: "line", text: `${share} f` },
    { kind: "curve", shape: "line", text: "p" },
  ];
  const content = [
    svgAxes(frame, x, y, "y", "density"),
    svgArea(line(frozen), floor, "area pretrained-area"),
    svgArea(line(part), floor, "area prompt-area"),
    svgPath(line(frozen), "pretrained"),
    svgPath(line(part), "prompt"),
    svgPath(line(mixture), "curve"),
    svgText(frame.left, 14, `p(y | x = ${Number(at.toFixed(2))})`, "title"),
    svgLegend(entries, frame.left, 32, frame.width).content,
  ].join("");
  const label = `The conditional density of y at x = ${at}: the frozen part, the prompt's part and their sum.`;
  return svgPicture(frame, "density-plot", label, content);
}
