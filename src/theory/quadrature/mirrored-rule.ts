import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Expert } from "../../model/expert";
import type { CovariateRule } from "./covariate-rule";

/** Activations with sigma(-u) = -sigma(u). */
const ODD: readonly string[] = ["identity", "tanh", "sin"];

function isOdd(expert: Expert): boolean {
  return expert.kind === "activation" && !expert.bias && ODD.includes(expert.activation);
}

/**
 * Is the score's square at (-x, -y) that at (x, y)? Where both experts are odd in x and f0 is even: the scores of lambda and nu
 * are even, the score of the mean and its gradient are odd, and the law of x is symmetric.
 */
export function isMirrored({ gate, pretrained, prompt, covariates }: ContaminatedMoe<GateKind>): boolean {
  // A softmax gate has another share at -x.
  if (gate.kind === "softmax") return false;
  const even = pretrained.density.kind !== "custom" && covariates.law !== "rows";
  return even && isOdd(pretrained.expert) && isOdd(prompt.expert);
}

const halves = new WeakMap<CovariateRule, CovariateRule>();

/**
 * The half of a symmetric rule on one side of the origin, its weights doubled: half the work for an integrand that is
 * the same at x and -x. Nodes on the border, by rounding, are kept with their weights.
 */
export function halfRule(rule: CovariateRule): CovariateRule {
  const known = halves.get(rule);
  if (known) return known;
  const { dimension: d, nodes, weights, moments } = rule;
  const kept: number[] = [];
  const factors: number[] = [];
  const size = Math.max(...nodes.map(Math.abs));
  for (let i = 0; i < weights.length; i++) {
    const side = Array.from(nodes.subarray(i * d, (i + 1) * d)).find((x) => Math.abs(x) > 1e-9 * size) ?? 0;
    if (side < 0) continue;
    kept.push(i);
    factors.push(side > 0 ? 2 : 1);
  }
  const half: CovariateRule = {
    dimension: d,
    nodes: Float64Array.from(kept.flatMap((i) => Array.from(nodes.subarray(i * d, (i + 1) * d)))),
    weights: Float64Array.from(kept, (i, k) => weights[i] * factors[k]),
    ...(moments === undefined
      ? {}
      : { moments: { columns: moments.columns, factor: halfFactor(moments, d, kept, factors) } }),
  };
  halves.set(rule, half);
  return half;
}

function halfFactor(
  { columns, factor }: NonNullable<CovariateRule["moments"]>,
  d: number,
  kept: readonly number[],
  factors: readonly number[],
): Float64Array {
  const size = columns * (d + 1);
  const out = new Float64Array(kept.length * size);
  kept.forEach((i, k) => {
    const root = Math.sqrt(factors[k]);
    for (let at = 0; at < size; at++) out[k * size + at] = root * factor[i * size + at];
  });
  return out;
}
