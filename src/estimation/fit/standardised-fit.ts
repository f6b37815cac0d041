import { type Box, defaultBox } from "../../model/box";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import { originalBox, type Standardisation, standardisationOf } from "../../model/sample/standardisation";
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
 * Maximum likelihood for data in awkward units. The search itself needs no help with units: its starts are made from the
 * data and its steps are measured in standard errors. What depends on units is the box: a stated one holds as it is;
 * without one, the default box is meant in standard units, and the box that covers it in the data's is searched.
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
  const own = box ?? originalBox(units, defaultBox(promptParameters(model)));
  return { fit: fit({ ...model, box: own }, sample, options), units, box: own };
}
