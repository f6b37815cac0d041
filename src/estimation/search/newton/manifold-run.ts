import { newPass, type Pass } from "../../likelihood/likelihood";
import type { KinkManifold } from "./kink-manifold";
import { BoxMaximizer, type LocalMaximum, type Objective, type TrustRegionOptions } from "./trust-region";

/** The box of a parameter vector of which eta is the q entries from g on. */
export interface BoxedExpert {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly g: number;
  readonly q: number;
}

/**
 * Maximises on a manifold of kinks, from the point of it that is nearest along its pivots: over all entries but the pivots,
 * with the gradient and Hessian of these. Outside the pivots' box, also at the start, the likelihood is NaN.
 */
export function maximizeOnManifold(
  objective: Objective,
  { lower, upper, g, q }: BoxedExpert,
  from: LocalMaximum,
  manifold: KinkManifold,
  options: TrustRegionOptions,
): LocalMaximum {
  const p = lower.length;
  const kept = Array.from({ length: p }, (_, j) => j).filter((j) => !manifold.pivots.includes(j - g));
  const m = kept.length;
  const whole = (part: Float64Array): Float64Array => {
    const theta = new Float64Array(p);
    for (let k = 0; k < m; k++) theta[kept[k]] = part[k];
    manifold.complete(theta, g);
    return theta;
  };
  /** d theta_j / d part_k. */
  const jacobian = new Float64Array(p * m);
  for (let k = 0; k < m; k++) {
    jacobian[kept[k] * m + k] = 1;
    if (kept[k] < g || kept[k] >= g + q) continue;
    for (const pivot of manifold.pivots) jacobian[(g + pivot) * m + k] = manifold.slope(pivot, kept[k] - g);
  }
  const pass = newPass(p);
  const within = (theta: Float64Array): void => {
    objective(theta, pass);
    if (!theta.every((value, j) => value >= lower[j] && value <= upper[j])) pass.logLikelihood = Number.NaN;
  };
  const reduced: Objective = (part, out) => {
    within(whole(part));
    out.logLikelihood = pass.logLikelihood;
    restrict(pass, jacobian, m, out);
  };
  const at = (values: Float64Array): Float64Array => Float64Array.from(kept, (j) => values[j]);
  const end = new BoxMaximizer(at(lower), at(upper)).run(reduced, at(from.theta), options);
  const theta = whole(end.theta);
  within(theta);
  const { length } = manifold.rows;
  return {
    theta,
    pass,
    score: end.score,
    end: end.end,
    converged: end.converged,
    criterion:
      end.converged && length > 0
        ? `maximum where relu has its kink in ${length === 1 ? "one row" : `${length} rows`}`
        : end.criterion,
    iterations: from.iterations + end.iterations,
  };
}

/** Gradient and Hessian in the m coordinates of a linear map with this Jacobian (p x m). */
function restrict({ gradient, hessian }: Pass, jacobian: Float64Array, m: number, out: Pass): void {
  const p = gradient.length;
  out.gradient.fill(0);
  out.hessian.fill(0);
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < m; k++) {
      const jk = jacobian[j * m + k];
      if (jk === 0) continue;
      out.gradient[k] += jk * gradient[j];
      for (let i = 0; i < p; i++) {
        for (let l = 0; l < m; l++) out.hessian[k * m + l] += jk * hessian[j * p + i] * jacobian[i * m + l];
      }
    }
  }
}
