import { cos } from "./elementary";

/** Nodes in (-1, 1), ascending, and weights that sum to 2: exact for polynomials of degree 2 order - 1. */
export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** P_n(x) and P_n'(x) by the three-term recurrence. */
function legendre(n: number, x: number): readonly [number, number] {
  let previous = 1;
  let value = x;
  for (let k = 2; k <= n; k++) [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
  return [value, (n * (x * value - previous)) / (x * x - 1)];
}

const rules = new Map<number, QuadratureRule>();

/**
 * The Gauss-Legendre rule: roots of P_n by Newton's method from Tricomi's guess cos(pi (i + 3/4) / (n + 1/2)), weights
 * 2 / ((1 - x^2) P_n'(x)^2) (Abramowitz and Stegun 25.4.29). Rules are made once and kept.
 * @param order number of nodes, 2 to 1024; @throws RangeError otherwise.
 */
export function gaussLegendre(order: number): QuadratureRule {
  if (!Number.isInteger(order) || order < 2 || order > 1024) {
    throw new RangeError(`A Gauss-Legendre rule has 2 to 1024 nodes; ${order} were asked for.`);
  }
  const known = rules.get(order);
  if (known !== undefined) return known;
  const nodes = new Float64Array(order);
  const weights = new Float64Array(order);
  for (let i = 0; i < (order + 1) >> 1; i++) {
    let x = order === 2 * i + 1 ? 0 : cos((Math.PI * (i + 0.75)) / (order + 0.5));
    for (let step = 0; step < 8; step++) {
      const [value, slope] = legendre(order, x);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    const [, slope] = legendre(order, x);
    nodes[order - 1 - i] = x;
    nodes[i] = 0 - x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
    weights[order - 1 - i] = weights[i];
  }
  const rule = { nodes, weights };
  rules.set(order, rule);
  return rule;
}
