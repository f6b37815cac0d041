import { type Activation, activate } from "../../../../model/activation";
import { exp, log } from "../../../../numerics/elementary";

/** Values outside the activation's range are taken this near to its edge. */
const EDGE = 0.998;
const HALF_TURN = Math.PI;

/** arcsin y for |y| <= 0.7, by Newton's method, which is slow near the peaks. */
function innerArcSine(y: number): number {
  const u = Float64Array.of(0, 0, 0);
  let at = y;
  for (let round = 0; round < 6; round++) {
    activate("sin", at, u);
    at -= (u[0] - y) / u[1];
  }
  return at;
}

/**
 * arcsin y for -1 <= y <= 1; near the peaks pi/2 - 2 arcsin sqrt((1 - y) / 2).
 * Reference: Abramowitz and Stegun (1964), 4.3.45 (the half angle), 4.4.
 */
export function arcSine(y: number): number {
  if (Math.abs(y) <= 0.7) return innerArcSine(y);
  const fromPeak = 2 * innerArcSine(Math.sqrt(0.5 * (1 - Math.abs(y))));
  return y > 0 ? HALF_TURN / 2 - fromPeak : fromPeak - HALF_TURN / 2;
}

/** gelu is not monotone: below 0 it dips to -0.17. The branch u > -0.75 is inverted, by Newton's method. */
export function inverseGelu(y: number): number {
  const u = new Float64Array(3);
  let at = y > 0 ? y + 0.3 : -0.3;
  for (let round = 0; round < 8; round++) {
    activate("gelu", at, u);
    at = Math.max(-0.74, at - (u[0] - y) / Math.max(u[1], 0.05));
  }
  return at;
}

/** The inverse of an increasing activation, infinite beyond its range. */
export function increasingInverse(activation: Exclude<Activation, "gelu" | "relu" | "sin">, y: number): number {
  const [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  switch (activation) {
    case "identity":
      return y;
    case "tanh":
      return y <= -1 ? below : y >= 1 ? above : 0.5 * log((1 + y) / (1 - y));
    case "sigmoid":
      return y <= 0 ? below : y >= 1 ? above : log(y / (1 - y));
    case "softplus":
      return y <= 0 ? below : y > 30 ? y : log(exp(y) - 1);
  }
}

/**
 * A u with sigma(u) = y, or near it where y lies outside the range. Where several u serve, or any u of a flat side, the
 * uniforms `v` and `w` choose among them: for sin a branch of up to `turns` turns away, for relu, gelu and softplus below
 * their range some negative u.
 */
export function inverseActivation(activation: Activation, y: number, v: number, w: number, turns = 2): number {
  switch (activation) {
    case "identity":
      return y;
    case "tanh":
      return increasingInverse(activation, Math.max(-EDGE, Math.min(EDGE, y)));
    case "sigmoid":
      return increasingInverse(activation, Math.max(1 - EDGE, Math.min(EDGE, y)));
    case "softplus":
      return y > 1e-3 ? increasingInverse(activation, y) : -7 * v;
    case "gelu":
      return y > -0.165 ? inverseGelu(y) : -0.75 - 3 * v;
    case "relu":
      return y > 0 ? y : -2 * v;
    case "sin": {
      const u = arcSine(Math.max(-1, Math.min(1, y)));
      const turn = 2 * HALF_TURN * (Math.floor((2 * turns + 1) * w) - turns);
      return (v < 0.5 ? u : HALF_TURN - u) + turn;
    }
  }
}
