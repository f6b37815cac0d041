import { activationTaylor } from "./activation-taylor";
import type { LimitPoint, Move } from "./limit-point";
import { combine, compose, monomial, type Series, scalar, valuation, ZERO } from "./power-series";

/** The share of the prompt along a path as a series in 1/n, its coefficients functions of x; theta's gate enters through w. */
export interface GateSeries {
  /** lambda, or pi(x) = 1/(1 + e^-w). */
  readonly share: Series;
  /** d share/dw and d2 share/dw2; for a constant gate w is lambda itself. */
  readonly slope: Series;
  readonly bend: Series;
  /** dw by each of the gate's parameters: 1 for lambda and tau, x_j for beta_j. */
  readonly regressors: readonly Series[];
}

const moving = ({ limit, coefficient, exponent }: Move): Series =>
  combine([
    { series: scalar(0, limit), factor: 1 },
    { series: scalar(exponent, coefficient), factor: 1 },
  ]);

/** The gate's series at the nodes `xs`, known below n^(-precision/N). A constant gate's is exact. */
export function gateSeries({ gate }: LimitPoint, xs: readonly Float64Array[], precision: number): GateSeries {
  const one = scalar(0, 1);
  if (gate.length === 1) return { share: moving(gate[0]), slope: one, bend: ZERO, regressors: [one] };
  const columns = gate.map((_, k) => Float64Array.from(xs, (x) => (k === 0 ? 1 : x[k - 1])));
  const step = combine(
    gate.map(({ coefficient, exponent }, k) => ({ series: monomial(exponent, columns[k]), factor: coefficient })),
  );
  const order = step.terms.size === 0 ? 2 : Math.max(2, Math.ceil(precision / valuation(step))) + 2;
  const powers = Array.from({ length: order + 1 }, () => new Float64Array(xs.length));
  xs.forEach((_, i) => {
    const w = gate.reduce((sum, { limit }, k) => sum + limit * columns[k][i], 0);
    activationTaylor("sigmoid", w, order).forEach((c, k) => {
      powers[k][i] = c;
    });
  });
  const derivative = (of: readonly Float64Array[]) => of.slice(1).map((c, k) => c.map((v) => (k + 1) * v));
  const first = derivative(powers);
  return {
    share: compose(powers, step, precision),
    slope: compose(first, step, precision),
    bend: compose(derivative(first), step, precision),
    regressors: columns.map((column) => monomial(0, column)),
  };
}
