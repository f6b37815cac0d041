import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { gaussLegendre } from "../../numerics/gauss-legendre";
import { bendsInside } from "../quadrature/relu-bend";
import type { LimitPoint } from "./limit-point";
import {
  combine,
  compose,
  leadingSign,
  monomial,
  multiply,
  type Series,
  scalar,
  truncate,
  valuation,
  ZERO,
} from "./power-series";
import type { ExpertSeries } from "./prompt-series";

/** A part of the support of x on which the scores have one expansion: nodes, weights, and the power of n its size brings. */
export interface SupportPart {
  readonly expert: ExpertSeries;
  readonly xs: readonly Float64Array[];
  readonly weights: Float64Array;
  /** Norms on the part are of order n^(-shift/N) times those of the expansion. */
  readonly shift: number;
}

const NODES = 10;

/**
 * The stretch of x that the bend of a one-dimensional relu expert has still to sweep, from its limit x0 = -b/a to -b_n/a_n.
 * Scaled to s in (0, 1) with delta the true predictor at x0 and r = (a_n - a)/a, the limit's predictor there is -delta s/(1 + r) and the true
 * one delta (1 - s): where delta > 0 the prompt has woken up, m = delta (1 - s), else it has fallen asleep, m = delta s/(1 + r), and its
 * derivatives vanish. The stretch is of width |delta|, so its functions have norms of order |delta|^(1/2). undefined where no bend moves.
 */
export function bendLayer(
  model: ContaminatedMoe<GateKind>,
  point: LimitPoint,
  precision: number,
): SupportPart | undefined {
  const { expert } = model.prompt;
  const at = point.eta.map(({ limit }) => limit);
  if (model.covariates.dimension > 1 || !bendsInside(expert, model.covariates, at)) return undefined;
  const [slope, intercept] = [at[0], at[1] ?? 0];
  const x0 = -intercept / slope;
  const step = (j: number): Series => monomial(point.eta[j].exponent, Float64Array.of(point.eta[j].coefficient));
  const delta = combine([{ series: step(0), factor: x0 }, ...(at.length > 1 ? [{ series: step(1), factor: 1 }] : [])]);
  if (delta.terms.size === 0) return undefined;
  const { nodes: t, weights } = gaussLegendre(NODES);
  const s = t.map((v) => 0.5 * (1 + v));
  const stretch = combine([{ series: step(0), factor: 1 / slope }]);
  const order = stretch.terms.size === 0 ? 1 : Math.ceil(precision / valuation(stretch)) + 1;
  const inverse = compose(
    Array.from({ length: order + 1 }, (_, k) => Float64Array.of(k % 2 === 0 ? 1 : -1)),
    stretch,
    precision,
  );
  const awake = leadingSign(delta) > 0;
  const reached = multiply(delta, inverse, precision);
  const gap = awake
    ? multiply(
        delta,
        monomial(
          0,
          s.map((v) => 1 - v),
        ),
        precision,
      )
    : multiply(reached, monomial(0, s), precision);
  // x = x0 - delta s/((1 + r) a).
  const x = combine([
    { series: scalar(0, x0), factor: 1 },
    { series: multiply(reached, monomial(0, s)), factor: -1 / slope },
  ]);
  const regressors = at.map((_, j) => (j === 0 ? x : scalar(0, 1)));
  return {
    expert: {
      gap: truncate(gap, precision),
      gradient: regressors.map((z) => (awake ? truncate(z, precision) : ZERO)),
      hessian: Array.from({ length: at.length * at.length }, () => ZERO),
    },
    xs: Array.from(s, () => Float64Array.of(x0)),
    weights: weights.map((w) => 0.5 * w),
    shift: valuation(delta) / 2,
  };
}
