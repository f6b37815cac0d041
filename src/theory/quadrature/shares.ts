import type { GateKind, Parameters } from "../../model/by-parameter";
import { gatePredictor, logistic } from "../../model/gate";
import { expm1 } from "../../numerics/elementary";

/** The share of the prompt at x and that of the frozen model: pi and 1 - pi, each with all its digits. */
export function sharesAt(truth: Parameters<GateKind>, x: Float64Array): readonly [share: number, rest: number] {
  if ("lambda" in truth) return [truth.lambda, 1 - truth.lambda];
  const w = gatePredictor(truth.tau, truth.beta, x);
  return [logistic(w), logistic(-w)];
}

/**
 * pi_left(x) - pi_right(x) from the difference d of the log-odds, pi_left (1 - pi_right) (1 - e^-d): it keeps its digits where the
 * gates are nearly the same.
 */
export function shareChange(left: Parameters<GateKind>, right: Parameters<GateKind>, x: Float64Array): number {
  if ("lambda" in left || "lambda" in right) return sharesAt(left, x)[0] - sharesAt(right, x)[0];
  const steps = left.beta.map((slope, j) => slope - right.beta[j]);
  const d = gatePredictor(left.tau - right.tau, steps, x);
  const [share, rest] = [sharesAt(left, x), sharesAt(right, x)];
  // Of the two equal forms the one whose exponential is below 1.
  return d >= 0 ? -expm1(-d) * share[0] * rest[1] : expm1(d) * rest[0] * share[1];
}
