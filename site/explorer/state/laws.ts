import { type ByParameter, type GateKind, inVectorOrder } from "../../../src/model/by-parameter";
import { frozenCoordinates } from "../../../src/model/frozen-coordinates";
import type { PowerLawJson } from "../../../src/study/design/path-json";
import type { Experiment } from "./experiment";
import { type LawHolder, lawsOf } from "./gate-choice";
import { type ExplorerState, etaNames, parameterNamesOf } from "./state";

/** The place of a parameter's law in the state, as problems and controls name it: "lambda", "beta.0", "eta.1", "nu". */
export type LawPlace = "lambda" | "tau" | "nu" | `${"beta" | "eta"}.${number}`;

/** A row: a parameter of the model, a parameter of the frozen expert, or both where they correspond. */
export interface Row {
  readonly label: string;
  readonly law: LawPlace | undefined;
  /** Index into eta0. */
  readonly frozen: number | undefined;
}

/** The places of all laws, in the order of the parameter vector. */
export function lawPlaces({ gate, eta }: Pick<LawHolder, "gate" | "eta">): readonly LawPlace[] {
  const prompt = { eta: eta.map((_, j): LawPlace => `eta.${j}`), nu: "nu" as const };
  const places: ByParameter<LawPlace, GateKind> =
    gate.kind === "constant"
      ? { lambda: "lambda", ...prompt }
      : { tau: "tau", beta: gate.beta.map((_, j): LawPlace => `beta.${j}`), ...prompt };
  return inVectorOrder(places);
}

/** The place of the parameter with this name; undefined where the state has none. */
export function placeNamed(state: ExplorerState, name: string): LawPlace | undefined {
  return lawPlaces(state)[parameterNamesOf(state).indexOf(name)];
}

/** The rows of the table of laws, in the order of the parameter vector. */
export function rowsOf(state: ExplorerState): readonly Row[] {
  const { eta, prompt, eta0, frozen } = state;
  const [slopes, slopes0] = [eta.length - (prompt.bias ? 1 : 0), eta0.length - (frozen.bias ? 1 : 0)];
  const bias: Row = {
    label: "b",
    law: prompt.bias ? `eta.${slopes}` : undefined,
    frozen: frozen.bias ? slopes0 : undefined,
  };
  const names = parameterNamesOf(state);
  const places = lawPlaces(state);
  // The gate's come first, then eta, then nu.
  const ofGate = places.slice(0, -1 - eta.length).map((law, j): Row => ({ label: names[j], law, frozen: undefined }));
  return [
    ...ofGate,
    ...etaNames(slopes, false).map(
      (label, j): Row => ({ label, law: `eta.${j}`, frozen: j < slopes0 ? j : undefined }),
    ),
    ...(prompt.bias || frozen.bias ? [bias] : []),
    { label: "nu", law: "nu", frozen: undefined },
  ];
}

/** The law of a parameter. */
export function lawAt(state: LawHolder, place: LawPlace): PowerLawJson {
  return inVectorOrder(lawsOf(state))[lawPlaces(state).indexOf(place)];
}

function replaced(laws: readonly PowerLawJson[], at: number, law: PowerLawJson): readonly PowerLawJson[] {
  return laws.map((old, j) => (j === at ? law : old));
}

/** The change of state that gives a parameter another law. */
export function withLaw({ gate, eta }: LawHolder, place: LawPlace, law: PowerLawJson): Partial<LawHolder> {
  const [group, at] = place.split(".");
  if (group === "nu") return { nu: law };
  if (group === "eta") return { eta: replaced(eta, Number(at), law) };
  if (gate.kind === "constant") return { gate: { ...gate, lambda: law } };
  return { gate: group === "tau" ? { ...gate, tau: law } : { ...gate, beta: replaced(gate.beta, Number(at), law) } };
}

/**
 * The value into which a parameter can merge: 0 for lambda, which then vanishes, and for beta, whose gate becomes constant; the
 * frozen eta where h0 is in the prompt's class; nu0. None for tau.
 */
export function frozenValue(
  state: ExplorerState,
  experiment: Experiment | undefined,
  place: LawPlace,
): number | undefined {
  const [group, at] = place.split(".");
  if (group === "nu") return state.nu0;
  if (group === "eta") return experiment && frozenCoordinates(experiment.path.model)?.[Number(at)];
  return group === "tau" ? undefined : 0;
}

/** Does the parameter move with n? */
function moves({ coefficient, exponent }: PowerLawJson): boolean {
  return coefficient !== 0 && !/^0+([./]|$)0*$/.test(exponent);
}

/** The law with which a parameter merges into its target, or stands apart from it. */
export function mergingLaw(state: LawHolder, place: LawPlace, target: number, merges: boolean): PowerLawJson {
  return merges
    ? { limit: target, coefficient: lawAt(state, place).coefficient || 1, exponent: "1/8" }
    : { limit: place === "lambda" ? 0.5 : target + 1, coefficient: 0, exponent: "0" };
}

/** Does the parameter merge into its target? */
export function isMerging(law: PowerLawJson, target: number | undefined): boolean {
  return target !== undefined && law.limit === target && moves(law);
}
