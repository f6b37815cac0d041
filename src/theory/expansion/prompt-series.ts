import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { evaluateExpert, linearPredictor } from "../../model/expert";
import type { CovariateRule } from "../quadrature/covariate-rule";
import { activationTaylor } from "./activation-taylor";
import type { LimitPoint } from "./limit-point";
import { combine, compose, monomial, multiply, type Series, truncate, valuation, ZERO } from "./power-series";

/** The prompt's expert along a path as series in 1/n, their coefficients functions of x (values at the nodes of a rule). */
export interface ExpertSeries {
  /** m(x) = h(x, eta*_n) - h(x, eta_limit). */
  readonly gap: Series;
  /** dh/deta_j. */
  readonly gradient: readonly Series[];
  /** d2h/deta_j deta_k, row-major. */
  readonly hessian: readonly Series[];
}

function node(rule: CovariateRule, i: number): Float64Array {
  return rule.nodes.slice(i * rule.dimension, (i + 1) * rule.dimension);
}

/** The covariate that eta_j multiplies in the linear predictor: x_j, or 1 for the bias. */
function regressor(rule: CovariateRule, j: number): Float64Array {
  const { dimension: d, weights, nodes } = rule;
  return Float64Array.from(weights, (_, i) => (j < d ? nodes[i * d + j] : 1));
}

/** The series of an expert to `precision`. Custom experts give a gradient and a Hessian: theirs end at second order. */
export function expertSeries(
  model: ContaminatedMoe<GateKind>,
  point: LimitPoint,
  rule: CovariateRule,
  precision: number,
): ExpertSeries {
  const { expert } = model.prompt;
  const eta = point.eta.map(({ limit }) => limit);
  const q = eta.length;
  const count = rule.weights.length;
  if (expert.kind === "custom") return customSeries(model, point, rule, precision);
  const regressors = eta.map((_, j) => regressor(rule, j));
  const step = combine(
    point.eta.map(({ coefficient, exponent }, j) => ({
      series: monomial(exponent, regressors[j]),
      factor: coefficient,
    })),
  );
  const order = step.terms.size === 0 ? 2 : Math.max(2, Math.ceil(precision / valuation(step))) + 2;
  const columns = Array.from({ length: order + 1 }, () => new Float64Array(count));
  for (let i = 0; i < count; i++) {
    const u = linearPredictor(node(rule, i), rule.dimension, eta, expert.bias);
    activationTaylor(expert.activation, u, order).forEach((c, k) => {
      columns[k][i] = c;
    });
  }
  const derivative = (of: readonly Float64Array[]) => of.slice(1).map((c, k) => c.map((v) => (k + 1) * v));
  const first = derivative(columns);
  const slope = compose(first, step, precision);
  const bend = compose(derivative(first), step, precision);
  const gradient = regressors.map((z) => multiply(monomial(0, z), slope));
  return {
    gap: compose([new Float64Array(count), ...columns.slice(1)], step, precision),
    gradient,
    hessian: Array.from({ length: q * q }, (_, jk) => {
      const [j, k] = [Math.floor(jk / q), jk % q];
      return multiply(
        monomial(
          0,
          regressors[j].map((z, i) => z * regressors[k][i]),
        ),
        bend,
      );
    }),
  };
}

function customSeries(
  model: ContaminatedMoe<GateKind>,
  point: LimitPoint,
  rule: CovariateRule,
  precision: number,
): ExpertSeries {
  const eta = point.eta.map(({ limit }) => limit);
  const q = eta.length;
  const count = rule.weights.length;
  const gradients = eta.map(() => new Float64Array(count));
  const hessians = Array.from({ length: q * q }, () => new Float64Array(count));
  const [g, h] = [new Float64Array(q), new Float64Array(q * q)];
  for (let i = 0; i < count; i++) {
    evaluateExpert(model.prompt.expert, node(rule, i), eta, g, h);
    g.forEach((v, j) => {
      gradients[j][i] = v;
    });
    h.forEach((v, jk) => {
      hessians[jk][i] = v;
    });
  }
  const moving = point.eta.flatMap((move, j) => (move.coefficient === 0 ? [] : [{ j, ...move }]));
  const slowest = Math.min(...moving.map(({ exponent }) => exponent));
  const to = (order: number): number => (moving.length === 0 ? precision : Math.min(precision, order * slowest));
  const bends = (j: number) =>
    moving.map(({ j: k, coefficient, exponent }) => ({
      series: monomial(exponent, hessians[j * q + k]),
      factor: coefficient,
    }));
  const linear = moving.map(({ j, coefficient, exponent }) => ({
    series: monomial(exponent, gradients[j]),
    factor: coefficient,
  }));
  const quadratic = moving.map(({ j, coefficient, exponent }) => ({
    series: combine(bends(j)),
    factor: 0.5 * coefficient,
    shift: exponent,
  }));
  return {
    gap: moving.length === 0 ? ZERO : truncate(combine([...linear, ...quadratic]), to(3)),
    gradient: gradients.map((value, j) =>
      truncate(combine([{ series: monomial(0, value), factor: 1 }, ...bends(j)]), to(2)),
    ),
    hessian: hessians.map((value) => truncate(monomial(0, value), to(1))),
  };
}

/**
 * c_k with f(eta, nu) = sum_k c_k d^k f/dh^k about the limit: exp(m u + v u^2/2) = sum_k c_k u^k (the heat equation
 * df/dnu = d^2f/dh^2 / 2), as far as any has terms below the precision.
 */
export function hermiteSeries(gap: Series, point: LimitPoint, nodes: number, precision: number): readonly Series[] {
  const half =
    point.nu.coefficient === 0 ? ZERO : monomial(point.nu.exponent, Float64Array.of(0.5 * point.nu.coefficient));
  const powers = (of: Series, length: number): readonly Series[] => {
    const all = [truncate(monomial(0, new Float64Array(length).fill(1)), precision)];
    for (let i = 1; all[i - 1].terms.size > 0; i++) {
      const next = multiply(all[i - 1], of, precision);
      all.push(combine([{ series: next, factor: 1 / i }]));
    }
    return all;
  };
  const [means, variances] = [powers(gap, nodes), powers(half, 1)];
  const coefficients: Series[] = [];
  for (let k = 0; k <= means.length - 1 + 2 * (variances.length - 1); k++) {
    const parts: { series: Series; factor: number }[] = [];
    for (let j = 0; 2 * j <= k && j < variances.length; j++) {
      if (k - 2 * j < means.length)
        parts.push({ series: multiply(means[k - 2 * j], variances[j], precision), factor: 1 });
    }
    coefficients.push(combine(parts));
  }
  return coefficients;
}
