import type { Fit } from "../../estimation/fit/fit";
import { likelihoodInterval } from "../../estimation/inference/likelihood-interval";
import { percentileIntervals } from "../../estimation/inference/parametric-bootstrap";
import type { LikelihoodFactory } from "../../estimation/likelihood/likelihood";
import { likelihoodOf } from "../../estimation/likelihood/wasm-likelihood";
import { type GateKind, gateLength, inVectorOrder, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type ParameterGroup, parameterVector } from "../../model/parameters";
import type { Sample } from "../../model/sample/sample";
import { standardBox, standardiseModel, toStandardUnits } from "../../model/sample/standard-parameters";
import { type Standardisation, standardiseSample } from "../../model/sample/standardisation";
import { exp, log } from "../../numerics/elementary";
import { normalQuantile } from "../../numerics/normal-quantile";

export type IntervalMethod =
  | "Wald"
  | "Wald, log scale"
  | "Wald, logit scale"
  | "profile likelihood"
  | "parametric bootstrap, percentiles";

export interface ParameterInterval {
  readonly low: number;
  readonly high: number;
  readonly method: IntervalMethod;
}

/** One line of the report. */
export interface ParameterReport {
  readonly name: string;
  /** The name with the column of its covariate, "a (dose)", where columns are known. */
  readonly label: string;
  readonly estimate: number;
  /** null when fixed, on a bound or not identified. */
  readonly standardError: number | null;
  /** null where no method applies. */
  readonly interval: ParameterInterval | null;
  /** Known beforehand: its interval of the box is a point. */
  readonly fixed: boolean;
  /** The search was stopped by the box. */
  readonly onBound: boolean;
}

/** Below so many rows the share's interval is by profile likelihood unless told. */
const PROFILE_ROWS = 16384;

export interface IntervalOptions {
  readonly level: number;
  /** How all intervals are made; by default Wald for eta and nu, and for the share as `share` says. */
  readonly intervals?: "wald" | "profile" | undefined;
  readonly share?: "profile" | "logit" | undefined;
  /** Estimates of a parametric bootstrap, whose percentiles are taken instead. */
  readonly bootstrap?: readonly Parameters<GateKind>[] | undefined;
  /** Units of the search where nobody stated a box: profiles are followed in them too. */
  readonly units?: Standardisation | undefined;
  readonly likelihood?: LikelihoodFactory | undefined;
}

/** What the curvature says, and which parameters are known. */
export interface Uncertainty {
  readonly errors: readonly (number | null)[];
  readonly covariance: readonly Float64Array[] | null;
  readonly fixed: readonly string[];
}

function clip(value: number): number {
  return Math.min(700, Math.max(-700, value));
}

/** Estimate -+ z standard errors, on the scale on which the parameter is free: logit for the share lambda, log for nu. */
function waldInterval(group: ParameterGroup, value: number, error: number, z: number): ParameterInterval | null {
  if (group === "lambda") {
    if (!(value > 0 && value < 1)) return null;
    const centre = log(value / (1 - value));
    const half = (z * error) / (value * (1 - value));
    const share = (logit: number): number => 1 / (1 + exp(-clip(logit)));
    return { low: share(centre - half), high: share(centre + half), method: "Wald, logit scale" };
  }
  if (group === "nu") {
    const half = clip((z * error) / value);
    return { low: value * exp(-half), high: value * exp(half), method: "Wald, log scale" };
  }
  return { low: value - z * error, high: value + z * error, method: "Wald" };
}

interface Profiled {
  readonly model: ContaminatedMoe<GateKind>;
  readonly sample: Sample;
  readonly fit: Fit<GateKind>;
}

/** The fit as it stands in the units of its search. */
function inUnits(units: Standardisation, { model, sample, fit }: Profiled, factory: LikelihoodFactory): Profiled {
  const standard = standardiseModel(units, model, standardBox<GateKind>(units, model.box));
  const data = standardiseSample(units, sample);
  const likelihood = factory(standard, data);
  const optima = fit.optima.map((optimum) => {
    const at = toStandardUnits<GateKind>(units, optimum);
    return { ...optimum, ...at, logLikelihood: likelihood.value(toVector(at)) };
  });
  const estimate = toStandardUnits<GateKind>(units, fit.estimate);
  const logLikelihood = likelihood.value(toVector(estimate));
  likelihood.release();
  return { model: standard, sample: data, fit: { ...fit, estimate, optima, logLikelihood } };
}

/** What one unit of a parameter in standard units is in the data's. */
function unitFactor(group: ParameterGroup, j: number, g: number, t: number, scales: readonly number[]): number {
  if (group === "nu") return t * t;
  if (group === "eta") return t / scales[j - g];
  return group === "beta" ? 1 / scales[j - 1] : 1;
}

/** Profile intervals of any parameter, in the data's units. */
function profiler(
  profiled: Profiled,
  covariance: readonly Float64Array[] | null,
  options: IntervalOptions,
): (j: number) => ParameterInterval {
  const { units, likelihood } = options;
  const z = normalQuantile(0.5 + 0.5 * options.level);
  const entries = parameterVector(profiled.model);
  const g = gateLength(profiled.model);
  const standard = units === undefined ? undefined : inUnits(units, profiled, likelihood ?? likelihoodOf);
  return (j) => {
    const { group, place: held } = entries[j];
    const slopes = units?.covariateScales.length ?? 0;
    // A centred bias, tau or a level is a mixture of itself and slopes: bias, tau and pivot are profiled in the data's units.
    const pivot = group === "eta" && j - g === units?.pivot?.covariate;
    const mixed = group === "tau" || (group === "eta" && j - g >= slopes) || pivot;
    const across = standard !== undefined && !mixed;
    const { model, sample, fit } = across ? standard : profiled;
    const row = across ? undefined : covariance?.[j];
    const tangent = row !== undefined && row[j] > 0 ? row.map((entry) => entry / row[j]) : undefined;
    const { low, high } = likelihoodInterval(model, sample, held, fit, z * z, likelihood, tangent);
    const { responseScale: t = 1, covariateScales = [] } = units ?? {};
    const factor = !across ? 1 : unitFactor(group, j, g, t, covariateScales);
    return { low: low * factor, high: high * factor, method: "profile likelihood" };
  };
}

/** The intervals of all parameters; null where a parameter is fixed or no method applies. */
export function parameterIntervals(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  fit: Fit<GateKind>,
  { errors, covariance, fixed }: Uncertainty,
  options: IntervalOptions,
): readonly (ParameterInterval | null)[] {
  const { level, intervals, bootstrap } = options;
  const entries = parameterVector(model);
  const values = inVectorOrder<number>(fit.estimate);
  const z = normalQuantile(0.5 + 0.5 * level);
  const percentiles = bootstrap === undefined ? undefined : percentileIntervals(bootstrap, level);
  const profile = profiler({ model, sample, fit }, covariance, options);
  const shareByProfile = (options.share ?? (sample.n <= PROFILE_ROWS ? "profile" : "logit")) === "profile";
  return entries.map(({ name, group }, j) => {
    if (fixed.includes(name)) return null;
    if (percentiles !== undefined) return { ...percentiles[j], method: "parametric bootstrap, percentiles" };
    const error = errors[j];
    // At lambda = 0 the others mean nothing and have no interval.
    const meaningful = group === "lambda" || fit.nature !== "frozen";
    if (intervals === "profile") return meaningful ? profile(j) : null;
    const wald = error === null ? null : waldInterval(group, values[j], error, z);
    if (group !== "lambda" || intervals === "wald") return wald;
    return shareByProfile || wald === null ? profile(j) : wald;
  });
}
