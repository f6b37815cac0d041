import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { expertValue } from "../../model/expert";
import { exp } from "../../numerics/elementary";
import { TriangularFactor } from "../../numerics/triangular-factor";
import { sameOnSupport } from "../identifiability/expert-class";
import { scatteredRule } from "../quadrature/covariate-rule";
import { isGaussian } from "../quadrature/gaussian-shape";
import { frozenLogDensity, gaussianLogDensity } from "../quadrature/log-ratio";
import { componentShape, ResponseRule } from "../quadrature/response-rule";
import type { LimitPoint } from "./limit-point";
import { combine, monomial, multiply, type Series, scalar, truncate } from "./power-series";
import { expertSeries, hermiteSeries } from "./prompt-series";

/**
 * The scores of (lambda, eta, nu) along a path, times p: f - f0, lambda f_h dh/deta_j and lambda f_nu, as series in 1/n whose
 * coefficients are vectors in orthonormal coordinates of L2(dP_x dy / p~), p~ the mean of f0 and the prompt's limit
 * density. On the finitely many functions that occur every such norm is equivalent to that of L2(dP_x dy / p), so the
 * orders of magnitude of distances are those of the Fisher information.
 */
export interface ScoreSeries {
  readonly scores: readonly Series[];
  /** Second derivative of p along two directions of theta, whose entries are scalar series. */
  readonly second: (left: readonly Series[], right: readonly Series[]) => Series;
  /** Is the prompt's limit the pre-trained density itself? */
  readonly merges: boolean;
}

/** Variances that are equal up to rounding. */
const SAME = 1e-11;

/** Triangular R of (f, f', .., f0) at one x: columns are the functions' coordinates. */
type LocalMetric = (x: Float64Array, mean0: number, mean: number) => Float64Array;

function mergedMetric(nu: number, slots: number): LocalMetric {
  const metric = new Float64Array(slots * slots);
  let norm = 1;
  for (let k = 0; k < slots - 1; k++) {
    metric[k * slots + k] = norm;
    norm *= Math.sqrt((k + 1) / nu);
  }
  // f0 is f.
  metric[slots - 1] = 1;
  return () => metric;
}

function separateMetric(model: ContaminatedMoe, nu: number, slots: number): LocalMetric {
  const { pretrained } = model;
  const [frozenShape, promptShape] = [componentShape(pretrained.density), componentShape({ kind: "gaussian" })];
  const logf0 = frozenLogDensity(model);
  const response = new ResponseRule(4);
  const factor = new TriangularFactor(slots);
  const scale = Math.sqrt(nu);
  return (_, mean0, mean) => {
    response.place([
      { shape: frozenShape, mean: 0, scale: Math.sqrt(pretrained.nu) },
      { shape: promptShape, mean: mean - mean0, scale },
    ]);
    factor.clear();
    for (let k = 0; k < response.count; k++) {
      const y = response.nodes[k];
      const z = (y - (mean - mean0)) / scale;
      const [f0, f] = [exp(logf0(y)), exp(gaussianLogDensity(z * scale, nu))];
      const both = 0.5 * (f0 + f);
      if (!(both > 1e-300)) continue;
      const root = Math.sqrt(response.weights[k] / both);
      const { buffer, offset } = factor.nextRow();
      let [previous, hermite] = [0, root * f];
      for (let order = 0; order < slots - 1; order++) {
        buffer[offset + order] = hermite;
        [previous, hermite] = [hermite / scale, (z * hermite - order * previous) / scale];
      }
      buffer[offset + slots - 1] = root * f0;
    }
    return Float64Array.from(factor.fold());
  };
}

/** The scores' series, the prompt's own expansion known below n^(-precision/N). */
export function scoreSeries(model: ContaminatedMoe, point: LimitPoint, precision: number): ScoreSeries {
  const eta = point.eta.map(({ limit }) => limit);
  const nu = point.nu.limit;
  const rule = scatteredRule(model, [eta]);
  const count = rule.weights.length;
  const { gap, gradient, hessian } = expertSeries(model, point, rule, precision);
  const coefficients = hermiteSeries(gap, point, count, precision);
  const slots = coefficients.length + 5;
  const xs = Array.from(rule.weights, (_, i) => rule.nodes.slice(i * rule.dimension, (i + 1) * rule.dimension));
  const means = xs.map(
    (x) =>
      [
        expertValue(model.pretrained.expert, x, model.pretrained.eta),
        expertValue(model.prompt.expert, x, eta),
      ] as const,
  );
  const { density, nu: nu0 } = model.pretrained;
  const merges = isGaussian(density) && Math.abs(nu / nu0 - 1) <= SAME && sameOnSupport(model, eta);
  const metric = merges ? mergedMetric(nu, slots) : separateMetric(model, nu, slots);
  const frames = xs.map((x, i) => metric(x, ...means[i]).map((v) => Math.sqrt(rule.weights[i]) * v));

  /** A function of x times the function of y in one slot, in orthonormal coordinates. */
  const place = (series: Series, slot: number): Series => {
    const terms = [...series.terms].map(([exponent, { coefficient }]) => {
      const vector = new Float64Array(count * slots);
      for (let i = 0; i < count; i++) {
        const value = coefficient[coefficient.length === 1 ? 0 : i];
        for (let row = 0; row < slots; row++) vector[i * slots + row] = value * frames[i][row * slots + slot];
      }
      return { series: monomial(exponent, vector), factor: 1 };
    });
    return truncate(combine(terms), series.precision);
  };
  /** series(x) d^k f/dh^k. */
  const derivative = (series: Series, k: number): Series =>
    combine(coefficients.map((c, l) => ({ series: place(multiply(c, series), k + l), factor: 1 })));

  const one = scalar(0, 1);
  const lambda = combine([
    { series: scalar(0, point.lambda.limit), factor: 1 },
    { series: scalar(point.lambda.exponent, point.lambda.coefficient), factor: 1 },
  ]);
  const f0 = place(one, slots - 1);
  const difference = combine([
    { series: derivative(one, 0), factor: 1 },
    { series: f0, factor: -1 },
  ]);
  const scores = [
    difference,
    ...gradient.map((h) => derivative(multiply(lambda, h), 1)),
    combine([{ series: derivative(lambda, 2), factor: 0.5 }]),
  ];

  const along = (direction: readonly Series[]): Series =>
    combine(gradient.map((h, j) => ({ series: multiply(direction[j + 1], h), factor: 1 })));
  const second = (left: readonly Series[], right: readonly Series[]): Series => {
    const [hl, hr] = [along(left), along(right)];
    const [vl, vr] = [left[left.length - 1], right[right.length - 1]];
    const q = gradient.length;
    const bend = combine(
      hessian.map((h, jk) => ({
        series: multiply(multiply(left[1 + Math.floor(jk / q)], right[1 + (jk % q)]), h),
        factor: 1,
      })),
    );
    const sum = (...parts: readonly (readonly [Series, Series, number])[]): Series =>
      combine(parts.map(([a, b, factor]) => ({ series: multiply(a, b), factor })));
    const first = sum([left[0], hr, 1], [right[0], hl, 1], [lambda, bend, 1]);
    const variance = sum([left[0], vr, 0.5], [right[0], vl, 0.5], [lambda, multiply(hl, hr), 1]);
    const third = multiply(lambda, sum([hl, vr, 0.5], [hr, vl, 0.5]));
    const fourth = multiply(lambda, combine([{ series: multiply(vl, vr), factor: 0.25 }]));
    return combine([
      { series: derivative(first, 1), factor: 1 },
      { series: derivative(variance, 2), factor: 1 },
      { series: derivative(third, 3), factor: 1 },
      { series: derivative(fourth, 4), factor: 1 },
    ]);
  };
  return { scores, second, merges };
}
