import { boxVectors } from "../../model/box";
import { fromVector, type GateKind, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { parameterPosition, parameterVector } from "../../model/parameters";
import { exp, log, log1p } from "../../numerics/elementary";
import { nelderMead } from "../../numerics/nelder-mead";
import { fisherInformation, type Information } from "../information/information";
import { farStarts } from "./far-alternatives";
import { hellinger, squaredDistance } from "./hellinger";

/** No estimator's risk E|T - psi| at the truth and at the alternative can both be below `bound`. */
export interface LeCamBound<G extends GateKind = "constant"> {
  readonly n: number;
  /** Its place: "lambda", "tau", "beta[j]", "eta[j]" or "nu". */
  readonly parameter: string;
  readonly bound: number;
  readonly alternative: Parameters<G>;
  /** Hellinger distance d_H of truth and alternative for one observation. */
  readonly hellinger: number;
}

/**
 * (1 - sqrt(1 - BC^(2n))) / 2 for a squared Hellinger distance h2 = 1 - BC of one observation: the factor of
 * |psi(theta1) - psi(theta2)| in Le Cam's bound (Tsybakov 2009, section 2.4; TV^2 <= 1 - BC^(2n)).
 */
export function twoPointFactor(n: number, h2: number): number {
  if (!(h2 < 1)) return 0;
  const power = exp(2 * n * log1p(-h2));
  return (0.5 * power) / (1 + Math.sqrt(1 - power));
}

/** Multiples of the standard deviation at which the least informative direction is tried; 1.1 is best where regular. */
const SCALES = [0.5, 1.1, 2] as const;

/** What the search may cost. Beyond three dimensions a distance takes a lattice, and the information is good to a percent. */
interface Effort {
  readonly polished: number;
  readonly evaluations: number;
  /** Relative, of the information and of the winner's squared distance. */
  readonly information: number;
  readonly distance: number;
}

function effortFor(dimension: number, p: number): Effort {
  if (dimension > 3) return { polished: 1, evaluations: 120, information: 0.05, distance: 0.02 };
  return { polished: 3, evaluations: 60 + 30 * p, information: 1e-4, distance: 1e-7 };
}

/**
 * Le Cam's two-point bound for one parameter, maximised over alternatives in the model's box: starts along the least
 * informative direction I^-1 e_j (both signs) and at the far alternatives, each judged, the best polished by simplex
 * searches in coordinates that the information makes round. Any alternative gives a valid bound; a better search
 * could only raise it. The winner's distance is computed anew with the fine quadrature.
 * @throws InputError for an unknown parameter or a truth on lambda = 0 or 1
 *
 * @example
 * ```ts
 * import { informationCurve, leCamBound, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const { bound } = leCamBound(path.model, truth, 1000, "lambda");
 * const [point] = informationCurve(path, [1000]);
 * console.log(bound > 0, bound < (point?.lambda ?? 0)); // below what maximum likelihood reaches: true true
 * ```
 */
export function leCamBound<G extends GateKind>(
  model: ContaminatedMoe<G>,
  truth: Parameters<G>,
  n: number,
  parameter: string,
  information?: Information,
): LeCamBound<G> {
  const j = parameterPosition(model, parameter);
  const theta = toVector(truth);
  const p = theta.length;
  const { lower, upper } = boxVectors(model.box);
  const effort = effortFor(model.covariates.dimension, p);
  const { inverseFactor, deviations } = information ?? fisherInformation(model, truth, effort.information);
  const inBox = (point: Float64Array): Float64Array => {
    return point.map((value, k) => Math.min(Math.max(value, lower[k]), upper[k]));
  };
  const boundAt = (alternative: Float64Array): number => {
    const shift = Math.abs(alternative[j] - theta[j]);
    if (shift === 0) return 0;
    return shift * twoPointFactor(n, squaredDistance(model, truth, fromVector(model, alternative), "search"));
  };
  const root = Math.sqrt(n);
  /** theta + R^-1 w / sqrt(n) around any centre. */
  const around = (centre: Float64Array) => (w: Float64Array) => {
    const point = Float64Array.from(centre);
    for (let i = 0; i < p; i++) for (let k = i; k < p; k++) point[i] += (inverseFactor[i * p + k] * w[k]) / root;
    return inBox(point);
  };

  const starts: Float64Array[] = [];
  if (Number.isFinite(deviations[j])) {
    const direction = Float64Array.from({ length: p }, (_, k) => inverseFactor[j * p + k] / deviations[j]);
    const place = around(theta);
    for (const scale of SCALES) for (const sign of [-1, 1]) starts.push(place(direction.map((w) => sign * scale * w)));
  }
  for (const far of farStarts(model, truth)) starts.push(inBox(toVector(far)));
  for (const edge of [lower[j], upper[j]]) starts.push(theta.map((value, k) => (k === j ? edge : value)));

  const judged = starts.map((point) => ({ point, bound: boundAt(point) }));
  judged.sort((left, right) => right.bound - left.bound);
  let best = judged[0];
  for (const start of judged.slice(0, effort.polished)) {
    if (start.bound <= 0) continue;
    const place = around(start.point);
    const objective = (w: Float64Array): number => {
      const bound = boundAt(place(w));
      return bound > 0 ? -log(bound) : Number.POSITIVE_INFINITY;
    };
    const options = { step: 0.4, evaluations: effort.evaluations, tolerance: 1e-4 };
    const found = nelderMead(objective, new Float64Array(p), options);
    const bound = exp(-found.value);
    if (bound > best.bound) best = { point: place(found.point), bound };
  }
  const alternative = fromVector(model, best.point);
  const { squaredDistance: h2 } = hellinger(model, truth, alternative, effort.distance);
  const bound = Math.abs(best.point[j] - theta[j]) * twoPointFactor(n, h2);
  const { place } = parameterVector(model)[j];
  return { n, parameter: place, bound, alternative, hellinger: Math.sqrt(h2) };
}
