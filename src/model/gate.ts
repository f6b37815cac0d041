import { exp, log, log1p } from "../numerics/elementary";
import type { GateKind, Parameters } from "./by-parameter";

/**
 * How the share of the prompt depends on x:
 *
 * - constant: lambda, the same for every x;
 * - softmax: pi(x) = 1 / (1 + exp(-(beta^T x + tau))), the softmax of two experts, as in fine-tuning (arXiv 2505.18455).
 */
export interface Gate<G extends GateKind = GateKind> {
  readonly kind: G;
}

export const CONSTANT_GATE: Gate<"constant"> = { kind: "constant" };
export const SOFTMAX_GATE: Gate<"softmax"> = { kind: "softmax" };

/** Beyond it exp(tau) is no number, and the share 0 or 1 at every x. */
export const LARGEST_TAU = 700;

/** 1 / (1 + e^-w), with all its digits for w of either sign. */
export function logistic(w: number): number {
  const e = exp(-Math.abs(w));
  return w < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** log(1 + e^w): minus the logarithm of 1 - pi at log-odds w. */
export function softplus(w: number): number {
  return Math.max(w, 0) + log1p(exp(-Math.abs(w)));
}

/** log(share / (1 - share)). */
export function logOdds(share: number): number {
  return log(share) - log1p(-share);
}

/** w = beta^T x + tau, summed in the order of the covariates after tau. */
export function gatePredictor(tau: number, beta: ArrayLike<number>, x: ArrayLike<number>): number {
  let w = tau;
  for (let j = 0; j < beta.length; j++) w += beta[j] * x[j];
  return w;
}

/**
 * The share of the prompt at x: lambda, or pi(x).
 *
 * @example
 * ```ts
 * import { shareAt } from "contaminated-moe";
 * console.log(shareAt({ tau: 0, beta: [2], eta: [1], nu: 1 }, [0])); // 0.5
 * ```
 */
export function shareAt(parameters: Parameters<GateKind>, x: ArrayLike<number>): number {
  if ("lambda" in parameters) return parameters.lambda;
  return logistic(gatePredictor(parameters.tau, parameters.beta, x));
}

/** The share of the prompt in every row; x by columns, covariate j of row i at x[j n + i]. */
export function shareColumn(parameters: Parameters<GateKind>, x: Float64Array, n: number): Float64Array {
  const shares = new Float64Array(n);
  if ("lambda" in parameters) return shares.fill(parameters.lambda);
  const { tau, beta } = parameters;
  shares.fill(tau);
  beta.forEach((slope, j) => {
    for (let i = 0; i < n; i++) shares[i] += slope * x[j * n + i];
  });
  return shares.map(logistic);
}
