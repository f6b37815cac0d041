// The scores of the share, the mean and the variance at nodes in y; as src/theory/information/conditional-scores.ts, same bits.

import { logDensity } from "./density";
import { add, div, exp, half, log, mul, one, select, sub, tanhNear } from "./elementary";

// Doubles at `numbers`.
const GAP = 0, NU = 8, LAMBDA = 16, REST = 24, RATIO_CONSTANT = 32, RATIO_HALF = 40, RATIO_QUADRATIC = 48;
/** The gap with the digits that a difference of the means has lost. */
const RATIO_GAP = 56;
const CONSTANT = 64, A = 72, B = 80, E = 88;
const GAUSSIAN = 0;
/** Below this e^x - 1 is formed without cancellation. */
const NEAR = 1.25;

/**
 * For `count` nodes, y less the frozen mean, and their weights: root (f - f0)/p, root (lambda f/p) r/nu and
 * root (lambda f/p) (r^2/nu - 1)/(2 nu) to `out`, three doubles a node, with root = sqrt(weight p). Nodes in pairs: there is
 * room for one more after the last of an odd number, in `out` as well.
 */
export function scores(nodes: usize, weights: usize, count: i32, density: i32, numbers: usize, out: usize): void {
  const gap = v128.load64_splat(numbers, GAP), nu = v128.load64_splat(numbers, NU);
  const lambda = v128.load64_splat(numbers, LAMBDA), rest = v128.load64_splat(numbers, REST);
  const constant = v128.load64_splat(numbers, RATIO_CONSTANT), halved = v128.load64_splat(numbers, RATIO_HALF);
  const quadratic = v128.load64_splat(numbers, RATIO_QUADRATIC), apart = v128.load64_splat(numbers, RATIO_GAP);
  const c = v128.load64_splat(numbers, CONSTANT), a = v128.load64_splat(numbers, A), b = v128.load64_splat(numbers, B);
  const e = v128.load64_splat(numbers, E);
  const power = mul(half(), add(b, one()));
  const two = f64x2.splat(2);
  for (let i = 0; i < count; i += 2) {
    const r0 = v128.load(nodes);
    const r = sub(r0, gap);
    const exact = sub(r0, apart);
    const logf0 = logDensity(density, c, a, b, e, power, r0);
    const ratio =
      density == GAUSSIAN
        ? add(constant, mul(halved, add(mul(apart, sub(mul(two, r0), apart)), mul(mul(quadratic, r0), r0))))
        : sub(sub(constant, div(mul(mul(half(), exact), exact), nu)), logf0);
    // With small = the smaller density over the larger: p = larger * mix.
    const below = f64x2.neg(f64x2.abs(ratio));
    const small = exp(below);
    const larger = f64x2.gt(ratio, f64x2.splat(0));
    const mix = add(select(lambda, rest, larger), mul(select(rest, lambda, larger), small));
    const t = tanhNear(mul(half(), below));
    const near = f64x2.lt(f64x2.neg(below), f64x2.splat(NEAR));
    const less = select(div(mul(two, t), sub(one(), t)), sub(small, one()), near);
    const difference = div(select(f64x2.neg(less), less, larger), mix);
    const share = div(mul(lambda, select(one(), small, larger)), mix);
    const logp = add(add(logf0, v128.and(ratio, larger)), log(mix));
    const root = mul(f64x2.sqrt(v128.load(weights)), exp(mul(half(), logp)));
    const carried = mul(root, share);
    const s0 = mul(root, difference);
    const s1 = mul(carried, div(r, nu));
    const s2 = div(mul(carried, mul(half(), sub(div(mul(r, r), nu), one()))), nu);
    v128.store(out, v128.shuffle<i64>(s0, s1, 0, 2));
    v128.store(out, v128.shuffle<i64>(s2, s0, 0, 3), 16);
    v128.store(out, v128.shuffle<i64>(s1, s2, 1, 3), 32);
    nodes += 16;
    weights += 16;
    out += 48;
  }
}
