import { InputError } from "../../input-error";
import { activate } from "../../model/activation";
import { type GateKind, gateLength, type Parameters } from "../../model/by-parameter";
import { type ContaminatedMoe, checkParameters } from "../../model/contaminated-moe";
import { type Expert, evaluateExpert, linearPredictor } from "../../model/expert";
import { vectorNames } from "../../model/parameters";
import { TriangularFactor } from "../../numerics/triangular-factor";
import { type CovariateRule, covariateLevels, covariateRule } from "../quadrature/covariate-rule";
import { frozenAtNodes } from "../quadrature/frozen-at";
import { halfRule, isMirrored } from "../quadrature/mirrored-rule";
import { projectedRule } from "../quadrature/projected-covariates";
import { componentShape, ResponseRule, responseOrder } from "../quadrature/response-rule";
import { sharesAt } from "../quadrature/shares";
import { ConditionalScores } from "./conditional-scores";
import { deviationsOf, largestRelativeChange, smallestShareLeft } from "./deviations";
import { type PreciseTruth, preciseFactor, preciseTruth } from "./precise-information";

/** Fisher information per observation of the parameter vector at a truth. */
export interface Information {
  readonly names: readonly string[];
  /** Upper triangular R, row-major p x p, with I = R^T R. */
  readonly factor: Float64Array;
  /** R^-1, row-major: theta + R^-1 w / sqrt(n) lies at squared Hellinger distance about |w|^2 / (8 n). */
  readonly inverseFactor: Float64Array;
  /** sqrt(diag(I^-1)): what a regular estimator's standard deviation is over sqrt(n). Infinity: not identified. */
  readonly deviations: Float64Array;
  /** Largest relative change of `deviations` in the last refinement of the quadrature, or rounding where it is larger. */
  readonly relativeError: number;
}

export const DEFAULT_TOLERANCE = 1e-7;

const sigma = new Float64Array(3);

/** sigma'(u) of an activation expert. */
function activationSlope(expert: Expert, x: Float64Array, eta: ArrayLike<number>): number {
  if (expert.kind === "custom") return Number.NaN;
  activate(expert.activation, linearPredictor(x, x.length, eta, expert.bias), sigma);
  return sigma[1];
}

/** By projections in many dimensions, where they serve (on one side of the origin where both are alike); else tensor or lattice. */
function ruleFor(model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>, level: number): CovariateRule {
  const constant = "lambda" in truth;
  const projected = projectedRule(model, truth.eta, level, constant ? [] : [truth.beta]);
  // A share that changes with x has no mirror image.
  if (projected !== undefined) return constant && isMirrored(model) ? halfRule(projected) : projected;
  return covariateRule(model, [truth.eta], level);
}

/**
 * R of the score matrix at one level. For fixed x the scores of all of eta are one function of y times the expert's
 * gradient, so each x first gives the 3 x 3 factor of
 *
 *   s_lambda = (f - f0)/p,   s_h = (lambda f/p) (y - h)/nu,   s_nu = (lambda f/p) ((y - h)^2/nu - 1)/(2 nu)
 *
 * over y (conditional-scores.ts), whose three rows, with s_h spread over eta by the gradient, are then folded into the
 * p x p factor. With a softmax gate lambda is pi(x), and the first score pi (1 - pi) s_lambda is spread over (tau, beta) by (1, x).
 */
function scoreFactor(model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>, level: number): Float64Array {
  const { pretrained, prompt, covariates } = model;
  const { eta, nu } = truth;
  const q = eta.length;
  const g = gateLength(model);
  const p = g + q + 1;
  const gated = g > 1;
  const whole = new TriangularFactor(p);
  const local = new ConditionalScores(model);
  const response = new ResponseRule(responseOrder(covariates, level));
  const rule = ruleFor(model, truth, level);
  const frozenShape = componentShape(pretrained.density);
  const promptShape = componentShape({ kind: "gaussian" });
  const frozenAt = frozenAtNodes(model, rule.rows);
  const promptScale = Math.sqrt(nu);
  const gradient = new Float64Array(q);
  const hessian = new Float64Array(q * q);
  const x = new Float64Array(covariates.dimension);

  for (let i = 0; i < rule.weights.length; i++) {
    for (let j = 0; j < x.length; j++) x[j] = rule.nodes[i * x.length + j];
    const { mean: frozenMean, scale: frozenScale, logf0, against } = frozenAt(i, x);
    evaluateExpert(prompt.expert, x, eta, gradient, hessian);
    const prompted = against(eta, nu);
    const gap = prompted.promptMean - frozenMean;
    const [lambda, rest] = sharesAt(truth, x);
    // y is counted from the frozen mean.
    response.place([
      { shape: frozenShape, mean: 0, scale: frozenScale },
      { shape: promptShape, mean: gap, scale: promptScale },
    ]);
    const small = local.over(response, { gap, nu, lambda, rest, against: prompted, logf0 });
    // A factor of one row's own three scores of the gate: after the fold, since it is the same for every y.
    const slopeOfShare = gated ? lambda * rest : 1;
    for (let row = 0; row < 3; row++) small[row * 3] *= slopeOfShare;
    if (rule.moments === undefined) {
      const weight = Math.sqrt(rule.weights[i]);
      for (let row = 0; row < 3; row++) {
        const { buffer, offset } = whole.nextRow();
        buffer[offset] = weight * small[row * 3];
        for (let j = 1; j < g; j++) buffer[offset + j] = weight * small[row * 3] * x[j - 1];
        for (let j = 0; j < q; j++) buffer[offset + g + j] = weight * small[row * 3 + 1] * gradient[j];
        buffer[offset + p - 1] = weight * small[row * 3 + 2];
      }
      continue;
    }
    // The gradient is sigma'(u) (x, 1), and (1, x) is spread over the columns of the node's moments.
    const { columns, factor } = rule.moments;
    const slope = activationSlope(prompt.expert, x, eta);
    for (let column = 0; column < columns; column++) {
      const at = (i * columns + column) * (x.length + 1);
      for (let row = 0; row < 3; row++) {
        const { buffer, offset } = whole.nextRow();
        buffer[offset] = factor[at] * small[row * 3];
        for (let j = 1; j < g; j++) buffer[offset + j] = small[row * 3] * factor[at + j];
        for (let j = 0; j < q; j++) {
          buffer[offset + g + j] = small[row * 3 + 1] * slope * factor[at + (j < x.length ? j + 1 : 0)];
        }
        buffer[offset + p - 1] = factor[at] * small[row * 3 + 2];
      }
    }
  }
  local.release();
  return Float64Array.from(whole.fold());
}

/** Of a score, after all the others: below it a double's rounding is seen in the deviations. */
const MERGED = 1e-7;

/** Of a score in plain doubles, relative. */
const ROUNDING = 1e-15;

/**
 * The Fisher information of the parameter vector for one observation (x, y), by quadrature refined until `deviations`
 * move by less than `tolerance` or the finest level is reached (then `relativeError` says how far it moved).
 * The score of lambda is formed from f/f0 - 1 = expm1(log f - log f0) with the logarithms differenced analytically,
 * and the weighted scores are factored, not their cross products: merging costs digits once, not twice. Where not enough
 * digits are left, the scores are formed again with 32 (precise-information.ts).
 * Where x has the rows of a design (atRows), it is the average of the rows' conditional information.
 * @param precise the truth's gaps to the frozen point, where they are known better than truth - frozen point
 * @throws InputError where lambda is 0 or 1: the information is that of an interior truth.
 *
 * @example
 * ```ts
 * import { fisherInformation, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const information = fisherInformation(path.model, truthAt(path, 1000));
 * console.log(information.names.join()); // lambda,a,b,nu
 * ```
 */
export function fisherInformation(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  tolerance: number = DEFAULT_TOLERANCE,
  precise: PreciseTruth | undefined = preciseTruth(model, truth),
): Information {
  checkParameters(model, truth);
  if ("lambda" in truth && !(truth.lambda > 0 && truth.lambda < 1)) {
    throw new InputError(
      `truth.lambda is ${truth.lambda}; the information needs a proportion strictly between 0 and 1.`,
    );
  }
  const { law, dimension } = model.covariates;
  // Beyond three dimensions a level costs seconds: the promised 1e-6 is asked for, no more.
  const target = law !== "rows" && dimension > 3 ? Math.max(tolerance, 1e-6) : tolerance;
  const p = gateLength(model) + truth.eta.length + 1;
  let factor = scoreFactor(model, truth, 0);
  let { inverse, deviations } = deviationsOf(factor, p);
  if (precise !== undefined && smallestShareLeft(factor, p, deviations) < MERGED) {
    const [coarse, fine] = [0, 1].map((level) => preciseFactor(model, precise, level));
    if (coarse !== undefined && fine !== undefined) {
      const relativeError = largestRelativeChange(coarse.deviations, fine.deviations);
      return {
        names: vectorNames(model),
        factor: fine.factor,
        inverseFactor: fine.inverse,
        deviations: fine.deviations,
        relativeError,
      };
    }
  }
  let relativeError = Number.POSITIVE_INFINITY;
  const levels = covariateLevels(model.covariates);
  for (let level = 1; level < levels && relativeError > target; level++) {
    factor = scoreFactor(model, truth, level);
    const finer = deviationsOf(factor, p);
    relativeError = largestRelativeChange(deviations, finer.deviations);
    ({ inverse, deviations } = finer);
  }
  // What is left of a score after the others has lost its leading digits to rounding; where nothing is left, that is exact.
  const identified = deviations.map((deviation) => (deviation === Number.POSITIVE_INFINITY ? 0 : deviation));
  const rounding = ROUNDING / smallestShareLeft(factor, p, identified);
  return {
    names: vectorNames(model),
    factor,
    inverseFactor: inverse,
    deviations,
    relativeError: Math.max(relativeError, rounding),
  };
}
