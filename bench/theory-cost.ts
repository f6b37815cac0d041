import { informationCurve, leCamBound, logSpaced, scenarioPath, truthAt } from "contaminated-moe";
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
  const bound = clock(() => leCamBound(path.model, truthAt(path, 1e4), 1e4, "lambda"));
  return [
    { job: "curve of D/paper-style, first", seconds: curve, target: 0.5 },
    { job: "curve of D/paper-style, again", seconds: again, target: 0.5 },
    { job: "Le Cam bound, d = 8", seconds: bound, target: 1 },
  ];
}
