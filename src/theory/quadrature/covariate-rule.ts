import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe, Covariates, DesignRows } from "../../model/contaminated-moe";
import type { Expert } from "../../model/expert";
import { takeRows } from "../../model/sample/sample";
import { normalPdf } from "../../numerics/error-function";
import { gaussLegendre, type QuadratureRule } from "../../numerics/gauss-legendre";
import { korobovLattice } from "../../numerics/low-discrepancy";
import { normalQuantile } from "../../numerics/normal-quantile";
import { RESPONSE_LEVELS } from "./response-rule";

/** Nodes and weights in x, weights summing to 1: node i is nodes[i d .. i d + d - 1]. */
export interface CovariateRule {
  readonly dimension: number;
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  /**
   * Where a node stands for all x with its projections: C with C C^T = weight E[(1, x)(1, x)^T | node], by columns
   * of length d + 1. Without it C is the one column sqrt(weight) (1, node).
   */
  readonly moments?: { readonly columns: number; readonly factor: Float64Array };
  /** The rows that the nodes are, where x has no law but those of a design. */
  readonly rows?: DesignRows;
}

const HALF_WIDTH = Math.sqrt(3);
/** The normal law is cut here: mass beyond 1e-17. */
const NORMAL_REACH = 8.5;
/** Nodes per axis for the uniform law by dimension (1 to 5) and level of refinement. */
const AXIS_NODES = [
  [24, 40, 72, 128, 256, 448],
  [16, 24, 36, 48, 64],
  [10, 14, 20, 28],
  [6, 8, 11, 14],
  [5, 6, 8, 10],
] as const;
/** The normal law's axis is longer: it has tensor rules up to three dimensions. */
const NORMAL_FACTOR = 1.75;
const tensorDimensions = (law: "uniform" | "normal"): number => (law === "uniform" ? AXIS_NODES.length : 3);
/** Lattice points where a tensor would be too large, by level: primes. */
const LATTICE_POINTS = [2039, 4093, 8191, 16381] as const;

/** The coarse rule of a search for alternatives, whose result is evaluated anew with a fine one. */
const SEARCH_AXIS_NODES = [24, 10, 6] as const;
const SEARCH_LATTICE_POINTS = 251;

/** Rows of a design that a search for alternatives looks at, evenly spaced; the result is evaluated on all. */
const SEARCH_ROWS = 24;

/** How many levels of refinement there are. The rows of a design are exact: only the rule in y is refined. */
export function covariateLevels({ law, dimension }: Covariates): number {
  if (law === "rows" || dimension === 0) return RESPONSE_LEVELS;
  return dimension > AXIS_NODES.length ? LATTICE_POINTS.length : AXIS_NODES[dimension - 1].length;
}

/** Where relu experts bend on a one-dimensional axis: the rule is split there. */
function bends(model: ContaminatedMoe<GateKind>, etas: readonly ArrayLike<number>[]): readonly number[] {
  const { pretrained, prompt, covariates } = model;
  if (covariates.dimension !== 1) return [];
  const pairs = [
    { expert: pretrained.expert, eta: pretrained.eta },
    ...etas.map((eta) => ({ expert: prompt.expert, eta })),
  ];
  return pairs.flatMap(({ expert, eta }: { readonly expert: Expert; readonly eta: ArrayLike<number> }) => {
    if (expert.kind === "custom" || expert.activation !== "relu" || eta[0] === 0) return [];
    return [expert.bias ? -eta[1] / eta[0] : 0];
  });
}

/** A one-dimensional rule of total weight 1 for one covariate, split at `splits`. */
function axisRule(law: "uniform" | "normal", order: number, splits: readonly number[]): QuadratureRule {
  const reach = law === "uniform" ? HALF_WIDTH : NORMAL_REACH;
  const inside = splits.filter((split) => Math.abs(split) < reach).sort((left, right) => left - right);
  const cuts = [-reach, ...new Set(inside), reach];
  const { nodes: t, weights: w } = gaussLegendre(order);
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let panel = 1; panel < cuts.length; panel++) {
    const half = 0.5 * (cuts[panel] - cuts[panel - 1]);
    for (let i = 0; i < order; i++) {
      const x = 0.5 * (cuts[panel] + cuts[panel - 1]) + half * t[i];
      nodes.push(x);
      weights.push(half * w[i] * (law === "uniform" ? 0.5 / HALF_WIDTH : normalPdf(x)));
    }
  }
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(weights) };
}

/** The product of one axis rule with itself; nodes whose weight cannot matter (below 1e-18) are left out. */
function tensorRule(axis: QuadratureRule, dimension: number): CovariateRule {
  const nodes: number[] = [];
  const weights: number[] = [];
  const point: number[] = [];
  const visit = (weight: number): void => {
    if (weight < 1e-18) return;
    if (point.length === dimension) {
      nodes.push(...point);
      weights.push(weight);
      return;
    }
    for (let i = 0; i < axis.nodes.length; i++) {
      point.push(axis.nodes[i]);
      visit(weight * axis.weights[i]);
      point.pop();
    }
  };
  visit(1);
  return { dimension, nodes: Float64Array.from(nodes), weights: Float64Array.from(weights) };
}

function latticeRule(law: "uniform" | "normal", points: number, dimension: number): CovariateRule {
  const nodes = korobovLattice(points, dimension).map((u) =>
    law === "uniform" ? HALF_WIDTH * (2 * u - 1) : normalQuantile(u),
  );
  return { dimension, nodes, weights: new Float64Array(points).fill(1 / points) };
}

/** The rows themselves, each with equal weight. */
function rowsRule({ dimension, rows }: Extract<Covariates, { law: "rows" }>, searching: boolean): CovariateRule {
  const count = searching ? Math.min(rows.n, SEARCH_ROWS) : rows.n;
  const order = Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * rows.n) / count));
  const taken = takeRows({ ...rows, dimension, y: new Float64Array(rows.n) }, order);
  const nodes = new Float64Array(count * dimension);
  for (let i = 0; i < count; i++) for (let j = 0; j < dimension; j++) nodes[i * dimension + j] = taken.x[j * count + i];
  return { dimension, nodes, weights: new Float64Array(count).fill(1 / count), rows: taken };
}

/**
 * A rule for expectations over the covariates: the rows of a design; else tensor Gauss-Legendre for d <= 3 (the normal law cut at 8.5; the uniform law to
 * d = 5), a fixed lattice beyond, good to about a percent.
 * @param etas the prompt's parameters, one or more; their relu experts' bends are break points for d = 1
 * @param level 0 (coarse) to covariateLevels - 1, or "search" for still fewer nodes
 */
export function covariateRule(
  model: ContaminatedMoe<GateKind>,
  etas: readonly ArrayLike<number>[],
  level: number | "search",
): CovariateRule {
  const searching = level === "search";
  if (model.covariates.law === "rows") return rowsRule(model.covariates, searching);
  const { law, dimension } = model.covariates;
  // Without covariates there is nothing to average over.
  if (dimension === 0) return { dimension, nodes: new Float64Array(0), weights: Float64Array.of(1) };
  if (dimension > (searching ? SEARCH_AXIS_NODES.length : tensorDimensions(law))) {
    return latticeRule(law, searching ? SEARCH_LATTICE_POINTS : LATTICE_POINTS[level], dimension);
  }
  const uniform = searching ? SEARCH_AXIS_NODES[dimension - 1] : AXIS_NODES[dimension - 1][level];
  const order = law === "uniform" ? uniform : Math.ceil(NORMAL_FACTOR * uniform);
  return tensorRule(axisRule(law, order, bends(model, etas)), dimension);
}

/** Lattice sizes of {@link scatteredRule}, primes. */
const SCATTERED_POINTS = [61, 97, 151, 251, 509, 1021] as const;

/**
 * Few nodes for judging linear independence, where no integral is needed: functions that are dependent at more nodes than
 * there are functions are dependent. One axis as in a search; beyond, a lattice of at least twice (d + 1)(d + 2)/2 points, so
 * that all products of two covariates are told apart (to d = 30).
 */
export function scatteredRule(model: ContaminatedMoe<GateKind>, etas: readonly ArrayLike<number>[]): CovariateRule {
  if (model.covariates.law === "rows") return rowsRule(model.covariates, true);
  const { law, dimension: d } = model.covariates;
  if (d === 1) return covariateRule(model, etas, "search");
  const points = SCATTERED_POINTS.find((size) => size >= (d + 1) * (d + 2) + 30) ?? 1021;
  return latticeRule(law, points, d);
}
