import type { GateKind } from "../../model/by-parameter";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import type { Path, PowerLaw } from "../../model/path";
import { type Rational, rational } from "../../numerics/rational";
import { sameOnSupport } from "../identifiability/expert-class";
import { isGaussian } from "../quadrature/gaussian-shape";

/**
 * The gap direction of a path: which of (eta, nu) - (eta0, nu0) shrinks. Indices are into eta. `kappa` is the limit of
 * Dnu / Db^2, the resonance coordinate of linear experts (notebooks/04-linear-experts).
 */
export type Direction =
  | { readonly kind: "fixed" }
  | { readonly kind: "slope"; readonly index: number }
  | { readonly kind: "bias"; readonly kappa: number }
  | { readonly kind: "variance" }
  | { readonly kind: "several"; readonly reason: string };

/** How fast a path moves, read off its power laws. */
export interface Motion {
  /** lambda*_n ~ n^-s. */
  readonly s: Rational;
  /** The slowest gap shrinks like n^-t; on a bias path Db ~ n^-t. 0 when a gap stays open. */
  readonly t: Rational;
  /** Per entry of eta and for nu: the gap shrinks like n^-gap; undefined where there is no gap at all. */
  readonly etaGap: readonly (Rational | undefined)[];
  readonly nuGap: Rational | undefined;
  readonly direction: Direction;
}

const ZERO = rational(0);

/** The exponent at which a power law approaches `target`: 0 if it stays away, undefined if it is there. */
function approach(law: PowerLaw, target: number): Rational | undefined {
  const constant = law.coefficient === 0 || law.exponent.compare(ZERO) === 0;
  if (constant) {
    const value = law.coefficient === 0 ? law.limit : law.limit + law.coefficient;
    return value === target ? undefined : ZERO;
  }
  return law.limit === target ? law.exponent : ZERO;
}

function smallest(exponents: readonly (Rational | undefined)[]): Rational | undefined {
  let least: Rational | undefined;
  for (const e of exponents) if (e !== undefined && (least === undefined || e.compare(least) < 0)) least = e;
  return least;
}

function directionOf(
  path: Path<GateKind>,
  etaGap: readonly (Rational | undefined)[],
  nuGap: Rational | undefined,
): Direction {
  const { expert } = path.model.prompt;
  if (expert.kind === "custom") return { kind: "several", reason: "the expert is user-defined" };
  const d = path.model.covariates.dimension;
  const moving = etaGap.flatMap((gap, j) => (gap === undefined ? [] : [j]));
  if (moving.length > 1) return { kind: "several", reason: "more than one entry of eta has a gap" };
  if (moving.length === 0) {
    if (nuGap === undefined) return { kind: "several", reason: "the prompt equals the pre-trained model" };
    return { kind: "variance" };
  }
  const index = moving[0];
  if (index < d) {
    if (nuGap !== undefined) return { kind: "several", reason: "a slope and nu both have a gap" };
    return { kind: "slope", index };
  }
  const biasGap = etaGap[index] ?? ZERO;
  if (nuGap === undefined) return { kind: "bias", kappa: 0 };
  const order = nuGap.compare(biasGap.mul(2));
  if (order > 0) return { kind: "bias", kappa: 0 };
  if (order < 0) return { kind: "several", reason: "nu's gap shrinks more slowly than the square of the bias's" };
  return { kind: "bias", kappa: path.nu.coefficient / path.eta[index].coefficient ** 2 };
}

/** What a power law tends to. */
function limitOf({ limit, coefficient, exponent }: PowerLaw): number {
  return exponent.compare(ZERO) === 0 ? limit + coefficient : limit;
}

/**
 * Reads s, t and the gap direction off a path's power laws. The prompt merges where f0 is Gaussian and h at the limit of eta is
 * h0 on the support of x, whatever their parametrisations; elsewhere (scenario H, mostly D, gaps that stay open) the direction
 * is "fixed" and t is 0.
 */
export function motionOf(path: Path<GateKind>): Motion {
  const { model } = path;
  // The share of a softmax gate lies in a compact set: it does not vanish.
  const s = "lambda" in path && path.lambda.limit === 0 ? path.lambda.exponent : ZERO;
  const nuGap = approach(path.nu, model.pretrained.nu);
  const limit = path.eta.map(limitOf);
  if (!isGaussian(model.pretrained.density) || !sameOnSupport(model, limit)) {
    const frozen = isGaussian(model.pretrained.density) ? frozenCoordinates(model) : undefined;
    const etaGap = path.eta.map((law, j) => (frozen === undefined ? ZERO : approach(law, frozen[j])));
    return { s, t: ZERO, etaGap, nuGap, direction: { kind: "fixed" } };
  }
  const etaGap = path.eta.map((law, j) => approach(law, limit[j]));
  const t = smallest([...etaGap, nuGap]);
  if (t !== undefined && t.compare(ZERO) === 0) return { s, t: ZERO, etaGap, nuGap, direction: { kind: "fixed" } };
  return { s, t: t ?? ZERO, etaGap, nuGap, direction: directionOf(path, etaGap, nuGap) };
}
