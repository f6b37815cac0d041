import type { Activation } from "../../model/activation";
import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type CustomDensity, logDensity } from "../../model/density";
import type { Expert } from "../../model/expert";
import { cos, sin } from "../../numerics/elementary";
import { type Rational, rational } from "../../numerics/rational";
import { isGaussian } from "../quadrature/gaussian-shape";
import type { LimitPoint } from "./limit-point";

/**
 * As lambda -> 0 the information of all parameters is an integral of g^2/f0, g a score times p, unless f^2/f0 is not
 * integrable. Then far in the tail, where lambda f > f0, one observation betrays the prompt: the information grows by the
 * factor lambda^-gain, up to factors exp(c sqrt(log n)) (means that differ) and powers of log n.
 */
export type TailGain = { readonly gain: Rational } | { readonly reason: string };

const NONE: TailGain = { gain: rational(0) };

/** How an expert grows: h(r x) ~ r l(a^T x). */
function growth(activation: Activation, u: number): number {
  if (activation === "identity") return u;
  return activation === "relu" || activation === "gelu" || activation === "softplus" ? Math.max(0, u) : 0;
}

/** Slopes of two experts in an orthonormal basis of their span, at most two-dimensional. */
function planar(left: readonly number[], right: readonly number[]): readonly (readonly [number, number])[] {
  const dot = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, c, j) => sum + c * v[j], 0);
  const length = Math.sqrt(dot(left, left));
  if (length === 0)
    return [
      [0, 0],
      [Math.sqrt(dot(right, right)), 0],
    ];
  const along = dot(left, right) / length;
  return [
    [length, 0],
    [along, Math.sqrt(Math.max(0, dot(right, right) - along * along))],
  ];
}

/**
 * The largest ratio of the exponents of decay of f0 and f along rays of (x, y): above 2, f^2/f0 is not integrable. Uniform x
 * stay bounded, and the ratio is nu/nu0; for normal x means that grow apart raise it.
 */
function decayRatio(
  model: ContaminatedMoe<GateKind>,
  eta: readonly number[],
  nu: number,
): { ratio: number; apart: boolean } | undefined {
  const { pretrained, prompt, covariates } = model;
  const plain = { ratio: nu / pretrained.nu, apart: false };
  if (covariates.law === "uniform") return plain;
  const [left, right]: readonly Expert[] = [pretrained.expert, prompt.expert];
  if (left.kind === "custom" || right.kind === "custom") return undefined;
  const d = covariates.dimension;
  const [a0, a] = planar(pretrained.eta.slice(0, d), eta.slice(0, d));
  let [best, apart] = [plain.ratio, false];
  const steps = 240;
  for (let i = 0; i < steps; i++) {
    const angle = (2 * Math.PI * i) / steps;
    const [x1, x2] = [cos(angle), sin(angle)];
    const l0 = growth(left.activation, a0[0] * x1 + a0[1] * x2);
    const l = growth(right.activation, a[0] * x1 + a[1] * x2);
    if (Math.abs(l - l0) <= 1e-12) continue;
    apart = true;
    for (let k = 1; k < steps; k++) {
      const tilt = Math.PI * (k / steps - 0.5);
      const y = sin(tilt) / cos(tilt);
      best = Math.max(best, (0.5 + (0.5 * (y - l0) ** 2) / pretrained.nu) / (0.5 + (0.5 * (y - l) ** 2) / nu));
    }
  }
  return { ratio: best, apart };
}

/** Is the tail of a user's density at least as heavy as that of f^2, as far as its reach shows? */
function outweighs(density: CustomDensity, ratio: number): boolean {
  const logg = logDensity(density, 1);
  const reach = Math.max(...density.breaks.map(Math.abs));
  return [-1, 1].every((side) => {
    const decay = (z: number): number => -logg(side * z, 0) / (z * z);
    const [near, far] = [decay(0.5 * reach), decay(0.98 * reach)];
    return far <= near && far < 0.9 / ratio;
  });
}

/** The gain of a path with an open gap whose lambda vanishes. */
export function tailGain(model: ContaminatedMoe<GateKind>, point: LimitPoint): TailGain {
  if (point.gate.length > 1 || point.gate[0].limit !== 0) return NONE;
  const { density, nu: nu0 } = model.pretrained;
  const [eta, nu] = [point.eta.map(({ limit }) => limit), point.nu.limit];
  if (!isGaussian(density)) {
    if (density.kind !== "custom" || outweighs(density, nu / nu0)) return NONE;
    return {
      reason: `the tail of the density "${density.name}" may be lighter than that of f^2: the orders as lambda vanishes are not known`,
    };
  }
  const decay = decayRatio(model, eta, nu);
  if (decay === undefined) return { reason: "for a user-defined expert of normal x the tails of f^2/f0 are not known" };
  const { ratio, apart } = decay;
  if (apart && ratio > 2) {
    const gain = ((ratio - 2) / (ratio - 1)).toFixed(3);
    return {
      reason: `f^2/f0 is not integrable: the means of normal x grow apart, the exponents are not rational (each is raised by about ${gain} s/2)`,
    };
  }
  if (ratio <= 2) return NONE;
  const [v, v0] = [rational(nu), rational(nu0)];
  return { gain: v.sub(v0.mul(2)).div(v.sub(v0)) };
}
