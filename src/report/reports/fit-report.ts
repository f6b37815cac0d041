import type { Fit } from "../../estimation/fit/fit";
import { informationCondition } from "../../estimation/inference/information-condition";
import { likelihoodInterval } from "../../estimation/inference/likelihood-interval";
import type { LikelihoodFactory } from "../../estimation/likelihood/likelihood";
import { inVectorOrder } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import { vectorNames } from "../../model/parameters";
import type { Sample } from "../../model/sample/sample";
import { exp, log } from "../../numerics/elementary";
import { normalQuantile } from "../../numerics/normal-quantile";
import { componentDistance } from "../../theory/bounds/component-distance";

export type IntervalMethod = "Wald" | "Wald, log scale" | "Wald, logit scale" | "profile likelihood";

/** One line of the report. */
export interface ParameterReport {
  readonly name: string;
  readonly estimate: number;
  /** null on a bound or not identified. */
  readonly standardError: number | null;
  /** null where no method applies. */
  readonly interval: { readonly low: number; readonly high: number; readonly method: IntervalMethod } | null;
  readonly onBound: boolean;
}

/** What to know before the numbers are trusted. */
export interface FitDiagnostics {
  /** Squared Hellinger distance of prompt and frozen component at the data's x: 0 merged, 1 without overlap. */
  readonly separation: number;
  /** Gap of (eta, nu) to the frozen model in standard errors, jointly; null for heterogeneous experts. */
  readonly gapInStandardErrors: number | null;
  /** Condition number of the observed information scaled to unit diagonal. */
  readonly condition: number | null;
  /** The direction known worst: weights of the parameters in units of their scaled scores. */
  readonly weakest: readonly { readonly name: string; readonly weight: number }[];
  /** Rows the prompt is estimated to have produced: n lambda. */
  readonly promptRows: number;
  /** Sentences, each a reason for caution; empty when there is none. */
  readonly warnings: readonly string[];
}

export interface FitReport {
  readonly fit: Fit;
  readonly level: number;
  readonly parameters: readonly ParameterReport[];
  readonly diagnostics: FitDiagnostics;
}

export interface FitReportOptions {
  /** Level of the intervals; 0.95 unless told. */
  readonly level?: number;
  /** The share's interval; by profile likelihood up to 16384 rows and where there is no standard error, unless told. */
  readonly share?: "profile" | "logit";
  readonly likelihood?: LikelihoodFactory;
}

const PROFILE_ROWS = 16384;
/** Below this squared Hellinger distance the components overlap so much that regular theory is in doubt. */
const MERGING = 0.02;
/** Above this the parameters compete: a standard error is then an extrapolation. */
const ILL_CONDITIONED = 1e4;
/** A standard error above this share of lambda (or of the gap) is too large for regular theory. */
const LARGE_SHARE = 0.3;

function clip(value: number): number {
  return Math.min(700, Math.max(-700, value));
}

/** Intervals, diagnostics and warnings of a fit; `sample` is the fitted sample, in any order of rows. */
export function reportFit(model: ContaminatedMoe, sample: Sample, fit: Fit, options: FitReportOptions = {}): FitReport {
  const { level = 0.95 } = options;
  const z = normalQuantile(0.5 + 0.5 * level);
  const names = vectorNames(model);
  const { estimate, standardErrors } = fit;
  const values = inVectorOrder(estimate);
  const errors = inVectorOrder(standardErrors);

  const shareInterval = (): ParameterReport["interval"] => {
    const { lambda } = estimate;
    const error = standardErrors.lambda;
    const inside = error !== null && lambda > 0 && lambda < 1;
    const asked = options.share ?? (sample.n <= PROFILE_ROWS ? "profile" : "logit");
    if (asked === "logit" && inside) {
      const centre = log(lambda / (1 - lambda));
      const half = (z * error) / (lambda * (1 - lambda));
      const share = (logit: number): number => 1 / (1 + exp(-clip(logit)));
      return { low: share(centre - half), high: share(centre + half), method: "Wald, logit scale" };
    }
    const { low, high } = likelihoodInterval(model, sample, "lambda", fit, z * z, options.likelihood);
    return { low, high, method: "profile likelihood" };
  };

  const parameters = names.map((name, j): ParameterReport => {
    const [value, error] = [values[j], errors[j]];
    const onBound = fit.atBound.includes(name);
    const base = { name, estimate: value, standardError: error, onBound };
    if (j === 0) return { ...base, interval: shareInterval() };
    if (error === null) return { ...base, interval: null };
    if (j === names.length - 1) {
      const half = clip((z * error) / value);
      const method = "Wald, log scale" as const;
      return { ...base, interval: { low: value * exp(-half), high: value * exp(half), method } };
    }
    return { ...base, interval: { low: value - z * error, high: value + z * error, method: "Wald" } };
  });
  return { fit, level, parameters, diagnostics: diagnose(model, sample, fit, parameters[0], options.likelihood) };
}

function diagnose(
  model: ContaminatedMoe,
  sample: Sample,
  fit: Fit,
  share: ParameterReport,
  likelihood?: LikelihoodFactory,
): FitDiagnostics {
  const { estimate } = fit;
  const { condition, weakest, distance } = informationCondition(model, sample, estimate, likelihood);
  const frozen = frozenCoordinates(model);
  const homogeneous = frozen !== undefined && model.pretrained.density.kind === "gaussian";
  const squared = homogeneous ? distance({ lambda: estimate.lambda, eta: frozen, nu: model.pretrained.nu }) : null;
  const gapInStandardErrors = squared === null ? null : Math.sqrt(Math.max(0, squared));
  const separation = componentDistance(model, sample, estimate);
  const warnings: string[] = [];
  if (!fit.converged) warnings.push(`The fit did not converge (${fit.criterion}).`);
  if (fit.atBound.length > 0) {
    warnings.push(
      `${fit.atBound.join(", ")} on the bound of the box: standard errors are those of the others, with it held there.`,
    );
  }
  if (separation < MERGING) {
    warnings.push(
      `Prompt and frozen model nearly coincide (squared Hellinger distance ${separation.toPrecision(2)}): rates are slower than n^-1/2 here, and intervals are optimistic.`,
    );
  }
  if (share.standardError !== null && share.standardError > LARGE_SHARE * share.estimate) {
    warnings.push(
      `The share's standard error is ${Math.round((100 * share.standardError) / share.estimate)} % of it: whether there is a prompt at all is a question for the test of lambda = 0 (cmoe test).`,
    );
  }
  if (share.estimate > 0 && share.interval !== null && share.interval.low <= model.box.lambda[0]) {
    warnings.push("The share's interval reaches lambda = 0, where eta and nu mean nothing: see cmoe test.");
  }
  if (gapInStandardErrors !== null && gapInStandardErrors < 1 / LARGE_SHARE) {
    warnings.push(
      `The gap to the frozen model is only ${gapInStandardErrors.toPrecision(2)} standard errors: regular theory is not to be trusted.`,
    );
  }
  if (condition === null)
    warnings.push("The observed information is not positive definite: something is not identified.");
  else if (condition > ILL_CONDITIONED) {
    const who = weakest.filter(({ weight }) => Math.abs(weight) > 0.3).map(({ name }) => name);
    warnings.push(`The information is badly conditioned (${condition.toExponential(1)}): ${who.join(", ")} compete.`);
  }
  const rival = fit.optima.at(1);
  if (rival !== undefined && fit.logLikelihood - rival.logLikelihood < 2) {
    warnings.push(
      `Another optimum (lambda = ${rival.lambda.toPrecision(3)}) is only ${(fit.logLikelihood - rival.logLikelihood).toPrecision(2)} log-likelihood units below.`,
    );
  }
  return {
    separation,
    gapInStandardErrors,
    condition,
    weakest,
    promptRows: sample.n * estimate.lambda,
    warnings,
  };
}
