/** How the share of the prompt depends on x: see gate.ts. */
export type GateKind = "constant" | "softmax";

/** One value per parameter of a model with a constant gate: lambda is the share of the prompt. */
export interface ByConstantGateParameter<T> {
  readonly lambda: T;
  readonly eta: readonly T[];
  readonly nu: T;
}

/** One value per parameter of a model with a softmax gate, pi(x) = 1 / (1 + exp(-(beta^T x + tau))). */
export interface BySoftmaxGateParameter<T> {
  readonly tau: T;
  /** One entry per covariate. */
  readonly beta: readonly T[];
  readonly eta: readonly T[];
  readonly nu: T;
}

/**
 * One value per parameter of a model, by group: those of its gate, eta (its expert's parameters, slopes first, then the
 * bias where there is one) and nu (its variance). Estimates, boxes, power laws, exponents, standard errors and curves all
 * have this form. `ByParameter<T>` alone is that of a constant gate, `ByParameter<T, GateKind>` that of either.
 */
export type ByParameter<T, G extends GateKind = "constant"> = {
  readonly constant: ByConstantGateParameter<T>;
  readonly softmax: BySoftmaxGateParameter<T>;
}[G];

/** What is estimated. */
export type Parameters<G extends GateKind = "constant"> = ByParameter<number, G>;

/** The values of the gate's parameters: (lambda) or (tau, beta_1..beta_d). */
export function gateValues<T>(values: ByParameter<T, GateKind>): readonly T[] {
  return "lambda" in values ? [values.lambda] : [values.tau, ...values.beta];
}

/** The values of all parameters as one list, in the order of the parameter vector: the gate's, eta, nu. */
export function inVectorOrder<T>(values: ByParameter<T, GateKind>): readonly T[] {
  return [...gateValues(values), ...values.eta, values.nu];
}

/** What tells the groups of a parameter vector apart; every model is one. */
export interface VectorLayout<G extends GateKind> {
  readonly gate: { readonly kind: G };
  readonly covariates: { readonly dimension: number };
}

/** How many entries of the parameter vector are the gate's: they come first. */
export function gateLength({ gate, covariates }: VectorLayout<GateKind>): number {
  return gate.kind === "constant" ? 1 : covariates.dimension + 1;
}

/** A list in the order of the parameter vector, by group; the inverse of {@link inVectorOrder}. */
export function byParameter<T, G extends GateKind>(layout: VectorLayout<G>, vector: ArrayLike<T>): ByParameter<T, G> {
  const all = Array.from(vector);
  const g = gateLength(layout);
  const prompt = { eta: all.slice(g, -1), nu: all[all.length - 1] };
  const values: ByParameter<T, GateKind> =
    layout.gate.kind === "constant" ? { lambda: all[0], ...prompt } : { tau: all[0], beta: all.slice(1, g), ...prompt };
  // The layout's kind is G: the compiler does not follow that through the branch.
  return values as ByParameter<T, G>;
}

/** The same for every parameter: a function of its value. */
export function mapParameters<S, T>(
  values: ByConstantGateParameter<S>,
  of: (value: S) => T,
): ByConstantGateParameter<T>;
export function mapParameters<S, T>(values: BySoftmaxGateParameter<S>, of: (value: S) => T): BySoftmaxGateParameter<T>;
export function mapParameters<S, T, G extends GateKind>(
  values: ByParameter<S, G>,
  of: (value: S) => T,
): ByParameter<T, G>;
export function mapParameters<S, T>(values: ByParameter<S, GateKind>, of: (value: S) => T): ByParameter<T, GateKind> {
  const prompt = { eta: values.eta.map(of), nu: of(values.nu) };
  return "lambda" in values
    ? { lambda: of(values.lambda), ...prompt }
    : { tau: of(values.tau), beta: values.beta.map(of), ...prompt };
}

/**
 * The parameters as one vector: (lambda, eta, nu) or (tau, beta, eta, nu).
 *
 * @example
 * ```ts
 * import { toVector } from "contaminated-moe";
 * console.log(Array.from(toVector({ lambda: 0.5, eta: [1, 2], nu: 0.3 }))); // [ 0.5, 1, 2, 0.3 ]
 * ```
 */
export function toVector(parameters: Parameters<GateKind>): Float64Array {
  return Float64Array.from(inVectorOrder(parameters));
}

/**
 * A vector as parameters, by the model's own groups.
 *
 * @example
 * ```ts
 * import { fromVector, scenarioPath } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * console.log(fromVector(path.model, [0.5, 1, 2, 0.3])); // { lambda: 0.5, eta: [ 1, 2 ], nu: 0.3 }
 * ```
 */
export function fromVector<G extends GateKind>(layout: VectorLayout<G>, theta: ArrayLike<number>): Parameters<G> {
  return byParameter(layout, theta);
}
