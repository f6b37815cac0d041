import { frozenCoordinates } from "../../../src/model/frozen-coordinates";
import type { PowerLawJson } from "../../../src/study/design/path-json";
import type { Experiment } from "./experiment";
import { type ExplorerState, etaNames } from "./state";

/** A parameter of the prompt: lambda, nu, or an index into eta. */
export type LawName = "lambda" | "nu" | number;

/** A row: a parameter of the prompt, a parameter of the frozen expert, or both where they correspond. */
export interface Row {
  readonly label: string;
  readonly law: LawName | undefined;
  /** Index into eta0. */
  readonly frozen: number | undefined;
}

/** The rows of the table of laws, in the order of the parameter vector. */
export function rowsOf({ eta, prompt, eta0, frozen }: ExplorerState): readonly Row[] {
  const [slopes, slopes0] = [eta.length - (prompt.bias ? 1 : 0), eta0.length - (frozen.bias ? 1 : 0)];
  const bias: Row = {
    label: "b",
    law: prompt.bias ? slopes : undefined,
    frozen: frozen.bias ? slopes0 : undefined,
  };
  return [
    { label: "lambda", law: "lambda", frozen: undefined },
    ...etaNames(slopes, false).map((label, j): Row => ({ label, law: j, frozen: j < slopes0 ? j : undefined })),
    ...(prompt.bias || frozen.bias ? [bias] : []),
    { label: "nu", law: "nu", frozen: undefined },
  ];
}

/** The law of a parameter. */
export function lawNamed(state: ExplorerState, name: LawName): PowerLawJson {
  return typeof name === "number" ? state.eta[name] : state[name];
}

/** The change of state that gives a parameter another law. */
export function withLaw(state: ExplorerState, name: LawName, law: PowerLawJson): Partial<ExplorerState> {
  if (typeof name !== "number") return { [name]: law };
  return { eta: state.eta.map((old, j) => (j === name ? law : old)) };
}

/** The value into which a parameter can merge: 0 for lambda, the frozen eta where h0 is in the prompt's class. */
export function frozenValue(
  state: ExplorerState,
  experiment: Experiment | undefined,
  name: LawName,
): number | undefined {
  if (name === "nu") return state.nu0;
  if (name === "lambda") return 0;
  return experiment && frozenCoordinates(experiment.path.model)?.[name];
}

/** The state's field that holds a parameter's law, as problems name it. */
export function fieldOf(name: LawName): string {
  return typeof name === "number" ? `eta.${name}` : name;
}

/** Does the parameter move with n? */
function moves({ coefficient, exponent }: PowerLawJson): boolean {
  return coefficient !== 0 && !/^0+([./]|$)0*$/.test(exponent);
}

/** The law with which a parameter merges into its target, or stands apart from it. */
export function mergingLaw(state: ExplorerState, name: LawName, target: number, merges: boolean): PowerLawJson {
  return merges
    ? { limit: target, coefficient: lawNamed(state, name).coefficient || 1, exponent: "1/8" }
    : { limit: name === "lambda" ? 0.5 : target + 1, coefficient: 0, exponent: "0" };
}

/** Does the parameter merge into its target? */
export function isMerging(law: PowerLawJson, target: number | undefined): boolean {
  return target !== undefined && law.limit === target && moves(law);
}
