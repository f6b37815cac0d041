import { InputError } from "../input-error";
import type { Interval } from "./box";
import { type GateKind, gateLength, type Parameters } from "./by-parameter";
import type { ContaminatedMoe } from "./contaminated-moe";
import { parameterNames } from "./expert";

/** The groups of a parameter vector. */
export type ParameterGroup = keyof Parameters<"constant"> | keyof Parameters<"softmax">;

/** One entry of a model's parameter vector. */
export interface ParameterEntry {
  /** As in records, options and JSON: "lambda", "tau", "beta_2", "a", "a_2", "b", "eta_1", "nu". */
  readonly name: string;
  readonly group: ParameterGroup;
  /** As in files: "lambda", "tau", "beta[1]", "eta[0]", "nu". */
  readonly place: string;
  /** The values it may take (the paper's compact set). */
  readonly bounds: Interval;
}

/** "beta" for one covariate, beta_1..beta_d for more. */
function gateSlopeName(dimension: number, j: number): string {
  return dimension === 1 ? "beta" : `beta_${j + 1}`;
}

/** The names of a gate's parameters, which come first: lambda, or tau and beta. */
export function gateNames(kind: GateKind, dimension: number): readonly string[] {
  if (kind === "constant") return ["lambda"];
  return ["tau", ...Array.from({ length: dimension }, (_, j) => gateSlopeName(dimension, j))];
}

function gateEntries({ gate, box, covariates }: ContaminatedMoe<GateKind>): readonly ParameterEntry[] {
  if ("lambda" in box) return [{ name: "lambda", group: "lambda", place: "lambda", bounds: box.lambda }];
  const names = gateNames(gate.kind, covariates.dimension);
  const slope = (bounds: Interval, j: number): ParameterEntry => ({
    name: names[j + 1],
    group: "beta",
    place: `beta[${j}]`,
    bounds,
  });
  return [{ name: "tau", group: "tau", place: "tau", bounds: box.tau }, ...box.beta.map(slope)];
}

/**
 * The parameter vector of a model, theta = (lambda, eta_1..eta_q, nu) or (tau, beta_1..beta_d, eta_1..eta_q, nu): what every
 * room that knows parameters reads.
 *
 * @example
 * ```ts
 * import { parameterVector, scenarioPath } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * console.log(parameterVector(path.model).map(({ name, place }) => `${name} is ${place}`).join(", ")); // lambda is lambda, a is eta[0], b is eta[1], nu is nu
 * ```
 */
export function parameterVector(model: ContaminatedMoe<GateKind>): readonly ParameterEntry[] {
  const { box } = model;
  const names = parameterNames(model.prompt.expert, model.covariates.dimension);
  return [
    ...gateEntries(model),
    ...names.map((name, j) => ({ name, group: "eta" as const, place: `eta[${j}]`, bounds: box.eta[j] })),
    { name: "nu", group: "nu", place: "nu", bounds: box.nu },
  ];
}

/** The names of the parameter vector's entries, in its order. */
export function vectorNames(model: ContaminatedMoe<GateKind>): readonly string[] {
  return parameterVector(model).map(({ name }) => name);
}

/** The names with the columns they belong to, "a (dose)", for an expert with one slope per covariate. */
export function columnLabels(model: ContaminatedMoe<GateKind>, covariates: readonly string[]): readonly string[] {
  const sloped = model.prompt.expert.kind === "activation";
  const g = gateLength(model);
  return vectorNames(model).map((name, j) => {
    const column = j < g ? covariates[j - 1] : sloped ? covariates[j - g] : undefined;
    return column === undefined ? name : `${name} (${column})`;
  });
}

/**
 * The position in the parameter vector of what is called by its name ("a_2"), its place ("eta[1]"), its label ("a_2 (dose)")
 * or, for a slope of the expert, its column ("dose"). lambda and nu have no other name, and come before columns called so.
 * @throws InputError when nothing is called so, or an entry of eta and another one's column are
 */
export function parameterPosition(
  model: ContaminatedMoe<GateKind>,
  called: string,
  covariates: readonly string[] = [],
): number {
  const entries = parameterVector(model);
  const labels = columnLabels(model, covariates);
  const byName = entries.findIndex(({ name, place }, j) => [name, place, labels[j]].includes(called));
  const column = covariates.indexOf(called);
  const slope = gateLength(model) + column;
  const byColumn = column >= 0 && labels[slope] !== entries[slope]?.name ? slope : -1;
  if (byName >= 0 && byColumn >= 0 && byName !== byColumn && entries[byName].group === "eta") {
    throw new InputError(
      `"${called}" is a parameter and a column: write "${entries[byName].place}" for the one, "${labels[byColumn]}" for the column's slope.`,
    );
  }
  const found = byName >= 0 ? byName : byColumn;
  if (found < 0) throw new InputError(`There is no parameter "${called}"; there are ${labels.join(", ")}.`);
  return found;
}

const GREEK: Readonly<Record<string, string>> = { lambda: "λ", nu: "ν", eta: "η", tau: "τ", beta: "β" };

/** A parameter's symbol for people: its letter and, where it has one, its index ("lambda" is λ, "eta_1" is η and 1). */
export function parameterSymbol(name: string): { readonly letter: string; readonly index?: string } {
  const [letter, index] = name.split("_");
  return { letter: GREEK[letter] ?? letter, ...(index === undefined ? {} : { index }) };
}
