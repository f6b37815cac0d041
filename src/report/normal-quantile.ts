import { normalCdf } from "../numerics/error-function";

/** z with Phi(z) = p, by bisection of the distribution function: for intervals, where a microsecond does not matter. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A quantile's probability is ${p}; expected a number between 0 and 1.`);
  // By symmetry the tail is always the left one, where normalCdf keeps its relative accuracy.
  if (p > 0.5) return -normalQuantile(1 - p);
  let [low, high] = [-38, 0];
  for (let k = 0; k < 80; k++) {
    const middle = 0.5 * (low + high);
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
