import { exp } from "./elementary";
import { erfc } from "./error-function";

/**
 * P(chi-squared with df degrees of freedom > x), df a whole number >= 1: erfc(sqrt(x/2)) or e^(-x/2), then
 * Q(k + 2) = Q(k) + (x/2)^(k/2) e^(-x/2) / Gamma(k/2 + 1) (Abramowitz and Stegun 26.4.8).
 */
export function chiSquaredTail(x: number, df: number): number {
  if (!Number.isInteger(df) || df < 1) throw new RangeError(`df is ${df}; expected a whole number of at least 1.`);
  if (!(x > 0)) return 1;
  const half = 0.5 * x;
  const odd = df % 2 === 1;
  let tail = odd ? erfc(Math.sqrt(half)) : exp(-half);
  // The first term is (x/2)^(k/2) e^(-x/2) / Gamma(k/2 + 1) for k = 1 or 2.
  let term = odd ? (Math.sqrt(half) * exp(-half)) / (0.5 * Math.sqrt(Math.PI)) : half * exp(-half);
  for (let k = odd ? 1 : 2; k < df; k += 2) {
    tail += term;
    term *= half / (0.5 * k + 1);
  }
  return Math.min(1, tail);
}
