import { InputError } from "../input-error";
import { type Box, checkBox, checkGateGroups } from "./box";
import type { GateKind, Parameters } from "./by-parameter";
import type { Density } from "./density";
import { type Expert, parameterCount, sameExpert } from "./expert";
import { type FrozenByRows, type FrozenRows, unknownDensity, unknownExpert } from "./frozen-by-rows";
import { CONSTANT_GATE, type Gate, LARGEST_TAU } from "./gate";

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

/**
 * p(y|x) = (1 - lambda) f0(y | h0(x, eta0), nu0) + lambda f(y | h(x, eta), nu), the paper's section 1; with a softmax gate
 * the share lambda is pi(x) = 1 / (1 + exp(-(beta^T x + tau))), as in the paper's successor. `ContaminatedMoe` alone is a model
 * with a constant gate; what takes either says `ContaminatedMoe<GateKind>`.
 */
export interface ContaminatedMoe<G extends GateKind = "constant"> {
  readonly covariates: Covariates;
  readonly gate: Gate<G>;
  readonly pretrained: Pretrained;
  readonly prompt: Prompt;
  readonly box: Box<G>;
}

/** Is this a model with a constant gate? */
export function hasConstantGate(model: ContaminatedMoe<GateKind>): model is ContaminatedMoe {
  return model.gate.kind === "constant";
}

/** The model, for what is stated for a constant gate alone. @throws InputError naming it where the gate is another */
export function requireConstantGate(model: ContaminatedMoe<GateKind>, what: string, remedy?: string): ContaminatedMoe {
  if (hasConstantGate(model)) return model;
  throw new InputError(
    `${what} is about the share lambda of a constant gate; this model has a ${model.gate.kind} gate.${remedy === undefined ? "" : ` ${remedy}`}`,
  );
}

/** q, the length of the prompt's eta. */
export function promptParameters(model: ContaminatedMoe<GateKind>): number {
  return parameterCount(model.prompt.expert, model.covariates.dimension);
}

/**
 * Can the prompt merge into the pre-trained model? True when f0 is Gaussian and h0 has the prompt's form
 * (homogeneous experts); then the model is not distinguishable and G = G0 makes lambda meaningless.
 */
export function isHomogeneous(model: ContaminatedMoe<GateKind>): boolean {
  return model.pretrained.density.kind === "gaussian" && sameExpert(model.pretrained.expert, model.prompt.expert);
}

/**
 * A model as it is written down: the frozen one in full, or said to be given by the rows; the gate constant unless it is
 * named.
 */
export type ModelDefinition<G extends GateKind = "constant"> = Omit<ContaminatedMoe<G>, "pretrained" | "gate"> & {
  readonly pretrained: Pretrained | FrozenByRows;
  readonly gate?: Gate<G>;
};

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
export function defineModel(definition: ModelDefinition): ContaminatedMoe;
export function defineModel<G extends GateKind>(
  definition: ModelDefinition<G> & { readonly gate: Gate<G> },
): ContaminatedMoe<G>;
export function defineModel(definition: ModelDefinition<GateKind>): ContaminatedMoe<GateKind> {
  const { covariates, prompt, box, gate = CONSTANT_GATE } = definition;
  const pretrained = "kind" in definition.pretrained ? pretrainedByRows(definition.pretrained) : definition.pretrained;
  const model: ContaminatedMoe<GateKind> = { ...definition, gate, pretrained };
  const d = covariates.dimension;
  if (!Number.isInteger(d) || d < 0 || d > 250) {
    throw new InputError(`covariates.dimension is ${d}; expected a whole number from 0 to 250.`);
  }
  checkPretrained(pretrained, d);
  const q = parameterCount(prompt.expert, d);
  if (q === 0) {
    throw new InputError("The prompt's expert has no parameters: without covariates (dimension 0) it needs a bias.");
  }
  checkBox(box, gate.kind, d, q);
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

/**
 * @throws InputError when the parameters do not fit the model: another gate's, wrong length, lambda outside [0, 1], a
 * tau whose exponential is no number, nu <= 0.
 */
export function checkParameters<P extends Parameters<GateKind>>(
  model: ContaminatedMoe<GateKind>,
  parameters: P,
  place = "truth",
): P {
  const q = promptParameters(model);
  const given: Parameters<GateKind> = parameters;
  checkGateGroups(given, model.gate.kind, model.covariates.dimension, place);
  if (given.eta.length !== q) {
    throw new InputError(`${place}.eta has ${given.eta.length} entries; the prompt's expert has ${q}.`);
  }
  if ("lambda" in given) {
    if (!(given.lambda >= 0 && given.lambda <= 1)) {
      throw new InputError(`${place}.lambda is ${given.lambda}; expected a proportion from 0 to 1.`);
    }
  } else {
    if (!(Math.abs(given.tau) <= LARGEST_TAU)) {
      throw new InputError(
        `${place}.tau is ${given.tau}; expected the log-odds of the prompt at x = 0, from -${LARGEST_TAU} to ${LARGEST_TAU}.`,
      );
    }
    if (!given.beta.every(Number.isFinite)) {
      throw new InputError(`${place}.beta is [${given.beta}]; expected finite numbers.`);
    }
  }
  if (!(given.nu > 0 && Number.isFinite(given.nu))) {
    throw new InputError(`${place}.nu is ${given.nu}; expected a positive variance.`);
  }
  if (!given.eta.every(Number.isFinite)) {
    throw new InputError(`${place}.eta is [${given.eta}]; expected finite numbers.`);
  }
  return parameters;
}
