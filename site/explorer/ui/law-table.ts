import type { PowerLawJson } from "../../../src/study/path-json";
import { frozenCoordinates } from "../../../src/theory/scenario";
import type { Session } from "../session";
import { type ExplorerState, parameterNamesOf, withFrozen } from "../state";
import { fill, input } from "./fields";
import { cell, part } from "./page-parts";

type LawName = "lambda" | "nu" | number;

function lawOf(state: ExplorerState, name: LawName): PowerLawJson {
  return typeof name === "number" ? state.eta[name] : state[name];
}

function withLaw(state: ExplorerState, name: LawName, law: PowerLawJson): Partial<ExplorerState> {
  if (typeof name !== "number") return { [name]: law };
  return { eta: state.eta.map((old, j) => (j === name ? law : old)) };
}

/** The frozen value a parameter can merge into: 0 for lambda, the frozen eta where h0 is in the prompt's class. */
function frozenValue(session: Session, name: LawName): number | undefined {
  const { state, experiment } = session;
  if (name === "nu") return state.nu0;
  if (name === "lambda") return 0;
  return experiment && frozenCoordinates(experiment.path.model)?.[name];
}

function lawNames(state: ExplorerState): readonly LawName[] {
  return ["lambda", ...state.eta.map((_, j) => j), "nu"];
}

function fieldOf(name: LawName): string {
  return typeof name === "number" ? `eta.${name}` : name;
}

/** Does the parameter move with n? */
export function moves({ coefficient, exponent }: PowerLawJson): boolean {
  return coefficient !== 0 && !/^0+([./]|$)0*$/.test(exponent);
}

/** One row of the table of laws, whose fields stay while the reader types in them. */
function lawRow(session: Session, name: LawName, label: string): HTMLTableRowElement {
  const row = document.createElement("tr");
  row.append(cell(label, "th"));
  const frozen = cell("");
  row.append(frozen);
  if (typeof name === "number") {
    const field = document.createElement("input");
    field.type = "number";
    field.step = "any";
    field.id = `control-eta0.${name}`;
    field.setAttribute("aria-label", `${label}: frozen value`);
    field.addEventListener("input", () => {
      const { state } = session;
      const eta0 = state.eta0.map((value, j) => (j === name ? field.valueAsNumber : value));
      session.update(withFrozen(state, eta0, state.nu0));
    });
    frozen.append(field);
  }
  for (const key of ["limit", "coefficient", "exponent"] as const) {
    const field = document.createElement("input");
    field.type = key === "exponent" ? "text" : "number";
    if (key !== "exponent") field.step = "any";
    field.id = `control-${fieldOf(name)}.${key}`;
    field.setAttribute("aria-label", `${label}: ${key}`);
    field.setAttribute("aria-describedby", "law-problems");
    field.addEventListener("input", () => {
      const value = key === "exponent" ? field.value.trim() : field.valueAsNumber;
      session.update(withLaw(session.state, name, { ...lawOf(session.state, name), [key]: value }));
    });
    const td = cell("");
    td.append(field);
    row.append(td);
  }
  const merges = document.createElement("input");
  merges.type = "checkbox";
  merges.id = `control-${fieldOf(name)}.merges`;
  merges.setAttribute("aria-label", name === "lambda" ? "lambda vanishes" : `${label} merges`);
  merges.addEventListener("change", () => {
    const law = lawOf(session.state, name);
    const target = frozenValue(session, name);
    if (target === undefined) return;
    const moving: PowerLawJson = { limit: target, coefficient: law.coefficient || 1, exponent: "1/8" };
    const apart: PowerLawJson = { limit: name === "lambda" ? 0.5 : target + 1, coefficient: 0, exponent: "0" };
    session.update(withLaw(session.state, name, merges.checked ? moving : apart));
  });
  const td = cell("");
  td.append(merges);
  row.append(td);
  return row;
}

/** The table of laws: built anew only when the parameters are others. */
export function showLaws(session: Session): void {
  const { state } = session;
  const body = part<HTMLTableElement>("laws").tBodies[0];
  const names = parameterNamesOf(state);
  const shape = names.join(" ");
  if (body.dataset.shape !== shape) {
    body.dataset.shape = shape;
    body.replaceChildren(...lawNames(state).map((name, j) => lawRow(session, name, names[j])));
  }
  for (const name of lawNames(state)) {
    const law = lawOf(state, name);
    for (const key of ["limit", "coefficient", "exponent"] as const) fill(input(`${fieldOf(name)}.${key}`), law[key]);
    const target = frozenValue(session, name);
    const merges = input(`${fieldOf(name)}.merges`);
    merges.checked = target !== undefined && law.limit === target && moves(law);
    merges.disabled = target === undefined;
    if (typeof name !== "number") continue;
    const frozen = input(`eta0.${name}`);
    frozen.hidden = name >= state.eta0.length;
    if (!frozen.hidden) fill(frozen, state.eta0[name]);
  }
}
