/**
 * One value per parameter of a model, by group: lambda (the share of the prompt), eta (its expert's parameters, slopes
 * first, then the bias where there is one) and nu (its variance). Estimates, boxes, power laws, exponents, standard
 * errors and curves all have this form.
 */
export interface ByParameter<T> {
  readonly lambda: T;
  readonly eta: readonly T[];
  readonly nu: T;
}

/** What is estimated. */
export type Parameters = ByParameter<number>;

/** The values of all parameters as one list, in the order of the parameter vector. */
export function inVectorOrder<T>({ lambda, eta, nu }: ByParameter<T>): readonly T[] {
  return [lambda, ...eta, nu];
}

/** A list in the order of the parameter vector, by group; the inverse of {@link inVectorOrder}. */
export function byParameter<T>(vector: ArrayLike<T>): ByParameter<T> {
  const all = Array.from(vector);
  return { lambda: all[0], eta: all.slice(1, -1), nu: all[all.length - 1] };
}

/** The same for every parameter: a function of its value. */
export function mapParameters<S, T>({ lambda, eta, nu }: ByParameter<S>, of: (value: S) => T): ByParameter<T> {
  return { lambda: of(lambda), eta: eta.map(of), nu: of(nu) };
}

/**
 * (lambda, eta_1..eta_q, nu) as one vector.
 *
 * @example
 * ```ts
 * import { toVector } from "contaminated-moe";
 * console.log(Array.from(toVector({ lambda: 0.5, eta: [1, 2], nu: 0.3 }))); // [ 0.5, 1, 2, 0.3 ]
 * ```
 */
export function toVector(parameters: Parameters): Float64Array {
  return Float64Array.from(inVectorOrder(parameters));
}

/**
 * (lambda, eta_1, ..., eta_q, nu) as parameters.
 *
 * @example
 * ```ts
 * import { fromVector } from "contaminated-moe";
 * console.log(fromVector([0.5, 1, 2, 0.3])); // { lambda: 0.5, eta: [ 1, 2 ], nu: 0.3 }
 * ```
 */
export function fromVector(theta: ArrayLike<number>): Parameters {
  return byParameter(theta);
}
