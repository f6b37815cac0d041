import type { Fit } from "../../estimation/fit/fit";
import { errorsOf, observedCovariance, standardCoordinates } from "../../estimation/fit/observed-covariance";
import type { LikelihoodFactory } from "../../estimation/likelihood/likelihood";
import { type GateKind, inVectorOrder, type Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { ModelColumns } from "../../model/files/model-file";
import { fixedNames } from "../../model/fixed-parameters";
import { columnLabels, vectorNames } from "../../model/parameters";
import type { Sample } from "../../model/sample/sample";
import type { Standardisation } from "../../model/sample/standardisation";
import { diagnose, type FitDiagnostics, labeller } from "./fit-diagnostics";
import { type ParameterReport, parameterIntervals } from "./parameter-intervals";

export interface FitReport {
  readonly fit: Fit<GateKind>;
  readonly level: number;
  readonly parameters: readonly ParameterReport[];
  readonly diagnostics: FitDiagnostics;
  /** What the covariates and the response are called, where that is known. */
  readonly columns: ModelColumns | undefined;
}

export interface FitReportOptions {
  /** Level of the intervals; 0.95 unless told. */
  readonly level?: number;
  /** All intervals by one method; unless told, Wald's for eta and nu, and for the share as `share` says. */
  readonly intervals?: "wald" | "profile" | undefined;
  /** The share's interval; by profile likelihood up to 16384 rows and where there is no standard error, unless told. */
  readonly share?: "profile" | "logit" | undefined;
  /** Estimates of a parametric bootstrap, whose percentiles become the intervals. */
  readonly bootstrap?: readonly Parameters<GateKind>[] | undefined;
  /** Units of the search, where no box was stated. */
  readonly units?: Standardisation | undefined;
  readonly columns?: ModelColumns | undefined;
  readonly likelihood?: LikelihoodFactory;
}

/**
 * Intervals, diagnostics and warnings of a fit; `sample` is the fitted sample, in any order of rows. Standard errors and
 * the condition of the information are computed with x centred and scaled, and told in the data's units.
 */
export function reportFit(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  fit: Fit<GateKind>,
  options: FitReportOptions = {},
): FitReport {
  const { level = 0.95, columns, likelihood } = options;
  const names = vectorNames(model);
  const labels = columns === undefined ? names : columnLabels(model, columns.covariates);
  const fixed = fixedNames(model);
  const onBound = fit.atBound.filter((name) => !fixed.includes(name));
  const standard = standardCoordinates(model, sample, fit.estimate, [...fixed, ...onBound]);
  const covariance = observedCovariance(standard, likelihood);
  const errors = errorsOf(standard, covariance);
  const values = inVectorOrder(fit.estimate);
  const intervals = parameterIntervals(model, sample, fit, { errors, covariance, fixed }, { ...options, level });
  const parameters = names.map(
    (name, j): ParameterReport => ({
      name,
      label: labels[j],
      estimate: values[j],
      standardError: errors[j],
      interval: intervals[j],
      fixed: fixed.includes(name),
      onBound: onBound.includes(name),
    }),
  );
  const evidence = { model, fit, share: parameters[0], label: labeller(model, labels), onBound };
  return { fit, level, parameters, diagnostics: diagnose(sample, evidence, standard, likelihood), columns };
}
