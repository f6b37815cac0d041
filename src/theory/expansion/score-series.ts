import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { expertValue } from "../../model/expert";
import { sameOnSupport } from "../identifiability/expert-class";
import { scatteredRule } from "../quadrature/covariate-rule";
import { isGaussian } from "../quadrature/gaussian-shape";
import type { SupportPart } from "./bend-layer";
import { bendLayer } from "./bend-layer";
import { gateSeries } from "./gate-series";
import type { LimitPoint } from "./limit-point";
import { combine, type Series } from "./power-series";
import { expertSeries, hermiteSeries } from "./prompt-series";
import { mergedMetric, separateMetric } from "./response-metric";
import { type ScoreBlock, scoreBlock, slotsOf } from "./score-block";

/**
 * The scores of the parameter vector along a path, times p: f - f0 (with a softmax gate pi (1 - pi) (1, x) times it), lambda f_h
 * dh/deta_j and lambda f_nu, lambda or pi(x) the share, as series in 1/n whose
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
  /** The exponent at which a relu's bend approaches its limit; undefined where none moves within the support. */
  readonly bendWidth: number | undefined;
}

/** Variances that are equal up to rounding. */
const SAME = 1e-11;

/** The scores' series, the prompt's own expansion known below n^(-precision/N). */
export function scoreSeries(model: ContaminatedMoe<GateKind>, point: LimitPoint, precision: number): ScoreSeries {
  const { pretrained, prompt } = model;
  const eta = point.eta.map(({ limit }) => limit);
  const nu = point.nu.limit;
  const rule = scatteredRule(model, [eta]);
  const d = rule.dimension;
  const support: SupportPart = {
    expert: expertSeries(model, point, rule, precision),
    xs: Array.from(rule.weights, (_, i) => rule.nodes.slice(i * d, (i + 1) * d)),
    weights: rule.weights,
    shift: 0,
  };
  const layer = bendLayer(model, point, precision);
  const parts = layer === undefined ? [support] : [support, layer];
  const coefficients = parts.map(({ expert, weights }) => hermiteSeries(expert.gap, point, weights.length, precision));
  const slots = Math.max(...coefficients.map(slotsOf));
  const merges =
    isGaussian(pretrained.density) && Math.abs(nu / pretrained.nu - 1) <= SAME && sameOnSupport(model, eta);
  const metric = merges ? mergedMetric(nu, slots) : separateMetric(model, nu, slots);
  const total = parts.reduce((sum, { weights }) => sum + weights.length * slots, 0);
  let offset = 0;
  const blocks = parts.map(({ expert, xs, weights, shift }, part) => {
    const frames = xs.map((x, i) => {
      const means = [expertValue(pretrained.expert, x, pretrained.eta), expertValue(prompt.expert, x, eta)] as const;
      return metric(...means).map((v) => Math.sqrt(weights[i]) * v);
    });
    const block = scoreBlock(expert, coefficients[part], gateSeries(point, xs, precision), {
      frames,
      slots,
      total,
      offset,
    });
    offset += weights.length * slots;
    return { block, shift };
  });
  const join = (of: (block: ScoreBlock) => Series): Series =>
    combine(blocks.map(({ block, shift }) => ({ series: of(block), factor: 1, shift })));
  return {
    scores: blocks[0].block.scores.map((_, j) => join((block) => block.scores[j])),
    second: (left, right) => join((block) => block.second(left, right)),
    merges,
    bendWidth: layer && 2 * layer.shift,
  };
}
