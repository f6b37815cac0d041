import { type ByParameter, byParameter, type GateKind, inVectorOrder } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type Path, truthAt } from "../../model/path";
import { log } from "../../numerics/elementary";
import { fisherInformation } from "./information";
import { preciseTruthAt } from "./precise-information";

/** sqrt(diag(I_n^-1) / n) at the truth of that n: the error a regular efficient estimator has. */
export type CurvePoint<G extends GateKind = "constant"> = ByParameter<number, G> & {
  readonly n: number;
  /** Of the quadrature, as seen by refinement. */
  readonly relativeError: number;
};

/** e in curve ~ n^-e near n. */
export type LocalSlope<G extends GateKind = "constant"> = ByParameter<number, G> & { readonly n: number };

/** The curve's point for n observations whose information per observation has these deviations. */
export function curvePoint<G extends GateKind>(
  model: ContaminatedMoe<G>,
  n: number,
  deviations: Float64Array,
  relativeError: number,
): CurvePoint<G> {
  const scaled = byParameter(
    model,
    deviations.map((d) => d / Math.sqrt(n)),
  );
  return { n, ...scaled, relativeError } as CurvePoint<G>;
}

/**
 * The information curve of a path at the given sizes (any: gaps are formed from the power laws, to n = 1e60 and beyond).
 * @throws InputError when the path leaves the parameter space at one of them.
 *
 * @example
 * ```ts
 * import { fisherInformation, informationCurve, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const [at] = informationCurve(path, [1000]);
 * const { deviations } = fisherInformation(path.model, truthAt(path, 1000));
 * console.log(Math.abs((at?.lambda ?? 0) / ((deviations[0] ?? 0) / Math.sqrt(1000)) - 1) < 1e-6); // true
 * ```
 */
export function informationCurve<G extends GateKind>(
  path: Path<G>,
  sizes: readonly number[],
  tolerance?: number,
): readonly CurvePoint<G>[] {
  return sizes.map((n) => {
    const { deviations, relativeError } = fisherInformation(
      path.model,
      truthAt<G>(path, n),
      tolerance,
      preciseTruthAt(path, n),
    );
    return curvePoint(path.model, n, deviations, relativeError);
  });
}

/** Minus the slope of log curve on log n between two points. */
function slopeBetween<G extends GateKind>(
  model: ContaminatedMoe<G>,
  left: CurvePoint<G>,
  right: CurvePoint<G>,
  n: number,
): LocalSlope<G> {
  const width = log(right.n) - log(left.n);
  const slope = (before: number, after: number): number => (log(before) - log(after)) / width;
  const after = inVectorOrder<number>(right);
  const slopes = inVectorOrder<number>(left).map((before, j) => slope(before, after[j]));
  return Object.assign({ n }, byParameter(model, slopes));
}

/**
 * The local exponents of a path's information curve: central differences of log curve on log n between 0.9 n and
 * n / 0.9. They drift slowly to the sharp exponents (notebooks/04-linear-experts).
 *
 * @example
 * ```ts
 * import { localSlopes, scenarioPath } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const [, last] = localSlopes(path, [1e12, 1e15]);
 * console.log(last?.nu.toFixed(2)); // on its way to 3/8: 0.39
 * ```
 */
export function localSlopes<G extends GateKind>(
  path: Path<G>,
  sizes: readonly number[],
  tolerance = 1e-9,
): readonly LocalSlope<G>[] {
  return sizes.map((n) => {
    const [left, right] = informationCurve<G>(path, [0.9 * n, n / 0.9], tolerance);
    return slopeBetween(path.model, left, right, n);
  });
}
