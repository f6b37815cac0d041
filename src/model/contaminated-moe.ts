import { InputError } from "../input-error";
import type { Density } from "./density";
import { type Expert, parameterCount, parameterNames, sameExpert } from "./expert";

/** The law of x: i.i.d. entries, uniform on [-sqrt3, sqrt3] (mean 0, variance 1) or standard normal. */
export interface Covariates {
  readonly law: "uniform" | "normal";
  readonly dimension: number;
}

/** The frozen model f0(y | h0(x, eta0), nu0): known, nu0 a variance. */
export interface Pretrained {
  readonly density: Density;
  readonly expert: Expert;
  readonly eta: readonly number[];
  readonly nu: number;
}

/** The trainable prompt: Gaussian with mean h(x, eta) and variance nu. */
export interface Prompt {
  readonly expert: Expert;
}

/** What is estimated. */
export interface Parameters {
  readonly lambda: number;
  readonly eta: readonly number[];
  readonly nu: number;
}

export type Interval = readonly [number, number];

/** The compact parameter set in which the maximum is taken. */
export interface Box {
  readonly lambda: Interval;
  readonly eta: readonly Interval[];
  readonly nu: Interval;
}

/** p(y|x) = (1 - lambda) f0(y | h0(x, eta0), nu0) + lambda f(y | h(x, eta), nu). Paper, section 1. */
export interface ContaminatedMoe {
  readonly covariates: Covariates;
  readonly pretrained: Pretrained;
  readonly prompt: Prompt;
  readonly box: Box;
}

/** Wide enough for standardised data: lambda in [0, 1], eta in [-10, 10]^q, nu in [0.01, 100]. */
export function defaultBox(q: number): Box {
  return { lambda: [0, 1], eta: Array.from({ length: q }, () => [-10, 10] as const), nu: [0.01, 100] };
}

/** q, the length of the prompt's eta; the whole parameter has q + 2 entries. */
export function promptParameters(model: ContaminatedMoe): number {
  return parameterCount(model.prompt.expert, model.covariates.dimension);
}

/** "lambda", the entries of eta, "nu": the order of every parameter vector. */
export function vectorNames(model: ContaminatedMoe): readonly string[] {
  return ["lambda", ...parameterNames(model.prompt.expert, model.covariates.dimension), "nu"];
}

/** (lambda, eta_1..eta_q, nu) as one vector. */
export function toVector(parameters: Parameters): Float64Array {
  return Float64Array.of(parameters.lambda, ...parameters.eta, parameters.nu);
}

export function fromVector(theta: ArrayLike<number>): Parameters {
  const all = Array.from(theta);
  return { lambda: all[0], eta: all.slice(1, -1), nu: all[all.length - 1] };
}

/** Lower and upper bounds in the order of {@link toVector}. */
export function boxVectors(box: Box): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const intervals = [box.lambda, ...box.eta, box.nu];
  return { lower: Float64Array.from(intervals, (i) => i[0]), upper: Float64Array.from(intervals, (i) => i[1]) };
}

/**
 * Can the prompt merge into the pre-trained model? True when f0 is Gaussian and h0 has the prompt's form
 * (homogeneous experts); then the model is not distinguishable and G = G0 makes lambda meaningless.
 */
export function isHomogeneous(model: ContaminatedMoe): boolean {
  return model.pretrained.density.kind === "gaussian" && sameExpert(model.pretrained.expert, model.prompt.expert);
}

function checkInterval(name: string, [low, high]: Interval, min: number, max: number): void {
  if (!(low >= min && high <= max && low <= high)) {
    throw new InputError(`box.${name} is [${low}, ${high}]; expected lower <= upper within [${min}, ${max}].`);
  }
}

/**
 * Checks what types cannot: lengths, signs, degrees of freedom, the box. Returns the model.
 * @throws InputError naming the field, what it holds and what is expected.
 */
export function defineModel(model: ContaminatedMoe): ContaminatedMoe {
  const { covariates, pretrained, prompt, box } = model;
  const d = covariates.dimension;
  if (!Number.isInteger(d) || d < 1 || d > 250) {
    throw new InputError(`covariates.dimension is ${d}; expected a whole number from 1 to 250.`);
  }
  const q0 = parameterCount(pretrained.expert, d);
  if (pretrained.eta.length !== q0) {
    throw new InputError(
      `pretrained.eta has ${pretrained.eta.length} entries; its expert in dimension ${d} has ${q0}.`,
    );
  }
  if (!pretrained.eta.every(Number.isFinite)) {
    throw new InputError(`pretrained.eta is [${pretrained.eta}]; expected finite numbers.`);
  }
  if (!(pretrained.nu > 0 && Number.isFinite(pretrained.nu))) {
    throw new InputError(`pretrained.nu is ${pretrained.nu}; expected a positive variance.`);
  }
  if (pretrained.density.kind === "student-t" && !(pretrained.density.df > 2)) {
    throw new InputError(`pretrained.df is ${pretrained.density.df}; a variance needs more than 2 degrees of freedom.`);
  }
  const q = parameterCount(prompt.expert, d);
  if (box.eta.length !== q)
    throw new InputError(`box.eta has ${box.eta.length} intervals; the prompt has ${q} parameters.`);
  checkInterval("lambda", box.lambda, 0, 1);
  checkInterval("nu", box.nu, Number.MIN_VALUE, Number.MAX_VALUE);
  box.eta.forEach((interval, j) => {
    checkInterval(`eta[${j}]`, interval, -Number.MAX_VALUE, Number.MAX_VALUE);
  });
  return model;
}

/** @throws InputError when the parameters do not fit the model: wrong length, lambda outside [0, 1], nu <= 0. */
export function checkParameters(model: ContaminatedMoe, parameters: Parameters, place = "truth"): Parameters {
  const q = promptParameters(model);
  if (parameters.eta.length !== q) {
    throw new InputError(`${place}.eta has ${parameters.eta.length} entries; the prompt's expert has ${q}.`);
  }
  if (!(parameters.lambda >= 0 && parameters.lambda <= 1)) {
    throw new InputError(`${place}.lambda is ${parameters.lambda}; expected a proportion from 0 to 1.`);
  }
  if (!(parameters.nu > 0 && Number.isFinite(parameters.nu))) {
    throw new InputError(`${place}.nu is ${parameters.nu}; expected a positive variance.`);
  }
  if (!parameters.eta.every(Number.isFinite)) {
    throw new InputError(`${place}.eta is [${parameters.eta}]; expected finite numbers.`);
  }
  return parameters;
}
