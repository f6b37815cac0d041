import type { Fit } from "../../../estimation/fit/fit";
import { type FitOptions, fit } from "../../../estimation/fit/maximum-likelihood";
import { likelihoodOf } from "../../../estimation/likelihood/wasm-likelihood";
import type { Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe, DesignRows } from "../../../model/contaminated-moe";
import { promptParameters } from "../../../model/contaminated-moe";
import { type ModelFile, parseModelFile, toModelFile } from "../../../model/files/model-file";
import { drawSample } from "../../../model/sample/draw-sample";
import { drawFrozenResponses } from "../../../model/sample/frozen-response";
import type { Sample } from "../../../model/sample/sample";

/** Where samples for likelihood ratios come from: new frozen responses at fixed covariates, or whole new samples. */
export type StatisticSource =
  | { readonly kind: "frozen at fixed x"; readonly covariates: Sample }
  | { readonly kind: "new x"; readonly n: number; readonly truth: Parameters };

/** Many likelihood ratios: replicate r is a function of (model, source, seed, stream, starts, r) alone. */
export interface StatisticJob {
  readonly model: ContaminatedMoe;
  readonly source: StatisticSource;
  readonly seed: number;
  /** Names the random streams: samples of different streams are independent. */
  readonly stream: string;
  /** Random starts of each fit. */
  readonly starts: number;
}

/** A job that a worker thread can be sent: the model as a file, with the rows of its design where x has no other law. */
export type PortableJob = Omit<StatisticJob, "model"> & { readonly model: ModelFile; readonly rows?: DesignRows };

/** A likelihood ratio and the fit behind it. */
export interface LikelihoodRatio {
  /** 2 (max l - l at lambda = 0). */
  readonly statistic: number;
  readonly fit: Fit;
}

/** Is it in the sample: the likelihood ratio of the whole model against the frozen model alone. */
export function likelihoodRatio(model: ContaminatedMoe, sample: Sample, options: FitOptions = {}): LikelihoodRatio {
  const found = fit(model, sample, options);
  const likelihood = (options.likelihood ?? likelihoodOf)(model, sample);
  const q = promptParameters(model);
  const { eta, nu } = found.estimate;
  const frozen = likelihood.value(Float64Array.of(0, ...eta.slice(0, q), nu));
  likelihood.release();
  return { statistic: Math.max(0, 2 * (found.logLikelihood - frozen)), fit: found };
}

/** The likelihood ratio of one replicate. */
export function replicateStatistic({ model, source, seed, stream, starts }: StatisticJob, replicate: number): number {
  const n = source.kind === "new x" ? source.n : source.covariates.n;
  const key = { seed, path: stream, n, replicate };
  const sample =
    source.kind === "new x" ? drawSample(model, source.truth, key) : drawFrozenResponses(model, source.covariates, key);
  return likelihoodRatio(model, sample, { key, starts }).statistic;
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
  const { model } = parseModelFile(job.model, "worker");
  if (rows === undefined) return { ...job, model };
  return { ...job, model: { ...model, covariates: { law: "rows", dimension: model.covariates.dimension, rows } } };
}
