import { InputError } from "../input-error";
import { type Activation, activate } from "./activation";

/** h(x, eta) = sigma(a^T x + b) with eta = (a_1..a_d, b), or sigma(a^T x) with eta = a where `bias` is false. */
export interface ActivationExpert {
  readonly kind: "activation";
  readonly activation: Activation;
  readonly bias: boolean;
}

/**
 * A user's own expert: writes value, gradient (q) and Hessian (q x q, row-major) in eta. `parameters` is q.
 * Make one with {@link customExpert}, which checks the derivatives.
 */
export interface CustomExpert {
  readonly kind: "custom";
  readonly name: string;
  readonly parameters: number;
  /** Returns h(x, eta) and fills `gradient` and `hessian`; x has the covariates' dimension. */
  readonly evaluate: (x: Float64Array, eta: ArrayLike<number>, gradient: Float64Array, hessian: Float64Array) => number;
  /**
   * The expert's symmetries, if it has any: of all parameters with the function h(., eta), the one nearest to `target`.
   * Errors are measured to it, and equal functions count as one optimum.
   */
  readonly nearest?: (eta: readonly number[], target: readonly number[]) => readonly number[];
}

export type Expert = ActivationExpert | CustomExpert;

/** Is sigma of this expert the one named? Never for a user's own. */
export function hasActivation(expert: Expert, activation: Activation): boolean {
  return expert.kind === "activation" && expert.activation === activation;
}

/** q, the length of eta. */
export function parameterCount(expert: Expert, dimension: number): number {
  return expert.kind === "custom" ? expert.parameters : dimension + (expert.bias ? 1 : 0);
}

/** The names of eta's entries: a or a_1..a_d, then b; eta_1..eta_q for a custom expert. */
export function parameterNames(expert: Expert, dimension: number): readonly string[] {
  if (expert.kind === "custom") return Array.from({ length: expert.parameters }, (_, j) => `eta_${j + 1}`);
  const slopes = dimension === 1 ? ["a"] : Array.from({ length: dimension }, (_, j) => `a_${j + 1}`);
  return expert.bias ? [...slopes, "b"] : slopes;
}

/** Can two experts be the same function for the same eta? Custom experts are the same when they are one object. */
export function sameExpert(left: Expert, right: Expert): boolean {
  if (left.kind === "custom" || right.kind === "custom") return left === right;
  return left.activation === right.activation && left.bias === right.bias;
}

/** The linear predictor u = a^T x [+ b]. */
export function linearPredictor(
  x: ArrayLike<number>,
  dimension: number,
  eta: ArrayLike<number>,
  bias: boolean,
): number {
  let u = bias ? eta[dimension] : 0;
  for (let j = 0; j < dimension; j++) u += eta[j] * x[j];
  return u;
}

/** Evaluates value, gradient and Hessian in eta of any expert; returns the value. */
export function evaluateExpert(
  expert: Expert,
  x: Float64Array,
  eta: ArrayLike<number>,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  if (expert.kind === "custom") return expert.evaluate(x, eta, gradient, hessian);
  const d = x.length;
  const q = parameterCount(expert, d);
  const sigma = new Float64Array(3);
  activate(expert.activation, linearPredictor(x, d, eta, expert.bias), sigma);
  const z = (j: number): number => (j < d ? x[j] : 1);
  for (let j = 0; j < q; j++) {
    gradient[j] = sigma[1] * z(j);
    for (let k = 0; k < q; k++) hessian[j * q + k] = sigma[2] * z(j) * z(k);
  }
  return sigma[0];
}

/** h(x, eta) alone. */
export function expertValue(expert: Expert, x: Float64Array, eta: ArrayLike<number>): number {
  if (expert.kind === "custom") {
    const q = expert.parameters;
    return expert.evaluate(x, eta, new Float64Array(q), new Float64Array(q * q));
  }
  const sigma = new Float64Array(3);
  activate(expert.activation, linearPredictor(x, x.length, eta, expert.bias), sigma);
  return sigma[0];
}

/** Where {@link customExpert} compares the derivatives with differences: typical covariates and parameters. */
export interface DerivativeCheck {
  readonly x: readonly (readonly number[])[];
  readonly eta: readonly (readonly number[])[];
  /** Largest accepted difference relative to 1 + the derivative's size; 1e-5 unless told. */
  readonly tolerance?: number;
}

/**
 * Defines an expert of one's own. Gradient and Hessian are compared with central differences of the value and the
 * gradient at every (x, eta) of `check`.
 * @throws InputError naming the derivative that disagrees, its value and the difference quotient.
 *
 * @example
 * ```ts
 * import { customExpert } from "contaminated-moe";
 * const square = customExpert(
 *   {
 *     name: "c x^2",
 *     parameters: 1,
 *     evaluate: (x, eta, gradient, hessian) => {
 *       const [at = 0] = x;
 *       gradient[0] = at * at;
 *       hessian[0] = 0;
 *       return (eta[0] ?? 0) * at * at;
 *     },
 *   },
 *   { x: [[-1], [0.5]], eta: [[1], [2]] }, // where the derivatives are compared with differences
 * );
 * console.log(square.kind, square.name); // custom c x^2
 * ```
 */
export function customExpert(definition: Omit<CustomExpert, "kind">, check: DerivativeCheck): CustomExpert {
  const expert: CustomExpert = { kind: "custom", ...definition };
  const q = expert.parameters;
  const tolerance = check.tolerance ?? 1e-5;
  if (!Number.isInteger(q) || q < 1) {
    throw new InputError(`Expert "${expert.name}": parameters is ${q}; it must be a whole number of at least 1.`);
  }
  if (check.x.length === 0 || check.eta.length === 0) {
    throw new InputError(`Expert "${expert.name}": give at least one x and one eta at which to check its derivatives.`);
  }
  const at = (x: Float64Array, eta: Float64Array) => {
    const gradient = new Float64Array(q);
    const hessian = new Float64Array(q * q);
    return { value: expert.evaluate(x, eta, gradient, hessian), gradient, hessian };
  };
  const compare = (
    what: string,
    given: number,
    quotient: number,
    x: readonly number[],
    eta: readonly number[],
  ): void => {
    if (Math.abs(given - quotient) <= tolerance * (1 + Math.abs(quotient))) return;
    throw new InputError(
      `Expert "${expert.name}": ${what} is ${Number(given.toPrecision(9))} at x = [${x.join(", ")}], eta = [${eta.join(", ")}], but differences give ${Number(quotient.toPrecision(9))}.`,
    );
  };
  for (const xs of check.x) {
    for (const etas of check.eta) {
      if (etas.length !== q) {
        throw new InputError(`Expert "${expert.name}": eta = [${etas}] has ${etas.length} entries instead of ${q}.`);
      }
      const x = Float64Array.from(xs);
      const here = at(x, Float64Array.from(etas));
      if (expert.nearest !== undefined) {
        const equal = at(x, Float64Array.from(expert.nearest(etas, check.eta[0]))).value;
        compare("h at nearest(eta, ...)", equal, here.value, xs, etas);
      }
      for (let j = 0; j < q; j++) {
        const step = 6e-6 * (1 + Math.abs(etas[j]));
        const up = Float64Array.from(etas);
        const down = Float64Array.from(etas);
        up[j] += step;
        down[j] -= step;
        const [plus, minus] = [at(x, up), at(x, down)];
        const width = up[j] - down[j];
        compare(`gradient[${j}]`, here.gradient[j], (plus.value - minus.value) / width, xs, etas);
        for (let k = 0; k < q; k++) {
          const quotient = (plus.gradient[k] - minus.gradient[k]) / width;
          compare(`hessian[${j}][${k}]`, here.hessian[j * q + k], quotient, xs, etas);
        }
      }
    }
  }
  return expert;
}
