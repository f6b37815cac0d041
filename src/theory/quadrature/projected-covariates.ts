import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { normalPdf } from "../../numerics/error-function";
import { gaussLegendre } from "../../numerics/gauss-legendre";
import type { CovariateRule } from "./covariate-rule";
import { uniformMoments } from "./uniform-projections";

/** Nodes per axis and (for the uniform law) Fourier frequencies, by level of refinement. */
const LEVELS = [
  { nodes: 40, frequencies: 48 },
  { nodes: 56, frequencies: 72 },
  { nodes: 80, frequencies: 108 },
  { nodes: 112, frequencies: 160 },
] as const;
export const PROJECTED_LEVELS = LEVELS.length;
/** Nodes per axis of three, for the normal law. */
const NODES_OF_THREE = [18, 24, 30, 38] as const;

const NORMAL_REACH = 8.5;

/** Orthonormal vectors that span the given ones, in order; a vector within 1e-9 of the earlier span adds none. */
function orthonormalBasis(vectors: readonly (readonly number[])[]): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    const length = Math.sqrt(rest.reduce((sum, v) => sum + v * v, 0));
    for (let pass = 0; pass < 2; pass++) {
      for (const unit of basis) {
        const dot = rest.reduce((sum, v, j) => sum + v * unit[j], 0);
        for (let j = 0; j < rest.length; j++) rest[j] -= dot * unit[j];
      }
    }
    const left = Math.sqrt(rest.reduce((sum, v) => sum + v * v, 0));
    if (left > 1e-9 * length) basis.push(rest.map((v) => v / left));
  }
  return basis;
}

/** The lower triangular C with C C^T = matrix (row-major, size m), dependent columns left zero, to `c`. */
function clippedCholesky(matrix: Float64Array, m: number, c: Float64Array): void {
  c.fill(0);
  for (let j = 0; j < m; j++) {
    let pivot = matrix[j * m + j];
    for (let k = 0; k < j; k++) pivot -= c[j * m + k] * c[j * m + k];
    if (!(pivot > 1e-14 * matrix[j * m + j])) continue;
    const root = Math.sqrt(pivot);
    for (let i = j; i < m; i++) {
      let sum = matrix[i * m + j];
      for (let k = 0; k < j; k++) sum -= c[i * m + k] * c[j * m + k];
      c[i * m + j] = sum / root;
    }
  }
}

/**
 * Equally spaced nodes on [-reach, reach], offset by half a step and symmetric to the last bit: spectrally accurate for what
 * vanishes at the ends.
 */
function trapezoid(reach: number, count: number): Float64Array {
  const nodes = new Float64Array(count);
  for (let i = 0; i < count; i++) nodes[i] = (reach * (2 * i + 1 - count)) / count;
  return nodes;
}

const cache = new Map<string, CovariateRule>();

/**
 * In many dimensions activation experts see x only through a0^T x and a^T x (and a softmax gate through beta^T x, `others`), so
 * the expectation over x reduces to the (at most two or three) orthonormal coordinates xi of their span and to the moments E[(1, x)(1, x)^T | xi]: known for normal
 * x, by Fourier inversion for uniform x. Each node is x = Q xi with the Cholesky factor of its moments.
 * Undefined where it does not apply: user-defined experts, few dimensions (tensor rules are better), or, for the
 * uniform law, fewer than six covariates that matter: the Fourier series then converges slowly.
 */
export function projectedRule(
  model: ContaminatedMoe<GateKind>,
  eta: ArrayLike<number>,
  level: number,
  others: readonly (readonly number[])[] = [],
): CovariateRule | undefined {
  const { law, dimension: d } = model.covariates;
  if (law === "rows") return undefined;
  const { pretrained, prompt } = model;
  if (pretrained.expert.kind === "custom" || prompt.expert.kind === "custom") return undefined;
  const slopes = [pretrained.eta.slice(0, d), Array.from(eta).slice(0, d), ...others];
  const active = slopes[0].filter((_, j) => slopes.some((slope) => slope[j] !== 0)).length;
  if (law === "normal" ? d < 4 : active < 6) return undefined;
  const basis = orthonormalBasis(slopes);
  if (basis.length > 2 && law === "uniform") return undefined;
  const key = JSON.stringify([law, level, basis.map((unit) => Array.from(unit, (v) => Number(v.toPrecision(15))))]);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const rule = law === "normal" ? normalRule(basis, d, level) : uniformRule(basis, d, level);
  if (cache.size > 8) cache.clear();
  cache.set(key, rule);
  return rule;
}

/** xi on a Gauss-Legendre tensor; x given xi has mean Q xi and covariance I - Q Q^T. */
function normalRule(basis: readonly Float64Array[], d: number, level: number): CovariateRule {
  const { nodes: t, weights: w } = gaussLegendre(basis.length > 2 ? NODES_OF_THREE[level] : LEVELS[level].nodes);
  const units = Array.from({ length: d }, (_, j) => Array.from({ length: d }, (_, k) => (j === k ? 1 : 0)));
  const complement = orthonormalBasis([...basis.map((unit) => Array.from(unit)), ...units]).slice(basis.length);
  const columns = 1 + complement.length;
  const nodes: number[] = [];
  const factors: number[] = [];
  const visit = (axis: number, point: Float64Array, weight: number): void => {
    if (weight < 1e-18) return;
    if (axis === basis.length) {
      const root = Math.sqrt(weight);
      nodes.push(...point);
      factors.push(root, ...point.map((v) => root * v));
      for (const unit of complement) factors.push(0, ...unit.map((v) => root * v));
      return;
    }
    for (let i = 0; i < t.length; i++) {
      const xi = NORMAL_REACH * t[i];
      const next = point.map((v, j) => v + xi * basis[axis][j]);
      visit(axis + 1, next, weight * NORMAL_REACH * w[i] * normalPdf(xi));
    }
  };
  visit(0, new Float64Array(d), 1);
  return asRule(d, columns, Float64Array.from(nodes), Float64Array.from(factors));
}

function uniformRule(basis: readonly Float64Array[], d: number, level: number): CovariateRule {
  const { nodes: count, frequencies } = LEVELS[level];
  const reaches = basis.map((unit) => Math.sqrt(3) * unit.reduce((sum, v) => sum + Math.abs(v), 0));
  const axes = reaches.map((reach) => trapezoid(reach, count));
  const { values, points } = uniformMoments(basis, reaches, axes, frequencies, d);
  const m = d + 1;
  const cell = reaches.reduce((area, reach) => (area * 2 * reach) / count, 1);
  const size = m * m;
  let largest = 0;
  for (let i = 0; i < points.length; i++) largest = Math.max(largest, values[i * size]);
  const heavy: number[] = [];
  for (let i = 0; i < points.length; i++) if (values[i * size] > 1e-13 * largest) heavy.push(i);
  const nodes = new Float64Array(heavy.length * d);
  const factors = new Float64Array(heavy.length * size);
  const [moments, factor] = [new Float64Array(size), new Float64Array(size)];
  for (let at = 0; at < heavy.length; at++) {
    const i = heavy[at];
    for (let entry = 0; entry < size; entry++) moments[entry] = values[i * size + entry] * cell;
    clippedCholesky(moments, m, factor);
    for (let axis = 0; axis < basis.length; axis++) {
      for (let j = 0; j < d; j++) nodes[at * d + j] += points[i][axis] * basis[axis][j];
    }
    for (let column = 0; column < m; column++) {
      for (let row = 0; row < m; row++) factors[at * size + column * m + row] = factor[row * m + column];
    }
  }
  return asRule(d, m, nodes, factors);
}

function asRule(dimension: number, columns: number, nodes: Float64Array, factor: Float64Array): CovariateRule {
  const size = columns * (dimension + 1);
  const weights = new Float64Array(nodes.length / dimension);
  for (let i = 0; i < weights.length; i++) weights[i] = factor[i * size] * factor[i * size];
  return { dimension, nodes, weights, moments: { columns, factor } };
}
