import { InputError } from "../../input-error";
import type { Parameters } from "../../model/by-parameter";

/** The frozen point (eta0, nu0) in the prompt's own coordinates. */
export interface FrozenPoint {
  readonly eta: readonly number[];
  readonly nu: number;
}

/** ||left - right||^2. @throws InputError when they differ in length, naming what they are */
export function sumOfSquares(left: readonly number[], right: readonly number[], what = "eta"): number {
  if (left.length !== right.length) {
    throw new InputError(
      `A loss compares ${what} of equal length; they have ${left.length} and ${right.length} entries.`,
    );
  }
  return left.reduce((sum, value, j) => sum + (value - right[j]) * (value - right[j]), 0);
}

/** Euclidean norm of (eta, nu) - (eta', nu'). */
export function distance(left: FrozenPoint, right: FrozenPoint): number {
  const v = left.nu - right.nu;
  return Math.sqrt(sumOfSquares(left.eta, right.eta) + v * v);
}

/**
 * Scenarios D and H (paper; derived in notebooks/01-distinguishable):
 * D1 = |lambda - lambda*| + (lambda + lambda*) ||(eta, nu) - (eta*, nu*)||. Symmetric.
 *
 * @example
 * ```ts
 * import { distinguishableLoss } from "contaminated-moe";
 * const [left, right] = [{ lambda: 0.5, eta: [1, 0], nu: 1 }, { lambda: 0.4, eta: [1, 0], nu: 1 }];
 * console.log(distinguishableLoss(left, right).toFixed(2)); // 0.10
 * ```
 */
export function distinguishableLoss(left: Parameters, right: Parameters): number {
  return Math.abs(left.lambda - right.lambda) + (left.lambda + right.lambda) * distance(left, right);
}

/**
 * Scenario S (paper; derived in notebooks/03-strongly-identifiable), with Delta = (eta, nu) - (eta0, nu0):
 * D2 = |lambda - lambda*| ||Delta|| ||Delta*|| + (lambda ||Delta|| + lambda* ||Delta*||) ||(eta, nu) - (eta*, nu*)||.
 * Symmetric; zero for all lambda where both prompts have merged.
 *
 * @example
 * ```ts
 * import { stronglyIdentifiableLoss } from "contaminated-moe";
 * const frozen = { eta: [1, 0], nu: 1 };
 * const at = { lambda: 0.5, eta: [1, 0.2], nu: 1 };
 * console.log(stronglyIdentifiableLoss(at, at, frozen)); // 0
 * ```
 */
export function stronglyIdentifiableLoss(left: Parameters, right: Parameters, frozen: FrozenPoint): number {
  const [gap, gapStar] = [distance(left, frozen), distance(right, frozen)];
  return (
    Math.abs(left.lambda - right.lambda) * gap * gapStar +
    (left.lambda * gap + right.lambda * gapStar) * distance(left, right)
  );
}

/** ||a - a'|| + |b - b'|^2 + |nu - nu'|, eta = (a, b) with the bias last: the weak distance of linear experts. */
export function weakDistance(left: FrozenPoint, right: FrozenPoint): number {
  const bias = left.eta.length - 1;
  const b = left.eta[bias] - right.eta[bias];
  return (
    Math.sqrt(sumOfSquares(left.eta.slice(0, bias), right.eta.slice(0, bias))) + b * b + Math.abs(left.nu - right.nu)
  );
}

/**
 * Scenario L (arXiv 2301.11808; derived in notebooks/04-linear-experts), with rho = ||Da|| + |Db|^2 + |Dnu| the weak distance to the frozen point:
 * D3 = |lambda - lambda*| rho rho* + (lambda rho + lambda* rho*) (||a - a*|| + |b - b*|^2 + |nu - nu*|). Symmetric.
 *
 * @example
 * ```ts
 * import { weaklyIdentifiableLoss } from "contaminated-moe";
 * const frozen = { eta: [1, 0], nu: 1 };
 * const [left, right] = [{ lambda: 0.5, eta: [1, 0.2], nu: 1 }, { lambda: 0.4, eta: [1, 0.2], nu: 1 }];
 * console.log(weaklyIdentifiableLoss(left, right, frozen) > 0); // true
 * ```
 */
export function weaklyIdentifiableLoss(left: Parameters, right: Parameters, frozen: FrozenPoint): number {
  const [rho, rhoStar] = [weakDistance(left, frozen), weakDistance(right, frozen)];
  return (
    Math.abs(left.lambda - right.lambda) * rho * rhoStar +
    (left.lambda * rho + right.lambda * rhoStar) * weakDistance(left, right)
  );
}
