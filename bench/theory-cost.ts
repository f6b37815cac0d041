import { informationCurve, leCamBound, logSpaced, scenarioPath, truthAt } from "contaminated-moe";
import { FINE_NODES, interpolatedCurve } from "#dist/theory/information/interpolated-curve";
import { clock } from "./measure";

export interface TheoryCost {
  readonly job: string;
  readonly seconds: number;
  /** Seconds it should take at most. */
  readonly target: number;
}

const { path, sizes } = scenarioPath("D/paper-style");

/** The theory of the path in eight dimensions, first computation in the process and again at other sizes. */
export function benchTheory(): readonly TheoryCost[] {
  const curve = clock(() => informationCurve(path, sizes));
  const again = clock(() => informationCurve(path, logSpaced(3.01, 5.01, sizes.length)));
  const page = clock(() => interpolatedCurve(path, logSpaced(3.02, 5.02, sizes.length), 1e-5, FINE_NODES));
  const bound = clock(() => leCamBound(path.model, truthAt(path, 1e4), 1e4, "lambda"));
  return [
    { job: "curve of D/paper-style, first", seconds: curve, target: 0.5 },
    { job: "curve of D/paper-style, again", seconds: again, target: 0.5 },
    { job: "curve of D/paper-style to 1e-5, as the page draws it", seconds: page, target: 0.5 },
    { job: "Le Cam bound, d = 8", seconds: bound, target: 1 },
  ];
}
