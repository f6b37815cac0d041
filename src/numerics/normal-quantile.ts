import { log } from "./elementary";
import { erfc, normalPdf } from "./error-function";

/**
 * The standard normal quantile for 0 < p < 1: Abramowitz and Stegun 26.2.23 (error below 4.5e-4), then Halley steps on
 * erfc until it no longer moves. Relative error below 1e-14 in either tail.
 */
export function normalQuantile(p: number): number {
  const tail = Math.min(p, 1 - p);
  if (!(tail > 0)) return p <= 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const t = Math.sqrt(-2 * log(tail));
  // z > 0 with upper tail probability `tail`.
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 4; step++) {
    const error = (0.5 * erfc(z * Math.SQRT1_2) - tail) / normalPdf(z);
    z += error / (1 - 0.5 * z * error);
  }
  return p < 0.5 ? -z : z;
}
