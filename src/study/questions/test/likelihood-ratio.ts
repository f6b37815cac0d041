import type { Fit } from "../../../estimation/fit/fit";
import { type FitOptions, fit } from "../../../estimation/fit/maximum-likelihood";
import { fitInStandardUnits } from "../../../estimation/fit/standardised-fit";
import { likelihoodOf } from "../../../estimation/likelihood/wasm-likelihood";
import type { Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe, DesignRows } from "../../../model/contaminated-moe";
import { promptParameters, requireConstantGate } from "../../../model/contaminated-moe";
import { type ModelFile, parseModelFile } from "../../../model/files/model-file";
import { toModelFile } from "../../../model/files/to-model-file";
import { drawSample } from "../../../model/sample/draw-sample";
import { drawFrozenResponses } from "../../../model/sample/frozen-response";
import { type Rounding, rounded } from "../../../model/sample/rounding";
import type { Sample } from "../../../model/sample/sample";

/**
 * Where samples for likelihood ratios come from: new frozen responses at fixed covariates (on a grid, where the data
 * were rounded to one), or whole new samples (rounded alike).
 */
export type StatisticSource =
  | { readonly kind: "frozen at fixed x"; readonly covariates: Sample; readonly rounding?: Rounding }
  | { readonly kind: "new x"; readonly n: number; readonly truth: Parameters; readonly rounding?: Rounding };

/**
 * Where the maximum of every sample is searched: in the data's units and the model's box ("data"), or in the sample's own
 * standard units and their default box, widened once where it stops the search ("standard, own box"; for models whose box
 * nobody stated). The rule is the same for every sample, observed or drawn: a box that followed the
 * observed data alone would cost the test of lambda = 0 its exactness.
 */
export type SearchUnits = "data" | "standard, own box";

/** Many likelihood ratios: replicate r is a function of (model, source, seed, stream, starts, r) alone. */
export interface StatisticJob {
  readonly model: ContaminatedMoe;
  readonly source: StatisticSource;
  readonly seed: number;
  /** Names the random streams: samples of different streams are independent. */
  readonly stream: string;
  /** Random starts of each fit. */
  readonly starts: number;
  readonly units?: SearchUnits;
}

/** A job that a worker thread can be sent: the model as a file, with the rows of its design where x has no other law. */
export type PortableJob = Omit<StatisticJob, "model"> & { readonly model: ModelFile; readonly rows?: DesignRows };

/** A likelihood ratio and the fit behind it. */
export interface LikelihoodRatio {
  /** 2 (max l - l at lambda = 0). */
  readonly statistic: number;
  readonly fit: Fit;
  /** The parameters whose interval, which nobody stated, was widened once because it stopped the search. */
  readonly widened: readonly string[];
}

function fitIn(
  units: SearchUnits,
  model: ContaminatedMoe,
  sample: Sample,
  options: FitOptions,
): Omit<LikelihoodRatio, "statistic"> {
  if (units === "data") return { fit: fit(model, sample, options), widened: [] };
  return fitInStandardUnits(model, sample, options);
}

/** Is it in the sample: the likelihood ratio of the whole model against the frozen model alone. */
export function likelihoodRatio(
  model: ContaminatedMoe,
  sample: Sample,
  { units = "data", ...options }: FitOptions & { readonly units?: SearchUnits } = {},
): LikelihoodRatio {
  const { fit: found, widened } = fitIn(units, model, sample, options);
  const likelihood = (options.likelihood ?? likelihoodOf)(model, sample);
  const q = promptParameters(model);
  const { eta, nu } = found.estimate;
  const frozen = likelihood.value(Float64Array.of(0, ...eta.slice(0, q), nu));
  likelihood.release();
  return { statistic: Math.max(0, 2 * (found.logLikelihood - frozen)), fit: found, widened };
}

/** The likelihood ratio of one replicate. */
export function replicateStatistic(job: StatisticJob, replicate: number): number {
  const { model, source, seed, stream, starts, units = "data" } = job;
  const n = source.kind === "new x" ? source.n : source.covariates.n;
  const key = { seed, path: stream, n, replicate };
  const drawn =
    source.kind === "new x" ? drawSample(model, source.truth, key) : drawFrozenResponses(model, source.covariates, key);
  return likelihoodRatio(model, rounded(drawn, source.rounding), { key, starts, units }).statistic;
}

/** The job for a worker thread; undefined when the model holds functions, which stay in their thread. */
export function portable(job: StatisticJob): PortableJob | undefined {
  const { pretrained, prompt, covariates } = job.model;
  const frozen = pretrained.byRows === undefined ? pretrained.expert.kind : pretrained.byRows.kind;
  if ([frozen, pretrained.density.kind, prompt.expert.kind].includes("custom")) return undefined;
  if (covariates.law !== "rows") return { ...job, model: toModelFile(job.model) };
  const { rows, dimension } = covariates;
  return { ...job, model: toModelFile({ ...job.model, covariates: { law: "uniform", dimension } }), rows };
}

/** The job that a worker thread was sent. */
export function fromPortable({ rows, ...job }: PortableJob): StatisticJob {
  const model = requireConstantGate(parseModelFile(job.model, "worker").model, "The test of lambda = 0");
  if (rows === undefined) return { ...job, model };
  return { ...job, model: { ...model, covariates: { law: "rows", dimension: model.covariates.dimension, rows } } };
}
