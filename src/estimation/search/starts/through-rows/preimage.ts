import { type Activation, activate } from "../../../../model/activation";
import type { Interval } from "../../../../model/box";
import { arcSine, increasingInverse, inverseGelu } from "./inverse-activation";

/** gelu falls to its only minimum, here, and rises from there. */
const GELU_LEAST = -0.7517916243;
const GELU_MINIMUM = -0.1699712074;

/** The u < GELU_LEAST with gelu(u) = y, for GELU_MINIMUM < y < 0, by halving. */
function leftOfGelu(y: number): number {
  const out = new Float64Array(3);
  let [low, high] = [-40, GELU_LEAST];
  for (let round = 0; round < 30; round++) {
    const middle = 0.5 * (low + high);
    activate("gelu", middle, out);
    if (out[0] < y) high = middle;
    else low = middle;
  }
  return 0.5 * (low + high);
}

/** Where low <= sigma(u) <= high, in intervals; for sin those of one turn, which repeat themselves every 2 pi. */
export function preimage(activation: Activation, low: number, high: number): readonly Interval[] {
  if (activation === "sin") {
    if (low >= 1 || high <= -1) return [];
    const [from, to] = [arcSine(Math.max(-1, low)), arcSine(Math.min(1, high))];
    // At a peak or a trough that lies between the two both branches meet.
    if (high >= 1) return [[from, Math.PI - from]];
    if (low <= -1) return [[Math.PI - to, 2 * Math.PI + to]];
    return [
      [from, to],
      [Math.PI - to, Math.PI - from],
    ];
  }
  if (activation === "gelu") {
    if (high <= GELU_MINIMUM) return [];
    const right = inverseGelu(high);
    if (low <= GELU_MINIMUM) return [[high >= 0 ? Number.NEGATIVE_INFINITY : leftOfGelu(high), right]];
    const rising: Interval = [inverseGelu(low), right];
    return low >= 0 ? [rising] : [rising, [high >= 0 ? Number.NEGATIVE_INFINITY : leftOfGelu(high), leftOfGelu(low)]];
  }
  if (activation === "relu") {
    if (high < 0) return [];
    return [[low > 0 ? low : Number.NEGATIVE_INFINITY, high]];
  }
  const [from, to] = [increasingInverse(activation, low), increasingInverse(activation, high)];
  return from < to ? [[from, to]] : [];
}
