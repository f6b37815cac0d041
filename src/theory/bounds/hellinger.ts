import type { GateKind, Parameters } from "../../model/by-parameter";
import { type ContaminatedMoe, checkParameters } from "../../model/contaminated-moe";
import { exp, expm1 } from "../../numerics/elementary";
import { covariateLevels, covariateRule } from "../quadrature/covariate-rule";
import { expertDifference } from "../quadrature/expert-difference";
import { frozenAtNodes } from "../quadrature/frozen-at";
import { gaussianLogRatio } from "../quadrature/log-ratio";
import { componentShape, ResponseRule, responseOrder } from "../quadrature/response-rule";
import { shareChange, sharesAt } from "../quadrature/shares";

/** How far apart two truths of one model are for one observation, averaged over the covariates. */
export interface Hellinger {
  /** E_X (1/2) int (sqrt p - sqrt q)^2 dy. */
  readonly squaredDistance: number;
  /** E_X int sqrt(p q) dy = 1 - squaredDistance. */
  readonly affinity: number;
  /** Relative change of squaredDistance in the last refinement of the quadrature. */
  readonly relativeError: number;
}

/** to - from for two densities whose logarithms differ by `step`, without cancellation. */
function densityDifference(from: number, to: number, step: number): number {
  return step > 0 ? -to * expm1(-step) : from * expm1(step);
}

/**
 * The squared distance at one level, from
 *
 *   (sqrt p - sqrt q)^2 = ((p - q) / (sqrt p + sqrt q))^2,
 *   p - q = (lambda_p - lambda_q) (f_p - f0) + lambda_q (f_p - f_q),   lambda the share at x,
 *
 * with every difference of densities formed from differences of parameters: distances of 1e-8 keep their digits.
 */
export function squaredDistance(
  model: ContaminatedMoe<GateKind>,
  left: Parameters<GateKind>,
  right: Parameters<GateKind>,
  level: number | "search",
): number {
  const { pretrained, prompt, covariates } = model;
  const response = new ResponseRule(responseOrder(covariates, level));
  const rule = covariateRule(model, [left.eta, right.eta], level);
  const frozenShape = componentShape(pretrained.density);
  const promptShape = componentShape({ kind: "gaussian" });
  const frozenAt = frozenAtNodes(model, rule.rows);
  const [scaleP, scaleQ] = [Math.sqrt(left.nu), Math.sqrt(right.nu)];
  const x = new Float64Array(covariates.dimension);
  let total = 0;
  for (let i = 0; i < rule.weights.length; i++) {
    for (let j = 0; j < x.length; j++) x[j] = rule.nodes[i * x.length + j];
    const { mean: frozenMean, scale: scale0, logf0, against } = frozenAt(i, x);
    const p = against(left.eta, left.nu);
    const q = against(right.eta, right.nu);
    const [[shareP, restP], [shareQ, restQ]] = [sharesAt(left, x), sharesAt(right, x)];
    const change = shareChange(left, right, x);
    const between = gaussianLogRatio(expertDifference(prompt.expert, x, left.eta, right.eta), left.nu, right.nu);
    const [gapP, gapQ] = [p.promptMean - frozenMean, q.promptMean - frozenMean];
    response.place([
      { shape: frozenShape, mean: 0, scale: scale0 },
      { shape: promptShape, mean: gapP, scale: scaleP },
      { shape: promptShape, mean: gapQ, scale: scaleQ },
    ]);
    let sum = 0;
    for (let k = 0; k < response.count; k++) {
      const r0 = response.nodes[k];
      const frozen = logf0(r0);
      const ratio = p.logRatio(r0);
      const f0 = exp(frozen);
      const fp = exp(frozen + ratio);
      const fq = exp(frozen + q.logRatio(r0));
      const densityP = restP * f0 + shareP * fp;
      const densityQ = restQ * f0 + shareQ * fq;
      const roots = Math.sqrt(densityP) + Math.sqrt(densityQ);
      if (roots === 0) continue;
      const difference =
        change * densityDifference(f0, fp, ratio) + shareQ * densityDifference(fq, fp, between(r0 - gapQ));
      const root = difference / roots;
      sum += response.weights[k] * root * root;
    }
    total += rule.weights[i] * sum;
  }
  return 0.5 * total;
}

/**
 * Squared Hellinger distance and affinity of p_left and p_right, refined until the distance moves by less than
 * `tolerance` (relative) or the finest level is reached.
 * @throws InputError when the parameters do not fit the model
 *
 * @example
 * ```ts
 * import { hellinger, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * console.log(hellinger(path.model, truth, truth).squaredDistance); // 0
 * ```
 */
export function hellinger(
  model: ContaminatedMoe<GateKind>,
  left: Parameters<GateKind>,
  right: Parameters<GateKind>,
  tolerance = 1e-7,
): Hellinger {
  checkParameters(model, left, "left");
  checkParameters(model, right, "right");
  let value = squaredDistance(model, left, right, 0);
  let relativeError = Number.POSITIVE_INFINITY;
  const levels = covariateLevels(model.covariates);
  for (let level = 1; level < levels && relativeError > tolerance; level++) {
    const finer = squaredDistance(model, left, right, level);
    relativeError = finer === value ? 0 : Math.abs(finer - value) / finer;
    value = finer;
  }
  return { squaredDistance: value, affinity: 1 - value, relativeError };
}
