import type { ByParameter } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Path } from "../../model/path";
import { type Rational, rational } from "../../numerics/rational";
import { type Direction, type Motion, motionOf } from "./motion";
import { classify, type Scenario } from "./scenario";

/** error ~ n^-exponent (up to log n), or why no exponent is stated. */
export type Exponent =
  | { readonly known: true; readonly value: Rational }
  | { readonly known: false; readonly reason: string };

/** One exponent per parameter, eta in its own order. */
export type ParameterExponents = ByParameter<Exponent>;

/** The exponents of a path: what the theorems promise and what the path really gives. */
export interface PathExponents {
  readonly scenario: Scenario | undefined;
  readonly motion: Motion;
  /** The theorem's bound (loss.ts) read along the path; the minimax rate of its class. */
  readonly guaranteed: ParameterExponents;
  /** Of this one path (this workbook's own; derived in notebooks 03 and 04). Never below `guaranteed`. */
  readonly sharp: ParameterExponents;
}

const HALF = rational("1/2");
const ZERO = rational(0);

const known = (value: Rational): Exponent => ({ known: true, value });
const unknown = (reason: string): Exponent => ({ known: false, reason });

function all(model: ContaminatedMoe, exponent: Exponent): ParameterExponents {
  return { lambda: exponent, eta: model.box.eta.map(() => exponent), nu: exponent };
}

function regular(model: ContaminatedMoe, s: Rational): ParameterExponents {
  return { ...all(model, known(HALF.sub(s))), lambda: known(HALF) };
}

/** Is entry j of eta the bias? Only scenario L's bias differs from slopes. */
function isBias(model: ContaminatedMoe, j: number): boolean {
  const { expert } = model.prompt;
  return expert.kind === "activation" && expert.bias && j === model.covariates.dimension;
}

function least(values: readonly (Rational | undefined)[]): Rational | undefined {
  let smallest: Rational | undefined;
  for (const v of values) if (v !== undefined && (smallest === undefined || v.compare(smallest) < 0)) smallest = v;
  return smallest;
}

/**
 * The rate at which the loss's distance to the frozen point shrinks: ||Delta*|| ~ n^-r in S, rho* ~ n^-r in L, where
 * the bias's gap counts squared. undefined where the prompt equals the frozen model.
 */
export function mergingRate(model: ContaminatedMoe, scenario: Scenario, motion: Motion): Rational | undefined {
  if (scenario === "D" || scenario === "H") return ZERO;
  const gaps = motion.etaGap.map((gap, j) => (scenario === "L" && isBias(model, j) ? gap?.mul(2) : gap));
  return least([...gaps, motion.nuGap]);
}

function guaranteedExponents(model: ContaminatedMoe, scenario: Scenario, motion: Motion): ParameterExponents {
  const { s } = motion;
  const r = mergingRate(model, scenario, motion);
  if (r === undefined) return all(model, unknown("the prompt equals the pre-trained model: nothing is identified"));
  const region = s.add(r.mul(2));
  if (region.compare(HALF) >= 0) {
    const what = `s + 2 r = ${region.toFraction()}, where the gap shrinks like n^-r in the loss`;
    return all(model, unknown(`outside the estimable region: ${what}; it has to stay below 1/2`));
  }
  const moved = known(HALF.sub(s).sub(r));
  const bias = known(HALF.sub(s).sub(r).div(2));
  return {
    lambda: known(HALF.sub(r.mul(2))),
    eta: model.box.eta.map((_, j) => (scenario === "L" && isBias(model, j) ? bias : moved)),
    nu: moved,
  };
}

/** One moved coordinate that interacts with nothing: lambda pays twice the gap, the coordinate once, the others not. */
function oneCoordinate(model: ContaminatedMoe, { s, t }: Motion, moved: number | "nu"): ParameterExponents {
  const still = known(HALF.sub(s));
  const slowed = known(HALF.sub(t).sub(s));
  return {
    lambda: known(HALF.sub(t.mul(2))),
    eta: model.box.eta.map((_, j) => (j === moved ? slowed : still)),
    nu: moved === "nu" ? slowed : still,
  };
}

/** kappa is a quotient of coefficients in floating point. */
const same = (kappa: number, value: number): boolean => Math.abs(kappa - value) < 1e-12;

/** Scenario L, Db = beta ~ n^-t and Dnu = kappa beta^2 (derivation: notebooks/04-linear-experts). */
function linearBias(model: ContaminatedMoe, { s, t }: Motion, kappa: number): ParameterExponents {
  const still = known(HALF.sub(s));
  const resonant = same(kappa, 1 / 3);
  // At resonance the third moment is void to first order; its second-order term is the weaker one up to here.
  const edge = rational("1/10").sub(s.div(5));
  if (resonant && t.compare(edge) >= 0) {
    const reason = `the resonant exponents hold for t < 1/10 - s/5 = ${edge.toFraction()}; t is ${t.toFraction()}`;
    return all(model, unknown(reason));
  }
  const order = resonant ? 4 : 3;
  const lambda = known(HALF.sub(t.mul(order)));
  const bias = known(HALF.sub(t.mul(order - 1)).sub(s));
  const variance = same(kappa, 1) ? still : known(HALF.sub(t.mul(order - 2)).sub(s));
  return { lambda, eta: model.box.eta.map((_, j) => (isBias(model, j) ? bias : still)), nu: variance };
}

function sharpExponents(
  model: ContaminatedMoe,
  scenario: Scenario,
  motion: Motion,
  guaranteed: ParameterExponents,
): ParameterExponents {
  const direction: Direction = motion.direction;
  if (!guaranteed.lambda.known) return guaranteed;
  if (direction.kind === "fixed") return regular(model, motion.s);
  if (direction.kind === "several")
    return all(model, unknown(`the table of sharp exponents has no such path: ${direction.reason}`));
  if (direction.kind === "variance") return oneCoordinate(model, motion, "nu");
  if (direction.kind === "slope") return oneCoordinate(model, motion, direction.index);
  if (scenario === "L") return linearBias(model, motion, direction.kappa);
  if (motion.nuGap === undefined) return oneCoordinate(model, motion, model.covariates.dimension);
  return all(model, unknown("the table of sharp exponents has no such path: bias and nu both have a gap"));
}

/**
 * Guaranteed and sharp exponents of every parameter along any path, as exact rationals. Where no scenario covers the
 * model, or section 4's table not the path, the exponent is unknown with its reason.
 */
export function pathExponents(path: Path): PathExponents {
  const { model } = path;
  const motion = motionOf(path);
  const classified = classify(model);
  if (!classified.covered) {
    const none = all(model, unknown(classified.reason));
    return { scenario: undefined, motion, guaranteed: none, sharp: none };
  }
  const { scenario } = classified;
  if (motion.s.compare(HALF) >= 0) {
    const none = all(model, unknown(`s is ${motion.s.toFraction()}; the prompt is seen only for s < 1/2`));
    return { scenario, motion, guaranteed: none, sharp: none };
  }
  const guaranteed = guaranteedExponents(model, scenario, motion);
  return { scenario, motion, guaranteed, sharp: sharpExponents(model, scenario, motion, guaranteed) };
}

/** "1/16", or "-" where the exponent is unknown. */
export function showExponent(exponent: Exponent): string {
  return exponent.known ? exponent.value.toFraction() : "-";
}
