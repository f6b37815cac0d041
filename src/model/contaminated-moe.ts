import { InputError } from "../input-error";
import { type Box, checkBox } from "./box";
import type { Parameters } from "./by-parameter";
import type { Density } from "./density";
import { type Expert, parameterCount, sameExpert } from "./expert";
import { type FrozenByRows, type FrozenRows, unknownDensity, unknownExpert } from "./frozen-by-rows";

/**
 * The law of x: i.i.d. entries, uniform on [-sqrt3, sqrt3] (mean 0, variance 1) or standard normal; or the rows at hand,
 * each with equal weight (design-based: see atRows in sample/design.ts). Dimension 0 is the intercept-only model, whose
 * experts are constants.
 */
export type Covariates =
  | { readonly law: "uniform" | "normal"; readonly dimension: number }
  | { readonly law: "rows"; readonly dimension: number; readonly rows: DesignRows };

/** The rows of a design: x by columns as in a sample, with the predictions of a frozen model where it is known by rows. */
export interface DesignRows {
  readonly n: number;
  readonly x: Float64Array;
  readonly frozen?: FrozenRows;
}

/** The frozen model f0(y | h0(x, eta0), nu0): known, nu0 a variance. */
export interface Pretrained {
  readonly density: Density;
  readonly expert: Expert;
  readonly eta: readonly number[];
  readonly nu: number;
  /**
   * Set where f0 is known by its predictions for the rows alone. Then h0 refuses to be evaluated, eta is empty and nu
   * NaN: mean and variance are the rows' own (frozenMoments in sample/frozen-rows.ts). Made by {@link defineModel}.
   */
  readonly byRows?: FrozenByRows;
}

/** The trainable prompt: Gaussian with mean h(x, eta) and variance nu. */
export interface Prompt {
  readonly expert: Expert;
}

/** p(y|x) = (1 - lambda) f0(y | h0(x, eta0), nu0) + lambda f(y | h(x, eta), nu). Paper, section 1. */
export interface ContaminatedMoe {
  readonly covariates: Covariates;
  readonly pretrained: Pretrained;
  readonly prompt: Prompt;
  readonly box: Box;
}

/** q, the length of the prompt's eta. */
export function promptParameters(model: ContaminatedMoe): number {
  return parameterCount(model.prompt.expert, model.covariates.dimension);
}

/**
 * Can the prompt merge into the pre-trained model? True when f0 is Gaussian and h0 has the prompt's form
 * (homogeneous experts); then the model is not distinguishable and G = G0 makes lambda meaningless.
 */
export function isHomogeneous(model: ContaminatedMoe): boolean {
  return model.pretrained.density.kind === "gaussian" && sameExpert(model.pretrained.expert, model.prompt.expert);
}

/** A model as it is written down: the frozen one in full, or said to be given by the rows. */
export type ModelDefinition = Omit<ContaminatedMoe, "pretrained"> & { readonly pretrained: Pretrained | FrozenByRows };

/** What a frozen model by rows is for code that expects a function of x: one that refuses. */
function pretrainedByRows(frozen: FrozenByRows): Pretrained {
  const density = frozen.given === "moments" ? frozen.density : unknownDensity(frozen);
  return { density, expert: unknownExpert(frozen), eta: [], nu: Number.NaN, byRows: frozen };
}

/**
 * Checks what types cannot: lengths, signs, degrees of freedom, the box. Returns the model.
 * @throws InputError naming the field, what it holds and what is expected.
 *
 * @example
 * ```ts
 * import { defaultBox, defineModel, parameterVector } from "contaminated-moe";
 * const line = { kind: "activation", activation: "identity", bias: true } as const;
 * const model = defineModel({
 *   covariates: { law: "uniform", dimension: 1 },
 *   pretrained: { density: { kind: "gaussian" }, expert: line, eta: [1, 0], nu: 1 },
 *   prompt: { expert: line },
 *   box: defaultBox(2),
 * });
 * console.log(parameterVector(model).map(({ name }) => name).join()); // lambda,a,b,nu
 * ```
 */
export function defineModel(definition: ModelDefinition): ContaminatedMoe {
  const { covariates, prompt, box } = definition;
  const pretrained = "kind" in definition.pretrained ? pretrainedByRows(definition.pretrained) : definition.pretrained;
  const model: ContaminatedMoe = { ...definition, pretrained };
  const d = covariates.dimension;
  if (!Number.isInteger(d) || d < 0 || d > 250) {
    throw new InputError(`covariates.dimension is ${d}; expected a whole number from 0 to 250.`);
  }
  checkPretrained(pretrained, d);
  const q = parameterCount(prompt.expert, d);
  if (q === 0) {
    throw new InputError("The prompt's expert has no parameters: without covariates (dimension 0) it needs a bias.");
  }
  checkBox(box, q);
  return model;
}

function checkPretrained(pretrained: Pretrained, d: number): void {
  if (pretrained.density.kind === "student-t" && !(pretrained.density.df > 2)) {
    throw new InputError(`pretrained.df is ${pretrained.density.df}; a variance needs more than 2 degrees of freedom.`);
  }
  if (pretrained.byRows !== undefined) return;
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
