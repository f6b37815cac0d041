import type { Fit } from "../../estimation/fit/fit";
import type { StandardCoordinates } from "../../estimation/fit/observed-covariance";
import { informationCondition } from "../../estimation/inference/information-condition";
import { type InformationCriteria, informationCriteria } from "../../estimation/inference/information-criteria";
import type { LikelihoodFactory } from "../../estimation/likelihood/likelihood";
import { promptRowsOf } from "../../estimation/search/optima/nature";
import { type GateKind, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import { vectorNames } from "../../model/parameters";
import { type Rounding, roundingOf } from "../../model/sample/rounding";
import type { Sample } from "../../model/sample/sample";
import { componentDistance } from "../../theory/bounds/component-distance";
import { gateOnBound } from "./gate-on-bound";
import { gateText } from "./gate-text";
import type { ParameterReport } from "./parameter-intervals";

/** What to know before the numbers are trusted. */
export interface FitDiagnostics {
  /** Squared Hellinger distance of prompt and frozen component at the data's x: 0 merged, 1 without overlap. */
  readonly separation: number;
  /** Gap of (eta, nu) to the frozen model in standard errors, jointly; null for heterogeneous experts. */
  readonly gapInStandardErrors: number | null;
  /** Condition number of the observed information, x centred and scaled, scaled to unit diagonal. */
  readonly condition: number | null;
  /** The direction known worst: weights of the parameters in units of their scaled scores. */
  readonly weakest: readonly { readonly name: string; readonly weight: number }[];
  /** Rows the prompt is estimated to have produced: n lambda, or the sum of pi(x_i). */
  readonly promptRows: number;
  readonly criteria: InformationCriteria;
  /** The grid on which the responses lie; null when they were not rounded to one. */
  readonly rounding: Rounding | null;
  /** Sentences, each a reason for caution; empty when there is none. */
  readonly warnings: readonly string[];
}

/** Below this squared Hellinger distance the components overlap so much that regular theory is in doubt. */
const MERGING = 0.02;
/** Above this the parameters compete: a standard error is then an extrapolation. */
const ILL_CONDITIONED = 1e4;
/** A standard error above this share of lambda (or of the gap) is too large for regular theory. */
const LARGE_SHARE = 0.3;
/** A grid of step h adds h^2/12 to a variance: above this multiple of the standard deviation, a hundredth of it. */
const COARSE = 0.35;

/** Everything but the warnings that a diagnosis rests on. */
interface Evidence {
  readonly model: ContaminatedMoe<GateKind>;
  readonly fit: Fit<GateKind>;
  readonly share: ParameterReport;
  readonly label: (name: string) => string;
  readonly onBound: readonly string[];
}

export function diagnose(
  sample: Sample,
  evidence: Evidence,
  standard: StandardCoordinates,
  likelihood?: LikelihoodFactory,
): FitDiagnostics {
  const { model, fit, label } = evidence;
  const { estimate } = fit;
  const found = informationCondition(standard.model, standard.sample, standard.estimate, likelihood);
  const weakest = found.weakest.map(({ name, weight }) => ({ name: label(name), weight }));
  const { condition } = found;
  const frozen = frozenCoordinates(standard.model);
  const homogeneous = frozen !== undefined && model.pretrained.density.kind === "gaussian";
  const { nu } = standard.model.pretrained;
  const squared = homogeneous ? found.distance({ eta: frozen, nu }) : null;
  const told = {
    separation: componentDistance(standard.model, standard.sample, standard.estimate),
    gapInStandardErrors: squared === null ? null : Math.sqrt(Math.max(0, squared)),
    condition,
    weakest,
    promptRows: promptRowsOf(model, sample, sample.n)(toVector(estimate)),
    criteria: informationCriteria(model, sample, fit),
    rounding: roundingOf(sample.y) ?? null,
  };
  return {
    ...told,
    warnings: [...ofSearch(evidence, sample, told.criteria), ...ofComponents(evidence, told), ...ofRivals(evidence)],
  };
}

/** The search and the box. */
function ofSearch({ fit, onBound, label }: Evidence, sample: Sample, criteria: InformationCriteria): readonly string[] {
  const warnings: string[] = [];
  if (!fit.converged) warnings.push(`The fit did not converge (${fit.criterion}).`);
  if (onBound.length > 0) {
    const names = onBound.map(label).join(", ");
    if (onBound.some(ofGate)) warnings.push(...gateOnBound(fit.estimate, sample, criteria));
    warnings.push(`${names} on the bound of the box: standard errors are those of the others, with it held there.`);
  }
  return warnings;
}

/** Is this a parameter of a softmax gate? */
function ofGate(name: string): boolean {
  return name === "tau" || /^beta(_\d+)?$/.test(name);
}

/** Can the two components be told apart, and the parameters? */
function ofComponents(
  { model, fit, share }: Evidence,
  { separation, gapInStandardErrors, condition, weakest, rounding }: Omit<FitDiagnostics, "warnings">,
): readonly string[] {
  const warnings: string[] = [];
  if (separation < MERGING) {
    warnings.push(
      `Prompt and frozen model nearly coincide (squared Hellinger distance ${separation.toPrecision(2)}): rates are slower than n^-1/2 here, and intervals are optimistic.`,
    );
  }
  const constant = model.gate.kind === "constant";
  const tested = constant ? " The test of lambda = 0 (cmoe test) rounds its samples alike." : "";
  if (constant && share.standardError !== null && share.standardError > LARGE_SHARE * share.estimate) {
    warnings.push(
      `The share's standard error is ${Math.round((100 * share.standardError) / share.estimate)} % of it: whether there is a prompt at all is a question for the test of lambda = 0 (cmoe test).`,
    );
  }
  if (
    "lambda" in model.box &&
    share.estimate > 0 &&
    share.interval !== null &&
    share.interval.low <= model.box.lambda[0]
  ) {
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
  const variances = [model.pretrained.nu, fit.estimate.nu].filter(
    (nu, k) => nu > 0 && (k === 0 || fit.nature !== "frozen"),
  );
  const narrow = Math.sqrt(Math.min(...variances));
  if (rounding !== null && rounding.step > COARSE * narrow) {
    warnings.push(
      `The response is rounded to steps of ${Number(rounding.step.toPrecision(6))}, coarse beside a standard deviation of ${narrow.toPrecision(3)}: the likelihood takes it as exact, and a narrow prompt fits ties.${tested}`,
    );
  }
  return warnings;
}

/** Other optima that are nearly as good. */
function ofRivals({ fit }: Evidence): readonly string[] {
  const rival = fit.optima.at(1);
  if (rival === undefined || !(fit.logLikelihood - rival.logLikelihood < 2)) return [];
  const below = (fit.logLikelihood - rival.logLikelihood).toPrecision(2);
  return [`Another optimum (${gateText(rival, 3)}) is only ${below} log-likelihood units below.`];
}

/** Labels of parameters by their names. */
export function labeller(model: ContaminatedMoe<GateKind>, labels: readonly string[]): (name: string) => string {
  const names = vectorNames(model);
  return (name) => labels[names.indexOf(name)] ?? name;
}
