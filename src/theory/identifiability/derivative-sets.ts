import { activate } from "../../model/activation";
import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { evaluateExpert, linearPredictor } from "../../model/expert";
import { type CovariateRule, scatteredRule } from "../quadrature/covariate-rule";
import { type Independence, independence, norm } from "./independence";

/** Derivatives of the prompt's expert in eta as functions of x: values at nodes, times the roots of their weights. */
export interface ExpertDerivatives {
  readonly one: Float64Array;
  /** The entries of eta that are judged; undefined for a direction that is none. */
  readonly indices: readonly (number | undefined)[];
  readonly gradient: readonly Float64Array[];
  /** Upper triangle: h_jk with j <= k, row by row. */
  readonly hessian: readonly Float64Array[];
  readonly pairs: readonly (readonly [number, number])[];
  readonly rootWeights: Float64Array;
}

/** With more slopes than this some directions stand for all. */
const JUDGED_SLOPES = 4;

/** A direction of eta whose derivative is judged: entry `index`, or the slopes' own direction where it is undefined. */
interface Direction {
  readonly index: number | undefined;
  /** What it multiplies in the linear predictor. */
  readonly regressor: (x: Float64Array) => number;
}

/**
 * The directions of an activation expert's eta. In many dimensions x enters through u = a^T x and products of at most two
 * other coordinates, which are exchangeable: the direction of a itself, three slopes and the bias show every dependence.
 */
function directions(dimension: number, eta: readonly number[], bias: boolean): readonly Direction[] {
  const slopes = eta.slice(0, dimension);
  const entry = (j: number): Direction => ({ index: j, regressor: (x) => (j < dimension ? x[j] : 1) });
  if (dimension <= JUDGED_SLOPES) return eta.map((_, j) => entry(j));
  const order = slopes.map((_, j) => j).sort((i, j) => Math.abs(slopes[j]) - Math.abs(slopes[i]) || i - j);
  const length = Math.sqrt(slopes.reduce((sum, a) => sum + a * a, 0));
  const own: Direction = {
    index: undefined,
    regressor: (x) => slopes.reduce((sum, a, j) => sum + (a * x[j]) / length, 0),
  };
  const active = slopes.filter((a) => Math.abs(a) > 1e-6 * length).length;
  const bend = bias ? [entry(dimension)] : [];
  // With few active slopes they are all among the judged, and their direction is nothing new.
  if (active < JUDGED_SLOPES) return [...order.slice(0, JUDGED_SLOPES).map(entry), ...bend];
  return [own, ...order.slice(0, JUDGED_SLOPES - 1).map(entry), ...bend];
}

/** The derivatives at eta on nodes of the covariates' law, d > 4: along the slopes, three of them and the bias. */
export function expertDerivatives(model: ContaminatedMoe<GateKind>, eta: readonly number[]): ExpertDerivatives {
  const { expert } = model.prompt;
  const rule: CovariateRule = scatteredRule(model, [eta]);
  const { dimension: d, weights, nodes } = rule;
  const along = expert.kind === "custom" ? [] : directions(d, eta, expert.bias);
  const indices = expert.kind === "custom" ? eta.map((_, j) => j) : along.map(({ index }) => index);
  const pairs = indices.flatMap((_, j) => indices.slice(j).map((__, k) => [j, j + k] as const));
  const count = weights.length;
  const gradient = indices.map(() => new Float64Array(count));
  const hessian = pairs.map(() => new Float64Array(count));
  const q = eta.length;
  const [g, h] =
    expert.kind === "custom"
      ? [new Float64Array(q), new Float64Array(q * q)]
      : [new Float64Array(0), new Float64Array(0)];
  const sigma = new Float64Array(3);
  for (let i = 0; i < count; i++) {
    const x = nodes.slice(i * d, (i + 1) * d);
    const root = Math.sqrt(weights[i]);
    if (expert.kind === "custom") {
      evaluateExpert(expert, x, eta, g, h);
      gradient.forEach((column, j) => {
        column[i] = root * g[j];
      });
      pairs.forEach(([j, k], at) => {
        hessian[at][i] = root * h[j * q + k];
      });
      continue;
    }
    activate(expert.activation, linearPredictor(x, d, eta, expert.bias), sigma);
    const z = along.map(({ regressor }) => regressor(x));
    gradient.forEach((column, j) => {
      column[i] = root * sigma[1] * z[j];
    });
    pairs.forEach(([j, k], at) => {
      hessian[at][i] = root * sigma[2] * z[j] * z[k];
    });
  }
  const rootWeights = weights.map(Math.sqrt);
  return { one: rootWeights, indices, gradient, hessian, pairs, rootWeights };
}

/** h_j h_k for all pairs. */
export function products({ gradient, pairs, rootWeights }: ExpertDerivatives): readonly Float64Array[] {
  return pairs.map(([j, k]) =>
    gradient[j].map((v, i) => (rootWeights[i] > 0 ? (v * gradient[k][i]) / rootWeights[i] : 0)),
  );
}

/** Strong identifiability's two sets, and the Jacobian. */
export interface StrongIdentifiability {
  /** {dh/deta_i, d2h/deta_i deta_j}. */
  readonly derivatives: Independence;
  /** {1, dh/deta_i dh/deta_j}. */
  readonly products: Independence;
  /** {dh/deta_i} alone. */
  readonly jacobian: Independence;
}

/** Judges the sets. */
export function strongIdentifiability(at: ExpertDerivatives): StrongIdentifiability {
  return {
    derivatives: independence([...at.gradient, ...at.hessian]),
    products: independence([at.one, ...products(at)]),
    jacobian: independence(at.gradient),
  };
}

/**
 * All first and second derivatives of f(y | h(x, eta), nu) in (eta, nu), as functions of (x, y); with f_k = d^k f/dh^k they are
 * h_j f_1, f_2/2, h_jk f_1 + h_j h_k f_2, h_j f_3/2, f_4/4. Their independence is implied by strong identifiability's two sets,
 * and it is what the loss of scenario S rests on: to second order a difference of densities is
 * (lambda Delta - lambda* Delta*) times the first derivatives plus (lambda Delta Delta^T - lambda* Delta* Delta*^T)/2 times the
 * second, so each of these differences is bounded by the distance of the densities.
 */
export function densityDerivatives(at: ExpertDerivatives, nu: number): Independence {
  const { gradient, hessian, one } = at;
  const second = products(at);
  const count = one.length;
  // The norm of f_k, k = 1..4, in L2(dy/f), where they are orthogonal: sqrt(k!) nu^(-k/2).
  const sizes = [1, 2, 6, 24].map((factorial, k) => Math.sqrt(factorial / nu ** (k + 1)));
  const column = (...parts: readonly (readonly [number, number, Float64Array])[]): Float64Array => {
    const all = new Float64Array(4 * count);
    for (const [order, factor, values] of parts) {
      for (let i = 0; i < count; i++) all[(order - 1) * count + i] += factor * sizes[order - 1] * values[i];
    }
    return all;
  };
  return independence([
    ...gradient.map((h) => column([1, 1, h])),
    column([2, 0.5, one]),
    ...hessian.map((h, pair) => column([1, 1, h], [2, 1, second[pair]])),
    ...gradient.map((h) => column([3, 0.5, h])),
    column([4, 0.25, one]),
  ]);
}

/** Experts that are linear in eta on the support, with one constant derivative: the bias that trades with the variance. */
export function linearWithBias(at: ExpertDerivatives): { readonly linear: boolean; readonly bias: number | undefined } {
  const scale = Math.max(...at.gradient.map(norm));
  const linear = at.hessian.every((h) => norm(h) <= 1e-9 * scale);
  const constant = at.gradient.flatMap((h, j) => {
    const level = h[0] / at.one[0];
    return level !== 0 && norm(h.map((v, i) => v - level * at.one[i])) <= 1e-9 * norm(h) ? [j] : [];
  });
  return { linear, bias: constant.length === 1 ? at.indices[constant[0]] : undefined };
}
