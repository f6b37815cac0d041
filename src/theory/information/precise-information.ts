import { type GateKind, gateLength, type Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type ActivationExpert, linearPredictor } from "../../model/expert";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import { type Path, type PowerLaw, truthAt } from "../../model/path";
import {
  DD_ONE,
  DD_ZERO,
  type DoubleDouble,
  ddAdd,
  ddDivide,
  ddExpm1,
  ddLog1p,
  ddMultiply,
  ddScale,
  ddSubtract,
  exactSum,
} from "../../numerics/double-double";
import {
  type DoubleDoubleTriangle,
  invertDoubleDoubleTriangle,
  triangularFactor,
} from "../../numerics/double-double-triangle";
import { exp, log, log1p } from "../../numerics/elementary";
import { activationTaylor } from "../expansion/activation-taylor";
import { covariateRule } from "../quadrature/covariate-rule";
import { isGaussian } from "../quadrature/gaussian-shape";
import { sharesAt } from "../quadrature/shares";
import { smallestShareLeft } from "./deviations";

/** A truth with its gaps to the frozen point to 32 digits: 1 + 1e-20 is no double. */
export interface PreciseTruth {
  /** The truth itself, of which the gate is read. */
  readonly truth: Parameters<GateKind>;
  /** eta - eta0 in the prompt's coordinates. */
  readonly etaGap: readonly DoubleDouble[];
  /** nu - nu0. */
  readonly nuGap: DoubleDouble;
}

/** The triangle R of the scores and its inverse, as doubles, and sqrt(diag((R^T R)^-1)). */
export interface PreciseFactor {
  readonly factor: Float64Array;
  readonly inverse: Float64Array;
  readonly deviations: Float64Array;
}

/** The largest step of a linear predictor that Taylor's series of every activation follows. */
const LARGEST_STEP = 0.7;
const TAYLOR_ORDER = 64;
/** The trapezoidal rule in y: its error for a normal law is exp(-2 pi^2/STEP^2). */
const STEP = 0.45;
const REACH = 13;

/** The gaps of a model's truth, or undefined where h0 has no coordinates in the prompt's class. */
export function preciseTruth(model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>): PreciseTruth | undefined {
  const frozen = frozenCoordinates(model);
  if (frozen === undefined) return undefined;
  const { eta, nu } = truth;
  return { truth, etaGap: eta.map((e, j) => exactSum(e, -frozen[j])), nuGap: exactSum(nu, -model.pretrained.nu) };
}

/** The gaps of a path at n, formed from its power laws: they keep their digits however close the truth. */
export function preciseTruthAt<G extends GateKind>(path: Path<G>, n: number): PreciseTruth | undefined {
  const frozen = frozenCoordinates(path.model);
  if (frozen === undefined) return undefined;
  const gap = (law: PowerLaw, from: number): DoubleDouble =>
    ddAdd(exactSum(law.limit, -from), [law.coefficient * exp(-law.exponent.valueOf() * log(n)), 0]);
  return {
    truth: truthAt<G>(path, n),
    etaGap: path.eta.map((law, j) => gap(law, frozen[j])),
    nuGap: gap(path.nu, path.model.pretrained.nu),
  };
}

/** m = h(x, eta) - h(x, eta0) and dh/du by Taylor's series at the frozen predictor; undefined where the step is too long. */
function expertAt(
  expert: ActivationExpert,
  x: Float64Array,
  frozen: readonly number[],
  gap: readonly DoubleDouble[],
): { readonly mean: DoubleDouble; readonly slope: DoubleDouble } | undefined {
  const d = x.length;
  const u = linearPredictor(x, d, frozen, expert.bias);
  let step: DoubleDouble = expert.bias ? gap[d] : DD_ZERO;
  for (let j = 0; j < d; j++) step = ddAdd(step, ddScale(gap[j], x[j]));
  const { activation } = expert;
  const straight = activation === "identity" || activation === "relu";
  if (activation === "relu" && u > 0 !== u + step[0] > 0) return undefined;
  if (!straight && Math.abs(step[0]) > LARGEST_STEP) return undefined;
  const c = activationTaylor(activation, u, straight ? 1 : TAYLOR_ORDER);
  let order = 1;
  for (let size = Math.abs(step[0]); order < c.length - 1 && size > 1e-34; order++) size *= Math.abs(step[0]);
  let [mean, slope] = [DD_ZERO, DD_ZERO];
  for (let i = order; i >= 1; i--) {
    mean = ddMultiply(ddAdd(mean, [c[i], 0]), step);
    slope = ddAdd(ddMultiply(slope, step), ddScale([c[i], 0], i));
  }
  return { mean, slope };
}

/**
 * The triangle of the scores of (s_lambda, s_h, s_nu / lambda) at one x, in double-double: f/f0 - 1 = expm1(log ratio), and the
 * common factor f0/sqrt(p) a plain double, which weighs all three scores alike.
 */
function localTriangle(
  mean: DoubleDouble,
  nuGap: DoubleDouble,
  nu0: number,
  [lambda, rest]: readonly [number, number],
): DoubleDoubleTriangle {
  const nu = ddAdd([nu0, 0], nuGap);
  const ratio = ddDivide(nuGap, [nu0, 0]);
  const constant = ddScale(ddLog1p(ratio, log1p(ratio[0])), -0.5);
  const half = ddDivide([0.5, 0], nu);
  const [narrow, wide] = [Math.sqrt(Math.min(nu0, nu[0])), Math.sqrt(Math.max(nu0, nu[0]))];
  const step = STEP * narrow;
  const reach = REACH * wide + Math.abs(mean[0]);
  const rows: DoubleDouble[][] = [];
  for (let k = -Math.ceil(reach / step); k * step <= reach; k++) {
    const r0: DoubleDouble = [k * step + 0.5 * mean[0], 0];
    const r = ddSubtract(r0, mean);
    // [m (r + r0) + v r0^2/nu0] / (2 nu)
    const quadratic = ddAdd(ddMultiply(mean, ddAdd(r, r0)), ddMultiply(ratio, ddMultiply(r0, r0)));
    const difference = ddExpm1(ddAdd(constant, ddMultiply(half, quadratic)));
    const share = ddAdd(DD_ONE, difference);
    const f0 = exp((-0.5 * r0[0] * r0[0]) / nu0) * (0.3989422804014326779 / Math.sqrt(nu0));
    const weight = Math.sqrt((step * f0) / (rest + lambda * share[0]));
    if (!(weight > 1e-30)) continue;
    const z = ddDivide(r, nu);
    const variance = ddMultiply(ddSubtract(ddMultiply(z, r), DD_ONE), half);
    rows.push([difference, ddMultiply(share, z), ddMultiply(share, variance)].map((score) => ddScale(score, weight)));
  }
  return triangularFactor(rows, 3);
}

/**
 * The information's factor in double-double arithmetic where homogeneous Gaussian experts have all but merged: there the scores
 * agree in more digits than a double has. undefined where it does not apply: other densities, user-defined experts, gaps
 * too wide for Taylor's series (which plain doubles resolve).
 */
export function preciseFactor(
  model: ContaminatedMoe<GateKind>,
  truth: PreciseTruth,
  level: number,
): PreciseFactor | undefined {
  const { prompt, pretrained, covariates } = model;
  const { expert } = prompt;
  const frozen = frozenCoordinates(model);
  if (expert.kind === "custom" || frozen === undefined || !isGaussian(pretrained.density)) return undefined;
  const d = covariates.dimension;
  const rule = covariateRule(model, [frozen], d > 1 ? "search" : level);
  const g = gateLength(model);
  const q = truth.etaGap.length;
  const p = g + q + 1;
  const rows: DoubleDouble[][] = [];
  for (let i = 0; i < rule.weights.length; i++) {
    const x = rule.nodes.slice(i * d, (i + 1) * d);
    const at = expertAt(expert, x, frozen, truth.etaGap);
    if (at === undefined) return undefined;
    const share = sharesAt(truth.truth, x);
    const local = localTriangle(at.mean, truth.nuGap, pretrained.nu, share);
    const root = Math.sqrt(rule.weights[i]);
    const [lambda, rest] = share;
    // lambda and the root one after the other: their rounded product would weigh the scores of one row differently.
    for (let row = 0; row < 3; row++) {
      const ofGate = g > 1 ? ddScale(ddScale(local[row * 3], lambda), rest) : local[row * 3];
      const entries = [ddScale(ofGate, root)];
      for (let j = 1; j < g; j++) entries.push(ddScale(entries[0], x[j - 1]));
      const slope = ddScale(ddScale(ddMultiply(local[row * 3 + 1], at.slope), lambda), root);
      for (let j = 0; j < q; j++) entries.push(j < d ? ddScale(slope, x[j]) : slope);
      entries.push(ddScale(ddScale(local[row * 3 + 2], lambda), root));
      rows.push(entries);
    }
  }
  const factor = triangularFactor(rows, p);
  const inverse = invertDoubleDoubleTriangle(factor, p);
  const deviations = Float64Array.from({ length: p }, (_, j) => {
    let square = 0;
    for (let k = j; k < p; k++) square += inverse[j * p + k][0] ** 2;
    return Math.sqrt(square);
  });
  const doubles = (triangle: DoubleDoubleTriangle) => Float64Array.from(triangle, ([high]) => high);
  const resolved = smallestShareLeft(doubles(factor), p, deviations) > 1e-27;
  return resolved ? { factor: doubles(factor), inverse: doubles(inverse), deviations } : undefined;
}
