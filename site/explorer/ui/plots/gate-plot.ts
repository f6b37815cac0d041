import type { Parameters } from "../../../../src/model/by-parameter";
import type { Covariates } from "../../../../src/model/contaminated-moe";
import { shareAt } from "../../../../src/model/gate";
import { linearScale } from "./scale";
import { type Frame, type LegendEntry, svgAxes, svgLegend, svgLine, svgPath, svgPicture } from "./svg";

const POINTS = 121;
/** How far x is shown: the uniform law's whole reach, three standard deviations of the normal one. */
const REACH = { uniform: Math.sqrt(3), normal: 3 } as const;

type Gate = Parameters<"softmax">;

/** The unit vector along which the true gate rises; the first covariate where it does not. */
export function gateDirection({ beta }: Gate): readonly number[] {
  const length = Math.sqrt(beta.reduce((sum, b) => sum + b * b, 0));
  return beta.map((b, j) => (length > 0 ? b / length : j === 0 ? 1 : 0));
}

/** pi along a line through 0: how the share of the prompt depends on x. */
export function gatePlot(
  { law, dimension }: Covariates,
  truth: Gate,
  estimate: Gate | undefined,
  width: number,
  height: number,
  label: string,
): string {
  const reach = law === "normal" ? REACH.normal : REACH.uniform;
  const along = gateDirection(truth);
  const places = Array.from({ length: POINTS }, (_, k) => reach * ((2 * k) / (POINTS - 1) - 1));
  const frame: Frame = { width, height, left: 62, right: width - 14, top: 30, bottom: height - 44 };
  const x = linearScale(-reach, reach, frame.left, frame.right);
  const y = linearScale(0, 1, frame.bottom, frame.top, 4);
  const curve = (gate: Gate) =>
    places.map((t) => {
      const share = shareAt(
        gate,
        along.map((unit) => t * unit),
      );
      return [x.to(t), y.to(share)] as const;
    });
  const entries: readonly LegendEntry[] = [
    { kind: "truth", shape: "line", text: "true gate" },
    ...(estimate ? [{ kind: "estimate", shape: "line", text: "estimated" } as const] : []),
  ];
  const content = [
    svgAxes(frame, x, y, dimension === 1 ? "x" : "x along β*", "π(x)"),
    svgLine(frame.left, y.to(0.5), frame.right, y.to(0.5), "level"),
    estimate ? svgPath(curve(estimate), "estimate") : "",
    svgPath(curve(truth), "truth"),
    svgLegend(entries, frame.left, 18, frame.width).content,
  ].join("");
  return svgPicture(frame, "gate-plot", label, content);
}
