import { boxVectors, type Interval } from "../../model/box";
import { fromVector, type GateKind, inVectorOrder, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import type { Fit } from "../fit/fit";
import type { LikelihoodFactory } from "../likelihood/likelihood";
import { fitHolding, type Held, heldIndex } from "./profile-likelihood";

/** The values that a likelihood ratio test does not reject: from the lowest to the highest of them, within the box. */
export interface LikelihoodInterval {
  readonly low: number;
  readonly high: number;
  /** The interval ends because the box does. */
  readonly lowAtBox: boolean;
  readonly highAtBox: boolean;
}

/** Values of the parameter tried between the estimate and either end of the box before the end is refined. */
const SCAN = 16;

/** Where the others are expected when the held parameter moves from a point to `value`: along `tangent`, within the box. */
function moved<G extends GateKind>(
  model: ContaminatedMoe<G>,
  from: Parameters<G>,
  at: number,
  value: number,
  tangent: ArrayLike<number> | undefined,
): Parameters<G> {
  if (tangent === undefined) return from;
  const { lower, upper } = boxVectors(model.box);
  const theta = toVector(from);
  const step = value - theta[at];
  return fromVector(
    model,
    theta.map((x, j) => Math.min(upper[j], Math.max(lower[j], x + step * tangent[j]))),
  );
}

/**
 * {v : 2 (l(theta^) - max_{parameter = v} l) <= critical}, from its lowest to its highest member (with several optima
 * the set may have gaps). The profile is followed from the estimate outwards, each maximum started from its neighbour and
 * from every optimum of the fit. It respects the box, needs no standard error, and is the same for lambda and its logit.
 *
 * `tangent` is d theta / d (held) along the profile, as a covariance gives it: a bias far from the data's x moves its slopes.
 *
 * With critical = 3.84 it has level 95 % where the parameters are identified and inside the box; near lambda = 0 or near
 * merging they are not, and the level is only nominal.
 *
 * @example
 * ```ts
 * import { drawSample, fit, likelihoodInterval, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const found = fit(path.model, sample);
 * const { low, high } = likelihoodInterval(path.model, sample, "lambda", found, 3.84); // 95 %
 * console.log(low < found.estimate.lambda, found.estimate.lambda < high); // true true
 * ```
 */
export function likelihoodInterval<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  held: Held,
  found: Fit<G>,
  critical: number,
  likelihood?: LikelihoodFactory,
  tangent?: ArrayLike<number>,
): LikelihoodInterval {
  const at = heldIndex(model, held);
  const [lowest, highest] = inVectorOrder<Interval>(model.box)[at];
  const centre = inVectorOrder<number>(found.estimate)[at];
  const options = likelihood === undefined ? {} : { likelihood };
  let neighbour = found.estimate;
  const inside = (value: number): boolean => {
    const starts = [neighbour, ...found.optima.slice(0, 4)].map((from) => moved(model, from, at, value, tangent));
    const fits = starts.map((warm) => fitHolding(model, sample, held, value, { ...options, warm }));
    const best = fits.reduce((top, one) => (one.logLikelihood > top.logLikelihood ? one : top));
    neighbour = best.estimate;
    return 2 * (found.logLikelihood - best.logLikelihood) <= critical;
  };
  /** The end between the estimate and `bound`. */
  const end = (bound: number): { readonly at: number; readonly box: boolean } => {
    if (bound === centre) return { at: bound, box: true };
    neighbour = found.estimate;
    let within = centre;
    let beyond = Number.NaN;
    for (let k = 1; k <= SCAN; k++) {
      // Finer near the estimate: squares of equal steps.
      const value = k === SCAN ? bound : centre + (bound - centre) * (k / SCAN) ** 2;
      if (inside(value)) {
        within = value;
        beyond = Number.NaN;
      } else if (Number.isNaN(beyond)) beyond = value;
    }
    if (Number.isNaN(beyond)) return { at: bound, box: true };
    neighbour = found.estimate;
    for (let step = 0; step < 60; step++) {
      const middle = 0.5 * (within + beyond);
      if (Math.abs(beyond - within) <= 1e-6 * (Math.abs(centre - middle) + 1e-9)) break;
      if (inside(middle)) within = middle;
      else beyond = middle;
    }
    return { at: within, box: false };
  };
  const low = end(lowest);
  const high = end(highest);
  return { low: low.at, high: high.at, lowAtBox: low.box, highAtBox: high.box };
}
