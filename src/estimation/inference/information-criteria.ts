import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { fixedNames } from "../../model/fixed-parameters";
import { vectorNames } from "../../model/parameters";
import type { Sample } from "../../model/sample/sample";
import { log } from "../../numerics/elementary";
import type { Fit } from "../fit/fit";
import { frozenLogDensities } from "../likelihood/likelihood";

/**
 * AIC = -2 l + 2 k and BIC = -2 l + k log n of the mixture with its k free parameters and of the frozen model alone
 * (k = 0). Both rest on a regular maximum; at lambda = 0, on the boundary and with (eta, nu) unidentified, they do not count
 * parameters rightly, so the comparison with the frozen model is only indicative: the test of lambda = 0 is exact.
 */
export interface InformationCriteria {
  readonly parameters: number;
  readonly aic: number;
  readonly bic: number;
  readonly frozen: { readonly logLikelihood: number; readonly aic: number; readonly bic: number };
}

export function informationCriteria(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  { logLikelihood }: Pick<Fit, "logLikelihood">,
): InformationCriteria {
  const names = vectorNames(model);
  const k = names.length - fixedNames(model).length;
  const frozen = frozenLogDensities(model, sample).reduce((sum, value) => sum + value, 0);
  return {
    parameters: k,
    aic: 2 * k - 2 * logLikelihood,
    bic: k * log(sample.n) - 2 * logLikelihood,
    frozen: { logLikelihood: frozen, aic: -2 * frozen, bic: -2 * frozen },
  };
}
