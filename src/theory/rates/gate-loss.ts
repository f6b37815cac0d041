import type { Parameters } from "../../model/by-parameter";
import { exp } from "../../numerics/elementary";
import { distance, type FrozenPoint, sumOfSquares } from "./loss";

/** Euclidean norm of (beta, eta, nu) - (beta', eta', nu'). */
function distanceWithGate(left: Parameters<"softmax">, right: Parameters<"softmax">): number {
  const prompt = distance(left, right);
  return Math.sqrt(sumOfSquares(left.beta, right.beta, "beta") + prompt * prompt);
}

/**
 * The loss of the successor (arXiv 2505.18455) where f0 is distinguishable: that of a constant gate with exp(tau), the odds
 * at x = 0, in place of lambda, and beta beside (eta, nu):
 * |e^tau - e^tau*| + (e^tau + e^tau*) ||(beta, eta, nu) - (beta*, eta*, nu*)||. Symmetric; derived in notebooks/11-softmax-gate.
 *
 * @example
 * ```ts
 * import { distinguishableGateLoss } from "contaminated-moe";
 * const [left, right] = [0, 0.3].map((b) => ({ tau: 0, beta: [b], eta: [1], nu: 1 }));
 * if (left && right) console.log(distinguishableGateLoss(left, right)); // 0.6
 * ```
 */
export function distinguishableGateLoss(left: Parameters<"softmax">, right: Parameters<"softmax">): number {
  const [odds, oddsStar] = [exp(left.tau), exp(right.tau)];
  return Math.abs(odds - oddsStar) + (odds + oddsStar) * distanceWithGate(left, right);
}

/**
 * The loss of the successor where f0 is Gaussian and h0 a strongly identifiable member of the prompt's class, with
 * Delta = (eta, nu) - (eta0, nu0): |e^tau - e^tau*| ||Delta|| ||Delta*|| + (e^tau ||Delta|| + e^tau* ||Delta*||)
 * ||(beta, eta, nu) - (beta*, eta*, nu*)||. Symmetric; zero for all gates where both prompts have merged. beta enters once, as
 * eta does: that is what the third condition is for, and a bias of the expert breaks it (notebooks/11-softmax-gate).
 *
 * @example
 * ```ts
 * import { stronglyIdentifiableGateLoss } from "contaminated-moe";
 * const frozen = { eta: [1], nu: 1 };
 * const [left, right] = [0, 0.3].map((b) => ({ tau: 0, beta: [b], ...frozen }));
 * if (left && right) console.log(stronglyIdentifiableGateLoss(left, right, frozen)); // 0
 * ```
 */
export function stronglyIdentifiableGateLoss(
  left: Parameters<"softmax">,
  right: Parameters<"softmax">,
  frozen: FrozenPoint,
): number {
  const [gap, gapStar] = [distance(left, frozen), distance(right, frozen)];
  const [odds, oddsStar] = [exp(left.tau), exp(right.tau)];
  return Math.abs(odds - oddsStar) * gap * gapStar + (odds * gap + oddsStar * gapStar) * distanceWithGate(left, right);
}
