import { exp, log } from "../numerics/elementary";
import { type Rational, rational } from "../numerics/rational";
import { checkGateGroups } from "./box";
import { type ByParameter, type GateKind, mapParameters, type Parameters } from "./by-parameter";
import { type ContaminatedMoe, checkParameters } from "./contaminated-moe";

/** limit + coefficient * n^(-exponent); the exponent is an exact rational. */
export interface PowerLaw {
  readonly limit: number;
  readonly coefficient: number;
  readonly exponent: Rational;
}

/** How the truth moves with n, in one model: every parameter follows a power law. */
export type Path<G extends GateKind = "constant"> = ByParameter<PowerLaw, G> & {
  /** As in "L/resonant"; also keys the random streams of its studies. */
  readonly id: string;
  readonly title: string;
  readonly model: ContaminatedMoe<G>;
};

/** A path from its parts. @throws InputError when the laws are not those of the model's gate */
export function pathInModel(
  named: { readonly id: string; readonly title: string; readonly model: ContaminatedMoe<GateKind> },
  laws: ByParameter<PowerLaw, GateKind>,
): Path<GateKind> {
  const { model, id } = named;
  checkGateGroups(laws, model.gate.kind, model.covariates.dimension, `${id}: path`);
  // Laws and model have the same gate: that is what a path is.
  return { ...named, ...laws } as Path<GateKind>;
}

/**
 * A parameter that does not move.
 *
 * @example
 * ```ts
 * import { fixed } from "contaminated-moe";
 * console.log(fixed(0.5).coefficient); // does not move: 0
 * ```
 */
export function fixed(value: number): PowerLaw {
  return { limit: value, coefficient: 0, exponent: rational(0) };
}

/**
 * limit + coefficient n^(-exponent), the exponent written as in "1/16".
 *
 * @example
 * ```ts
 * import { powerLaw, showExponent } from "contaminated-moe";
 * const bias = powerLaw(0, 2, "1/4"); // 2 n^(-1/4)
 * console.log(showExponent({ known: true, value: bias.exponent })); // 1/4
 * ```
 */
export function powerLaw(limit: number, coefficient: number, exponent: string): PowerLaw {
  return { limit, coefficient, exponent: rational(exponent) };
}

/** The power law at n; n^-e is taken with the project's own exp and log, so it has the same bits everywhere. */
export function valueAt(law: PowerLaw, n: number): number {
  return law.limit + law.coefficient * exp(-law.exponent.valueOf() * log(n));
}

/**
 * The truth of that n. @throws InputError when the path leaves the parameter space at this n.
 *
 * @example
 * ```ts
 * import { scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const [near, far] = [1e4, 1e8].map((n) => truthAt(path, n).eta[1] ?? 0);
 * console.log(near > far, far > 0); // the bias vanishes: true true
 * ```
 */
export function truthAt<G extends GateKind>(path: Path<G>, n: number): Parameters<G> {
  const truth = mapParameters<PowerLaw, number, G>(path, (law) => valueAt(law, n));
  return checkParameters(path.model, truth, `${path.id} at n = ${n}: truth`);
}
