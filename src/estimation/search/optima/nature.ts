import type { ContaminatedMoe } from "../../../model/contaminated-moe";

/**
 * What an optimum is:
 * - "frozen": lambda = 0, the frozen model alone; eta and nu mean nothing;
 * - "spike": nu on the lower bound of its interval, or fewer than 2 (q + 2) rows in the prompt. The Gaussian mixture's
 *   likelihood is unbounded as nu -> 0 around a few rows; the box makes such spikes finite, and the global maximum of a
 *   small sample is often one of them, without saying anything of the prompt;
 * - "interior": any other.
 * Reference: Kiefer and Wolfowitz (1956), Ann. Math. Statist. 27: 887-906; Hathaway (1985), Ann. Statist. 13: 795-800.
 */
export type Nature = "interior" | "spike" | "frozen";

/** Rows that the prompt carries, n lambda: at an optimum inside (0, 1) the sum of their posterior probabilities. */
export function promptRows(theta: ArrayLike<number>, n: number): number {
  return n * theta[0];
}

/** Fewer rows in the prompt than 2 (q + 2), twice the p entries of the parameter vector. */
export function fewRows(lambda: number, n: number, p: number): boolean {
  return n * lambda < 2 * p;
}

export function natureOf(model: ContaminatedMoe, theta: ArrayLike<number>, n: number): Nature {
  const p = theta.length;
  if (theta[0] === 0) return "frozen";
  const [low, high] = model.box.nu;
  if (low < high && theta[p - 1] <= low) return "spike";
  return fewRows(theta[0], n, p) ? "spike" : "interior";
}
