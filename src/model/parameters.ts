import { InputError } from "../input-error";
import type { Interval } from "./box";
import type { ByParameter } from "./by-parameter";
import type { ContaminatedMoe } from "./contaminated-moe";
import { parameterNames } from "./expert";

/** The groups of a parameter vector, in its order. */
export type ParameterGroup = keyof ByParameter<unknown>;

/** One entry of a model's parameter vector. */
export interface ParameterEntry {
  /** As in records, options and JSON: "lambda", "a", "a_2", "b", "eta_1", "nu". */
  readonly name: string;
  readonly group: ParameterGroup;
  /** As in files: "lambda", "eta[0]", "nu". */
  readonly place: string;
  /** The values it may take (the paper's compact set). */
  readonly bounds: Interval;
}

/** The parameter vector of a model, theta = (lambda, eta_1..eta_q, nu): what every room that knows parameters reads. */
export function parameterVector(model: ContaminatedMoe): readonly ParameterEntry[] {
  const { box } = model;
  const names = parameterNames(model.prompt.expert, model.covariates.dimension);
  return [
    { name: "lambda", group: "lambda", place: "lambda", bounds: box.lambda },
    ...names.map((name, j) => ({ name, group: "eta" as const, place: `eta[${j}]`, bounds: box.eta[j] })),
    { name: "nu", group: "nu", place: "nu", bounds: box.nu },
  ];
}

/** The names of the parameter vector's entries, in its order. */
export function vectorNames(model: ContaminatedMoe): readonly string[] {
  return parameterVector(model).map(({ name }) => name);
}

/** The names with the columns they belong to, "a (dose)", for an expert with one slope per covariate. */
export function columnLabels(model: ContaminatedMoe, covariates: readonly string[]): readonly string[] {
  const sloped = model.prompt.expert.kind === "activation";
  return vectorNames(model).map((name, j) => {
    const column = sloped ? covariates[j - 1] : undefined;
    return column === undefined ? name : `${name} (${column})`;
  });
}

/**
 * The position in the parameter vector of what is called by its name ("a_2"), its place ("eta[1]"), its label ("a_2 (dose)")
 * or, for a slope, its column ("dose"). lambda and nu have no other name, and come before columns called so.
 * @throws InputError when nothing is called so, or an entry of eta and another one's column are
 */
export function parameterPosition(model: ContaminatedMoe, called: string, covariates: readonly string[] = []): number {
  const entries = parameterVector(model);
  const labels = columnLabels(model, covariates);
  const byName = entries.findIndex(({ name, place }, j) => [name, place, labels[j]].includes(called));
  const column = covariates.indexOf(called);
  const byColumn = column >= 0 && labels[column + 1] !== entries[column + 1]?.name ? column + 1 : -1;
  if (byName >= 0 && byColumn >= 0 && byName !== byColumn && entries[byName].group === "eta") {
    throw new InputError(
      `"${called}" is a parameter and a column: write "${entries[byName].place}" for the one, "${labels[byColumn]}" for the column's slope.`,
    );
  }
  const found = byName >= 0 ? byName : byColumn;
  if (found < 0) throw new InputError(`There is no parameter "${called}"; there are ${labels.join(", ")}.`);
  return found;
}

const GREEK: Readonly<Record<string, string>> = { lambda: "λ", nu: "ν", eta: "η" };

/** A parameter's symbol for people: its letter and, where it has one, its index ("lambda" is λ, "eta_1" is η and 1). */
export function parameterSymbol(name: string): { readonly letter: string; readonly index?: string } {
  const [letter, index] = name.split("_");
  return { letter: GREEK[letter] ?? letter, ...(index === undefined ? {} : { index }) };
}

/** "lambda" -> "λ", "a_2" -> "a2": the symbol of a parameter in plain text. */
export function plainSymbol(parameter: string): string {
  const { letter, index = "" } = parameterSymbol(parameter);
  return letter + index;
}
