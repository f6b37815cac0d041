import { type Box, defaultBox } from "../../model/box";
import { fromVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { promptParameters } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import {
  fromStandardUnits,
  originalBox,
  type Standardisation,
  standardBox,
  standardisationOf,
  standardiseModel,
  standardiseSample,
} from "../../model/sample/standardisation";
import type { Fit } from "./fit";
import { type FitOptions, fit } from "./maximum-likelihood";

export interface StandardisedFit {
  /** In the data's units, as is everything in it. */
  readonly fit: Fit;
  readonly units: Standardisation;
  /** In the data's units: the stated box, or what covers the default box of standard units. */
  readonly box: Box;
}

/**
 * Maximum likelihood found in standard units and told in the data's: the cold search runs on the standardised data, every
 * distinct optimum is taken back and polished (a few Newton steps) in the data's own units and box. Estimate,
 * score, standard errors, log-likelihood and bounds are therefore exactly those of a fit in the data's units.
 * @param box the box of the data's units that was asked for; without one, the default box holds in standard units
 * @throws InputError for user-defined experts and constant covariates
 */
export function fitInStandardUnits(
  model: ContaminatedMoe,
  sample: Sample,
  box: Box | undefined,
  options: FitOptions = {},
): StandardisedFit {
  const units = standardisationOf(model, sample);
  const standard = box === undefined ? defaultBox(promptParameters(model)) : standardBox(units, box);
  const own = box ?? originalBox(units, standard);
  const original = { ...model, box: own };
  const search = fit(standardiseModel(units, model, standard), standardiseSample(units, sample), options);
  const polished = search.optima
    .map((optimum) => {
      const warm = fromStandardUnits(units, optimum);
      // A point outside the stated box starts at its edge.
      const inside = fromVector([
        within(warm.lambda, own.lambda),
        ...warm.eta.map((value, j) => within(value, own.eta[j])),
        within(warm.nu, own.nu),
      ]);
      return fit(original, sample, { ...options, warm: inside });
    })
    .sort((left, right) => right.logLikelihood - left.logLikelihood);
  const best = polished[0];
  const optima = polished
    .filter((one, i) => i === 0 || (one.converged && one.estimate.lambda > 0))
    .map((one) => ({ ...one.estimate, logLikelihood: one.logLikelihood }))
    .filter((one, i, all) => all.findIndex((other) => same(one, other)) === i);
  const passes = search.passes + polished.reduce((sum, one) => sum + one.passes, 0);
  return {
    fit: { ...best, optima, passes, starts: search.starts, iterations: search.iterations + best.iterations },
    units,
    box: own,
  };
}

function within(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

function same(
  one: { readonly logLikelihood: number; readonly lambda: number; readonly nu: number },
  other: { readonly logLikelihood: number; readonly lambda: number; readonly nu: number },
): boolean {
  return (
    Math.abs(one.logLikelihood - other.logLikelihood) < 1e-6 * (1 + Math.abs(one.logLikelihood)) &&
    Math.abs(one.lambda - other.lambda) < 1e-4 &&
    Math.abs(one.nu - other.nu) < 1e-4 * one.nu
  );
}
