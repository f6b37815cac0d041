import { bfgsStep } from "../../../estimation/em/bfgs-step";
import type { EmOptions } from "../../../estimation/em/em";
import type { Parameters } from "../../../model/by-parameter";
import { exp, log } from "../../../numerics/elementary";
import { RandomStream } from "../../../numerics/random-stream";

/** One way to read "EM, started near the truth, with BFGS in the M-step". */
export interface Reading {
  readonly name: string;
  /** Where EM starts. */
  readonly start: "truth" | "tiny" | "tenth";
  /** How its M-step is done and when it stops, for a sample of n rows. */
  readonly em: (n: number) => Pick<EmOptions, "gain" | "maxIterations" | "mStep">;
}

/**
 * Readings of the successor's method (arXiv 2505.18455), whose code is not public. "tiny" has the size of the starts in the
 * public code of a related paper (arXiv 2305.03288); a "tenth" is what a reader may call near. The M-step is exact but for
 * the last two: BFGS from H = I to scipy's default tolerance, and BFGS that may take five steps in an M-step.
 */
export const READINGS: readonly Reading[] = [
  { name: "truth", start: "truth", em: () => ({}) },
  { name: "tiny", start: "tiny", em: () => ({ gain: 1e-6 }) },
  { name: "tenth", start: "tenth", em: () => ({}) },
  { name: "tenth, eight steps", start: "tenth", em: () => ({ maxIterations: 8 }) },
  { name: "tenth, rough", start: "tenth", em: (n) => ({ gain: 1e-4 * n }) },
  { name: "tenth, BFGS", start: "tenth", em: () => ({ gain: 1e-6, mStep: bfgsStep() }) },
  {
    name: "tenth, five BFGS steps",
    start: "tenth",
    em: () => ({ gain: 1e-6, maxIterations: 20, mStep: bfgsStep({ maxSteps: 5 }) }),
  },
];

/** The starts have a stream of their own; all readings of a replicate start in the same direction. */
const START_SEED = 20250518;

/**
 * The start of one run. "tiny": tau, beta, eta off by 0.005 n^(-0.083) standard normals, nu too large by the share
 * n^(-1/4) |normal| / 2. "tenth": tau, beta, eta off by 0.1 standard normals, nu by the factor exp(0.1 normal).
 */
export function startOf(
  start: Reading["start"],
  truth: Parameters<"softmax">,
  n: number,
  replicate: number,
): Parameters<"softmax"> {
  if (start === "truth") return truth;
  const d = truth.beta.length;
  const last = 1 + d + truth.eta.length;
  const noise = new Float64Array(last + 1);
  new RandomStream({ seed: START_SEED, path: "near", n, replicate }).normals(0, noise);
  const tiny = start === "tiny";
  const width = tiny ? 0.005 * exp(-0.083 * log(n)) : 0.1;
  return {
    tau: truth.tau + width * noise[0],
    beta: truth.beta.map((b, j) => b + width * noise[1 + j]),
    eta: truth.eta.map((e, j) => e + width * noise[1 + d + j]),
    nu: truth.nu * (tiny ? 1 + (0.5 * Math.abs(noise[last])) / Math.sqrt(Math.sqrt(n)) : exp(width * noise[last])),
  };
}
