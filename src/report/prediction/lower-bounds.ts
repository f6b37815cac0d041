import type { GateKind } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import { type Path, truthAt } from "../../model/path";
import { exp, log } from "../../numerics/elementary";
import { type LeCamBound, leCamBound } from "../../theory/bounds/le-cam";

export interface BoundOptions {
  /** Number of sizes, evenly spaced in log n; 3 unless told. */
  readonly sizes?: number;
  /** All parameters unless told. */
  readonly parameters?: readonly string[];
}

/** Le Cam bounds of a path's parameters between two sizes: about half a second each. */
export function lowerBounds(
  path: Path<GateKind>,
  from: number,
  to: number,
  options: BoundOptions = {},
): readonly LeCamBound<GateKind>[] {
  const { sizes: count = 3, parameters = vectorNames(path.model) } = options;
  const step = count === 1 ? 0 : (log(to) - log(from)) / (count - 1);
  return Array.from({ length: count }, (_, k) => Math.round(exp(log(from) + k * step))).flatMap((n) =>
    parameters.map((parameter) => leCamBound(path.model, truthAt(path, n), n, parameter)),
  );
}
