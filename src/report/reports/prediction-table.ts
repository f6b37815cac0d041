import { likelihoodOf } from "../../estimation/likelihood/wasm-likelihood";
import { type GateKind, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { DataTable } from "../../model/files/data-table";
import type { Sample } from "../../model/sample/sample";
import { predictiveDistribution } from "../../theory/bounds/predictive-distribution";

/** A column of numbers, one per row. */
export interface NumberColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** The probability of each row whose y is known to come from the prompt; NaN for the others. */
function knownResponsibilities(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  at: Parameters<GateKind>,
): Float64Array {
  const { n, y } = sample;
  // A response must be a number to be evaluated; those that are missing are blanked afterwards.
  const likelihood = likelihoodOf(model, { ...sample, y: y.map((value) => (Number.isNaN(value) ? 0 : value)) });
  const out = new Float64Array(n);
  likelihood.responsibilities(toVector(at), out);
  likelihood.release();
  return out.map((share, i) => (Number.isNaN(y[i]) ? Number.NaN : share));
}

/**
 * What a model with known parameters says of new rows: mean, standard deviation and quantiles of y, both experts' means, and
 * where y is there, the probability that the prompt produced it. `sample` is the table's rows; its y may be NaN.
 */
export function predictionTable(
  model: ContaminatedMoe<GateKind>,
  { choice, covariates, y, lines }: DataTable,
  sample: Sample,
  at: Parameters<GateKind>,
  levels: readonly number[],
): readonly NumberColumn[] {
  const law = predictiveDistribution(model, sample, at);
  return [
    { name: "line", values: lines },
    ...choice.covariates.map((name, j) => ({ name, values: covariates[j] })),
    ...(y === undefined ? [] : [{ name: choice.response ?? "y", values: y }]),
    { name: "mean", values: law.means },
    { name: "sd", values: law.deviations },
    ...levels.map((level) => ({ name: `q${level}`, values: law.quantiles(level) })),
    ...(y === undefined ? [] : [{ name: "responsibility", values: knownResponsibilities(model, sample, at) }]),
    { name: "frozenMean", values: law.frozenMeans },
    { name: "promptMean", values: law.promptMeans },
  ];
}
