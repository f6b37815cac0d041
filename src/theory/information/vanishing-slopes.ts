import { evaluateExpert, expertValue } from "../../model/expert";
import { exp, log, log1p } from "../../numerics/elementary";
import { gaussLegendre } from "../../numerics/gauss-legendre";
import { invertTriangle, TriangularFactor } from "../../numerics/triangular-factor";
import { covariateRule } from "../quadrature/covariate-rule";
import { gaussianLogDensity } from "../quadrature/log-ratio";
import type { OpenGap } from "./open-gap";

/** Panels whose integrand is below e^-THRESHOLD of the largest are left out. */
const THRESHOLD = 45;
const ORDER = 6;

/** log(e^a + e^b). */
function logSum(a: number, b: number): number {
  return Math.max(a, b) + log1p(exp(-Math.abs(a - b)));
}

interface Panel {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  /** log of the largest score's size over sqrt(p), at the middle. */
  readonly size: number;
}

/**
 * log sqrt(diag I^-1) of (lambda, eta, nu), up to the factor 1/lambda of the prompt's own parameters, at lambda = e^-depth: all densities by their
 * logarithms, so that depths of 1e4 and more are as good as others. Far in the tail, where lambda f passes f0, is where such
 * information lies; panels there are as narrow as the densities fall steeply.
 */
function logDeviations({ model, eta, nu }: OpenGap, depth: number): Float64Array {
  const { pretrained, prompt } = model;
  const nu0 = pretrained.nu;
  const rule = covariateRule(model, [eta], 0);
  const q = eta.length;
  const p = q + 2;
  const narrow = Math.min(nu, nu0);
  const means0 = new Float64Array(rule.weights.length);
  const gradients: Float64Array[] = [];
  const means = Float64Array.from(rule.weights, (_, i) => {
    const x = rule.nodes.slice(i * rule.dimension, (i + 1) * rule.dimension);
    means0[i] = expertValue(pretrained.expert, x, pretrained.eta);
    gradients.push(new Float64Array(q));
    return evaluateExpert(prompt.expert, x, eta, gradients[i], new Float64Array(q * q));
  });
  const logs = (i: number, y: number) => {
    const [f0, f] = [gaussianLogDensity(y - means0[i], nu0), gaussianLogDensity(y - means[i], nu)];
    return { f0, f, top: Math.max(f0, f), half: 0.5 * logSum(f0, f - depth) };
  };
  const steepness = 1 / nu0 - 1 / nu;
  const curvature = 2 / nu - 1 / nu0;
  const wide = 12 * Math.sqrt(Math.max(nu, nu0));
  /** Where lambda f passes f0, or where f^2/f0 has become negligible before, from the prompt's mean. */
  const reachOf = (spread: number): number => {
    const tail =
      steepness > 0 ? Math.sqrt((2 * depth) / steepness) + (1 + nu / nu0) * spread : Number.POSITIVE_INFINITY;
    const bulk = curvature > 0 ? spread / (nu0 * curvature) + 12 / Math.sqrt(curvature) : Number.POSITIVE_INFINITY;
    return Math.min(tail, bulk) + wide;
  };
  const panels: Panel[] = [];
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < means.length; i++) {
    const reach = reachOf(Math.abs(means[i] - means0[i]));
    for (const side of [-1, 1]) {
      for (let at = 0; at < reach; ) {
        const width = Math.min(0.5 * Math.sqrt(narrow), narrow / (at + 1e-9));
        const [from, to] = [means[i] + side * at, means[i] + side * (at + width)];
        const { top, half } = logs(i, 0.5 * (from + to));
        panels.push({ node: i, from, to, size: top - half });
        largest = Math.max(largest, top - half);
        at += width;
      }
    }
  }
  const { nodes: t, weights: w } = gaussLegendre(ORDER);
  const factor = new TriangularFactor(p);
  for (const { node: i, from, to, size } of panels) {
    if (size < largest - THRESHOLD) continue;
    const [middle, reach] = [0.5 * (from + to), 0.5 * Math.abs(to - from)];
    for (let k = 0; k < t.length; k++) {
      const y = middle + reach * t[k];
      const { f0, f, top, half } = logs(i, y);
      const root = Math.sqrt(rule.weights[i] * reach * w[k]) * exp(top - half - largest);
      const [share, share0] = [exp(f - top), exp(f0 - top)];
      const r = y - means[i];
      const { buffer, offset } = factor.nextRow();
      buffer[offset] = root * (share - share0);
      for (let j = 0; j < q; j++) buffer[offset + 1 + j] = root * share * (r / nu) * gradients[i][j];
      buffer[offset + p - 1] = (root * share * 0.5 * ((r * r) / nu - 1)) / nu;
    }
  }
  const inverse = invertTriangle(Float64Array.from(factor.fold()), p);
  return Float64Array.from({ length: p }, (_, j) => {
    let square = 0;
    for (let k = j; k < p; k++) square += inverse[j * p + k] * inverse[j * p + k];
    return 0.5 * log(square) - largest;
  });
}

/**
 * Local exponents of the information curve of (lambda, eta, nu), lambda ~ n^-s with an open gap, at the n where lambda = e^-depth: what
 * still drifts like 1/sqrt(log n) at n = 1e60 has arrived at depths of some thousands.
 */
export function vanishingSlopes(gap: OpenGap, s: number, depth: number): readonly number[] {
  const [near, far] = [depth, 1.01 * depth].map((at) => logDeviations(gap, at));
  return Array.from(near, (before, j) => {
    const growth = (far[j] - before) / (0.01 * depth);
    return 0.5 - s * (growth + (j === 0 ? 0 : 1));
  });
}

/** Where a local exponent ends, and how far that may be off. */
export interface SlopeLimit {
  readonly value: number;
  readonly uncertainty: number;
}

/** Depths in fours: what falls like 1/sqrt(depth) halves from one to the next. */
const DEPTHS = [250, 1000, 4000, 16_000, 64_000] as const;

/**
 * The limits of {@link vanishingSlopes} as lambda vanishes. Where f^2/f0 is not integrable they are approached like
 * 1/sqrt(depth), else faster. So each is either the last slope, off by at most twice its last move, or Richardson's 2 v(4 D)
 * - v(D), off by about as much as that last moved: whichever moved less. Depths grow until every uncertainty is below
 * `tolerance`, or end at 64,000.
 */
export function vanishingLimits(gap: OpenGap, s: number, tolerance: number): readonly SlopeLimit[] {
  let limits: readonly SlopeLimit[] = [];
  const slopes: (readonly number[])[] = [];
  for (const depth of DEPTHS) {
    slopes.push(vanishingSlopes(gap, s, depth));
    if (slopes.length < 3) continue;
    const [before, middle, last] = slopes.slice(-3);
    limits = last.map((value, j): SlopeLimit => {
      const move = 2 * Math.abs(value - middle[j]);
      const [richardson, earlier] = [2 * value - middle[j], 2 * middle[j] - before[j]];
      const gained = Math.abs(richardson - earlier);
      return gained < move ? { value: richardson, uncertainty: gained } : { value, uncertainty: move };
    });
    if (limits.every(({ uncertainty }) => uncertainty < tolerance)) break;
  }
  return limits;
}
