import type { Interval } from "../../../model/box";
import { cos, sin } from "../../../numerics/elementary";

/** Phases that are compared. */
const PHASES = 24;

/** A phase with its sine and cosine. */
export interface Phase {
  readonly b: number;
  readonly sine: number;
  readonly cosine: number;
}

/** Weighted sums over rows of y sin(u), y cos(u), sin(u)^2, sin(u) cos(u) and cos(u)^2, where u = a'x. */
export interface PhaseSums {
  readonly ys: number;
  readonly yc: number;
  readonly ss: number;
  readonly sc: number;
  readonly cc: number;
}

/** 24 phases around a turn, or as much of one as the interval holds. */
export function phasesIn([low, high]: Interval): readonly Phase[] {
  const turn = 2 * Math.PI;
  const whole = high - low >= turn;
  const from = whole ? Math.min(high - turn, Math.max(low, -Math.PI)) : low;
  const count = high > low ? PHASES : 1;
  return Array.from({ length: count }, (_, k) => {
    const b = whole ? from + (turn * k) / PHASES : low + ((high - low) * k) / Math.max(1, count - 1);
    return { b, sine: sin(b), cosine: cos(b) };
  });
}

/**
 * Of these phases the one at which sum_i r_i (y_i sin(u_i + b) - sin(u_i + b)^2 / 2), by which half the sum of squares falls, is largest. With the
 * sums of squares taken as 0: at which the sine agrees most with y.
 */
export function bestPhase(
  phases: readonly Phase[],
  { ys, yc, ss, sc, cc }: PhaseSums,
): { readonly b: number; readonly gain: number } {
  let best = { b: 0, gain: Number.NEGATIVE_INFINITY };
  for (const { b, sine, cosine } of phases) {
    const squares = ss * cosine * cosine + 2 * sc * sine * cosine + cc * sine * sine;
    const gain = ys * cosine + yc * sine - 0.5 * squares;
    if (gain > best.gain) best = { b, gain };
  }
  return best;
}
