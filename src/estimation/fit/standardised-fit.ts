import { type Box, defaultBox } from "../../model/box";
import { byParameter } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import {
  fromStandardUnits,
  originalBox,
  type Standardisation,
  standardisationOf,
  standardiseModel,
  standardiseSample,
  toStandardUnits,
} from "../../model/sample/standardisation";
import { log } from "../../numerics/elementary";
import type { Fit, Optimum } from "./fit";
import { type FitOptions, fit } from "./maximum-likelihood";
import { errorsOf, observedCovariance, standardCoordinates } from "./observed-covariance";

export interface StandardisedFit {
  /** In the data's units, as is everything in it. */
  readonly fit: Fit;
  readonly units: Standardisation;
  /** In the data's units: the stated box, or what covers the default box of standard units. */
  readonly box: Box;
}

/**
 * Maximum likelihood for data in awkward units. A stated box holds as it is, in the data's units. Without one, the default box
 * is meant in standard units and searched there: x far from 0 (a clock, years) leaves slopes and bias of the data's units too
 * few digits to be told apart. Everything is told in the data's units.
 * @param box the box of the data's units that was asked for
 * @throws InputError for user-defined experts and constant covariates
 */
export function fitInStandardUnits(
  model: ContaminatedMoe,
  sample: Sample,
  box: Box | undefined,
  options: FitOptions = {},
): StandardisedFit {
  const units = standardisationOf(model, sample);
  if (box !== undefined) return { fit: fit({ ...model, box }, sample, options), units, box };
  const usual = defaultBox(promptParameters(model));
  const own = originalBox(units, usual);
  const { warm, ...rest } = options;
  const settings = warm === undefined ? rest : { ...rest, warm: toStandardUnits(units, warm) };
  const found = fit(standardiseModel(units, model, usual), standardiseSample(units, sample), settings);
  return { fit: inDataUnits(found, units, { ...model, box: own }, sample), units, box: own };
}

/** A fit of standardised data, told in the data's units: densities of y are those of y' over t. */
function inDataUnits(found: Fit, units: Standardisation, model: ContaminatedMoe, sample: Sample): Fit {
  const shift = sample.n * log(units.responseScale);
  const back = (optimum: Optimum): Optimum => ({
    ...optimum,
    ...fromStandardUnits(units, optimum),
    logLikelihood: optimum.logLikelihood - shift,
  });
  const estimate = fromStandardUnits(units, found.estimate);
  const coordinates = standardCoordinates(model, sample, estimate, found.atBound);
  return {
    ...found,
    estimate,
    logLikelihood: found.logLikelihood - shift,
    standardErrors: byParameter(errorsOf(coordinates, observedCovariance(coordinates))),
    optima: found.optima.map(back),
    interior: found.interior === null ? null : back(found.interior),
  };
}
