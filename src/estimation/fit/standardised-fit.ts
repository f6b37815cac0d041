import { type Box, boxVectors, withPoints } from "../../model/box";
import { byParameter, type GateKind, inVectorOrder } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import {
  fromStandardUnits,
  openStandardBox,
  originalBox,
  standardiseModel,
  toStandardUnits,
} from "../../model/sample/standard-parameters";
import { type Standardisation, standardisationOf, standardiseSample } from "../../model/sample/standardisation";
import { log } from "../../numerics/elementary";
import type { Fit, Optimum } from "./fit";
import type { FitOptions } from "./maximum-likelihood";
import { errorsOf, observedCovariance, standardCoordinates } from "./observed-covariance";
import { fitWideningOnce } from "./widen-box";

export interface StandardisedFit<G extends GateKind = "constant"> {
  /** In the data's units, as is everything in it. */
  readonly fit: Fit<G>;
  readonly units: Standardisation;
  /** In the data's units: what covers the box of standard units that held. */
  readonly box: Box<G>;
  /** The parameters whose interval, which nobody stated, was widened once because it stopped the search. */
  readonly widened: readonly string[];
}

/**
 * Maximum likelihood for data in awkward units, where nobody stated a box (one that is stated is obeyed by `fit`): the default
 * box is meant in standard units and searched there, for x far from 0 (a clock, years) leaves slopes and bias of the data's
 * units too few digits to be told apart. Of the model's own box only lambda's interval and points (known parameters) hold; a
 * bound that stops the search is widened once (widen-box.ts). Everything is told in the data's units.
 * @throws InputError for user-defined experts and constant covariates
 *
 * @example
 * ```ts
 * import { defineModel, drawSample, fitInStandardUnits, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const { fit: found } = fitInStandardUnits(path.model, sample, undefined);
 * const kelvin = { ...sample, y: sample.y.map((y) => 100 * y) };
 * const frozen = { ...path.model.pretrained, eta: [100, 0], nu: 1e4 * path.model.pretrained.nu };
 * const { fit: scaled } = fitInStandardUnits(defineModel({ ...path.model, pretrained: frozen }), kelvin, undefined);
 * console.log(Math.abs(found.estimate.lambda - scaled.estimate.lambda) < 1e-6); // units do not matter: true
 * ```
 */
export function fitInStandardUnits<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  options: FitOptions<G> = {},
): StandardisedFit<G> {
  const units = standardisationOf(model, sample);
  const { warm, ...rest } = options;
  const settings = warm === undefined ? rest : { ...rest, warm: toStandardUnits<G>(units, warm) };
  const standard = standardiseModel(units, model, openStandardBox(units, model));
  const found = fitWideningOnce(standard, standardiseSample(units, sample), settings);
  const own = withPoints(model, originalBox<G>(units, found.box), model.box);
  const told = inDataUnits(found.fit, units, { ...model, box: own }, sample);
  return { fit: told, units, box: own, widened: found.widened };
}

/** A fit of standardised data, told in the data's units: densities of y are those of y' over t. */
function inDataUnits<G extends GateKind>(
  found: Fit<G>,
  units: Standardisation,
  model: ContaminatedMoe<G>,
  sample: Sample,
): Fit<G> {
  const shift = sample.n * log(units.responseScale);
  const back = (optimum: Optimum<G>): Optimum<G> => ({
    ...optimum,
    ...fromStandardUnits<G>(units, optimum),
    logLikelihood: optimum.logLikelihood - shift,
  });
  const { lower, upper } = boxVectors(model.box);
  const free = inVectorOrder(fromStandardUnits<G>(units, found.estimate));
  // A known parameter is what it was said to be, to the last digit.
  const estimate = byParameter(
    model,
    free.map((value, j) => (lower[j] === upper[j] ? lower[j] : value)),
  );
  const coordinates = standardCoordinates(model, sample, estimate, found.atBound);
  return {
    ...found,
    estimate,
    logLikelihood: found.logLikelihood - shift,
    standardErrors: byParameter(model, errorsOf(coordinates, observedCovariance(coordinates))),
    optima: found.optima.map(back),
    interior: found.interior === null ? null : back(found.interior),
  };
}
