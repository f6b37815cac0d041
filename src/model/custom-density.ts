import { InputError } from "../input-error";
import { exp } from "../numerics/elementary";
import { gaussLegendre } from "../numerics/gauss-legendre";
import type { CustomDensity } from "./density";

export interface CustomDensityDefinition {
  readonly name: string;
  /** log g(z) of the standardised density: mean 0, variance 1. Use the arithmetic of this library, not Math.exp. */
  readonly logDensity: (z: number) => number;
  /** Where g is not smooth; none unless told. */
  readonly kinks?: readonly number[];
  /** Half of the mass-bearing range in standard deviations, from 4 to 1e6; 40 unless told. */
  readonly reach?: number;
  /** One draw of g from two independent uniforms; only needed to simulate. */
  readonly noise?: (u: number, v: number) => number;
}

/** Largest accepted error of total mass, mean and variance. */
const TOLERANCE = 1e-6;

/** Panel ends: a half wide to 4 deviations, then growing by a quarter. */
function panelEnds(reach: number): readonly number[] {
  const ends: number[] = [];
  for (let end = 0.5; end < reach; end += end < 4 ? 0.5 : 0.25 * end) ends.push(end);
  ends.push(reach);
  return [...ends.map((end) => -end).reverse(), 0, ...ends];
}

/**
 * Defines a density of one's own for f0. Its mass, mean and variance are integrated numerically between -reach and
 * reach and must be 1, 0 and 1 within 1e-6; with `noise`, the mean and variance of 2^16 evenly spread draws are checked
 * roughly as well.
 * @throws InputError naming the moment that is wrong and its value
 *
 * @example
 * ```ts
 * import { customDensity, exp, log, log1p } from "contaminated-moe";
 * const rate = Math.PI / Math.sqrt(3);
 * const logistic = customDensity({
 *   name: "logistic",
 *   logDensity: (z) => log(rate) - rate * Math.abs(z) - 2 * log1p(exp(-rate * Math.abs(z))),
 * });
 * console.log(logistic.name); // logistic
 * ```
 */
export function customDensity(definition: CustomDensityDefinition): CustomDensity {
  const { name, logDensity, kinks = [], reach = 40, noise } = definition;
  const complain = (text: string): never => {
    throw new InputError(`Density "${name}": ${text}`);
  };
  if (!(reach >= 4 && reach <= 1e6)) complain(`reach is ${reach}; expected 4 to 1e6 standard deviations.`);
  if (!kinks.every((kink) => Math.abs(kink) < reach)) complain(`a kink lies beyond its reach of ${reach}.`);
  const breaks = panelEnds(reach);
  const cuts = [...new Set([...breaks, ...kinks])].sort((left, right) => left - right);
  const { nodes, weights } = gaussLegendre(32);
  const moments = new Float64Array(3);
  for (let panel = 1; panel < cuts.length; panel++) {
    const half = 0.5 * (cuts[panel] - cuts[panel - 1]);
    const middle = 0.5 * (cuts[panel] + cuts[panel - 1]);
    for (let i = 0; i < nodes.length; i++) {
      const z = middle + half * nodes[i];
      const value = exp(logDensity(z));
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) complain(`exp(logDensity(${z})) is ${value}.`);
      for (let k = 0; k < 3; k++) moments[k] += half * weights[i] * value * z ** k;
    }
  }
  for (const [k, what, wanted] of [
    [0, "mass", 1],
    [1, "mean", 0],
    [2, "variance", 1],
  ] as const) {
    if (Math.abs(moments[k] - wanted) <= TOLERANCE) continue;
    complain(
      `its ${what} between -${reach} and ${reach} is ${moments[k]}; expected ${wanted} (standardised form; widen reach for heavy tails).`,
    );
  }
  if (noise !== undefined) {
    let [mean, square] = [0, 0];
    const side = 256;
    for (let i = 0; i < side; i++) {
      for (let j = 0; j < side; j++) {
        const draw = noise((i + 0.5) / side, (j + 0.5) / side);
        mean += draw / side ** 2;
        square += (draw * draw) / side ** 2;
      }
    }
    if (!(Math.abs(mean) < 0.02 && Math.abs(square - 1) < 0.1)) {
      complain(`noise(u, v) has mean ${mean} and mean square ${square}; expected 0 and 1.`);
    }
  }
  return { kind: "custom", name, logDensity, kinks, breaks, ...(noise === undefined ? {} : { noise }) };
}
