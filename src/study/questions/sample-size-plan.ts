import { InputError } from "../../input-error";
import { type GateKind, gateLength, type Parameters, toVector } from "../../model/by-parameter";
import { type ContaminatedMoe, isHomogeneous } from "../../model/contaminated-moe";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import { columnLabels, parameterPosition, vectorNames } from "../../model/parameters";
import { exp, log } from "../../numerics/elementary";
import { leCamBound } from "../../theory/bounds/le-cam";
import { fisherInformation, type Information } from "../../theory/information/information";

/** A wanted root mean squared error. */
export interface Target {
  /** As in the parameter vector: "lambda", "a", "b", "nu"; asked for by a column's name too (parameterPosition). */
  readonly parameter: string;
  readonly error: number;
}

/** What regular theory and the lower bound say of one target at the planned size. */
export interface TargetPlan extends Target {
  /** The name with the column of its covariate, "a (dose)", where columns are known. */
  readonly label: string;
  /** The size at which this target alone is reached; Infinity when never. */
  readonly n: number;
  /** The information curve at the planned size. */
  readonly curve: number;
  /** Le Cam's bound on the mean absolute error at the planned size. */
  readonly bound: number;
}

export interface SampleSizePlan {
  /** Where the information curve reaches every target. */
  readonly n: number;
  readonly targets: readonly TargetPlan[];
  /** From this size on the curve is below 0.3 of lambda (of one unit of log-odds, for tau) and of a gap, so that it can be believed; null: never found. */
  readonly trustedFrom: number | null;
  /** Sentences, each a reason not to believe the plan; empty when there is none. */
  readonly warnings: readonly string[];
  /** Replications of a study at n that show the RMSE within `precision` (2 MCSE of normal errors). */
  readonly replications: number;
  readonly precision: number;
  readonly truth: Parameters<GateKind>;
}

export interface PlanOptions {
  /** Relative precision of a simulation that verifies the plan; 0.1 unless told. */
  readonly precision?: number;
  /** Columns of x, where they have names. */
  readonly covariates?: readonly string[];
}

/** A model with a truth for every n: fixed, or along a path. */
export interface PlannedModel {
  readonly model: ContaminatedMoe<GateKind>;
  readonly truthAt: (n: number) => Parameters<GateKind>;
  /** The truth is the same at every n. */
  readonly fixed: boolean;
}

/** The part of lambda and of the gap that the curve may have before it is an extrapolation. */
export const TRUSTED_SHARE = 0.3;
const LARGEST_N = 1e15;
/** E|Z| of a standard normal. */
const MEAN_ABSOLUTE = Math.sqrt(2 / Math.PI);

/** sqrt(diag(I_n^-1)/n) at any n; the information of a fixed truth is computed once. */
export function curveOf(planned: PlannedModel): (n: number) => { curve: Float64Array; information: Information } {
  const { model, truthAt, fixed } = planned;
  const known = fixed ? fisherInformation(model, truthAt(1), 1e-5) : undefined;
  return (n) => {
    const information = known ?? fisherInformation(model, truthAt(n), 1e-4);
    return { curve: information.deviations.map((d) => d / Math.sqrt(n)), information };
  };
}

/** The smallest whole n (to 1 in 1e6) for which `reached` holds, if it holds from there on; Infinity above 1e15. */
function firstSize(reached: (n: number) => boolean, smallest: number): number {
  if (reached(smallest)) return smallest;
  let low = smallest;
  let high = 2 * smallest;
  while (!reached(high)) {
    low = high;
    high *= 4;
    if (high > LARGEST_N) return Number.POSITIVE_INFINITY;
  }
  for (let step = 0; step < 60 && high - low > Math.max(1, 1e-6 * high); step++) {
    const middle = Math.round(exp(0.5 * (log(low) + log(high))));
    if (middle <= low || middle >= high) break;
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return Math.ceil(high);
}

/** lambda, and the moved parameters of a homogeneous model, with their distances from where information is lost. */
function margins(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
): readonly { readonly j: number; readonly gap: number }[] {
  const theta = toVector(truth);
  const g = gateLength(model);
  // Log-odds are known when their error is small beside 1, whatever their value.
  const share = "lambda" in truth ? Math.min(truth.lambda, 1 - truth.lambda) : 1;
  const found = [{ j: 0, gap: share }];
  const frozen = isHomogeneous(model) ? frozenCoordinates(model) : undefined;
  if (frozen === undefined) return found;
  const origin = [...frozen, model.pretrained.nu];
  for (let j = g; j < theta.length; j++) {
    const gap = Math.abs(theta[j] - origin[j - g]);
    if (gap > 0) found.push({ j, gap });
  }
  return found;
}

/** Lambda must be known, and at least one moved parameter must be told from its frozen value. */
function trusted(model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>, curve: Float64Array): boolean {
  const [share, ...gaps] = margins(model, truth);
  const clear = ({ j, gap }: { readonly j: number; readonly gap: number }): boolean => curve[j] <= TRUSTED_SHARE * gap;
  return clear(share) && (gaps.length === 0 ? !isHomogeneous(model) : gaps.some(clear));
}

function warn(
  { model }: PlannedModel,
  truth: Parameters<GateKind>,
  n: number,
  curve: Float64Array,
  targets: readonly TargetPlan[],
  labels: readonly string[],
): readonly string[] {
  const warnings: string[] = [];
  const percent = (part: number): string => `${Math.round(100 * part)} %`;
  for (const { j, gap } of margins(model, truth)) {
    if (curve[j] <= TRUSTED_SHARE * gap) continue;
    const what =
      j === 0
        ? "lambda" in truth
          ? "of the distance of lambda to its nearer end"
          : "of one unit of log-odds"
        : `of the gap of ${labels[j]} to the frozen model`;
    warnings.push(`At n = ${n} the curve of ${labels[j]} is ${percent(curve[j] / gap)} ${what}: an extrapolation.`);
  }
  for (const { parameter, label, error, bound } of targets) {
    const j = parameterPosition(model, parameter);
    if (bound > error) {
      warnings.push(
        `No estimator reaches ${error} for ${label} at n = ${n}: Le Cam's bound is ${bound.toPrecision(3)} there or at a truth nearby.`,
      );
    } else if (bound > MEAN_ABSOLUTE * curve[j]) {
      warnings.push(
        `For ${label} the lower bound ${bound.toPrecision(3)} exceeds what the curve promises (mean absolute error ${(MEAN_ABSOLUTE * curve[j]).toPrecision(3)}): a far truth looks alike.`,
      );
    }
  }
  return warnings;
}

/**
 * The number of observations at which the information curve reaches the wanted errors: what an efficient, regular
 * estimator needs. It warns where that theory is not to be trusted: the curve is no longer small beside lambda or the
 * gap, or a lower bound contradicts it.
 * @throws InputError for unknown parameters, errors that are not positive, or a target no n up to 1e15 reaches
 *
 * @example
 * ```ts
 * import { fisherInformation, planSampleSize, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const plan = planSampleSize({ model: path.model, truthAt: () => truth, fixed: true }, [{ parameter: "lambda", error: 0.01 }]);
 * const deviation = fisherInformation(path.model, truth).deviations[0] ?? 0;
 * console.log(Math.abs(plan.n / (deviation / 0.01) ** 2 - 1) < 0.01); // n = (sd / error)^2: true
 * ```
 */
export function planSampleSize(
  planned: PlannedModel,
  wanted: readonly Target[],
  options: PlanOptions = {},
): SampleSizePlan {
  const { model, truthAt } = planned;
  const { precision = 0.1, covariates = [] } = options;
  if (wanted.length === 0) throw new InputError('The plan has no target; name one, as in "b=0.1,lambda=0.05".');
  const names = vectorNames(model);
  const labels = columnLabels(model, covariates);
  const indexed = wanted.map(({ parameter, error }) => {
    if (!(error > 0 && Number.isFinite(error))) {
      throw new InputError(`The target of ${parameter} is ${error}; expected a positive error.`);
    }
    const j = parameterPosition(model, parameter, covariates);
    return { j, parameter: names[j], label: labels[j], error };
  });
  const curveAt = curveOf(planned);
  const smallest = names.length;
  const sizes = indexed.map(({ j, label, error }) => {
    const reached = ({ curve }: { readonly curve: Float64Array }): boolean => curve[j] <= error;
    const n = firstSize((size) => reached(curveAt(size)), smallest);
    if (n === Number.POSITIVE_INFINITY) {
      throw new InputError(`The information curve does not reach ${error} for ${label} at any n up to 1e15.`);
    }
    return n;
  });
  const n = Math.max(...sizes);
  const truth = truthAt(n);
  const { curve, information } = curveAt(n);
  const targets = indexed.map(({ j, parameter, label, error }, k): TargetPlan => {
    const { bound } = leCamBound(model, truth, n, parameter, information);
    return { parameter, label, error, n: sizes[k], curve: curve[j], bound };
  });
  const trust = firstSize((size) => trusted(model, truthAt(size), curveAt(size).curve), smallest);
  return {
    n,
    targets,
    trustedFrom: Number.isFinite(trust) ? trust : null,
    warnings: warn(planned, truth, n, curve, targets, labels),
    replications: Math.ceil(2 / precision ** 2),
    precision,
    truth,
  };
}
