import { frozenCoordinates } from "../../../../src/model/frozen-coordinates";
import type { PowerLawJson } from "../../../../src/study/design/path-json";
import type { Session } from "../../session/session";
import { type ExplorerState, etaNames, withFrozen } from "../../state/state";
import { fill, input } from "./fields";
import { cell, part, showText } from "./page-parts";

type LawName = "lambda" | "nu" | number;

/** A row: a parameter of the prompt, a parameter of the frozen expert, or both where they correspond. */
interface Row {
  readonly label: string;
  readonly law: LawName | undefined;
  /** Index into eta0. */
  readonly frozen: number | undefined;
}

function rowsOf({ eta, prompt, eta0, frozen }: ExplorerState): readonly Row[] {
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

function lawOf(state: ExplorerState, name: LawName): PowerLawJson {
  return typeof name === "number" ? state.eta[name] : state[name];
}

function withLaw(state: ExplorerState, name: LawName, law: PowerLawJson): Partial<ExplorerState> {
  if (typeof name !== "number") return { [name]: law };
  return { eta: state.eta.map((old, j) => (j === name ? law : old)) };
}

/** The value into which a parameter can merge: 0 for lambda, the frozen eta where h0 is in the prompt's class. */
function frozenValue({ state, experiment }: Session, name: LawName): number | undefined {
  if (name === "nu") return state.nu0;
  if (name === "lambda") return 0;
  return experiment && frozenCoordinates(experiment.path.model)?.[name];
}

function fieldOf(name: LawName): string {
  return typeof name === "number" ? `eta.${name}` : name;
}

/** Does the parameter move with n? */
function moves({ coefficient, exponent }: PowerLawJson): boolean {
  return coefficient !== 0 && !/^0+([./]|$)0*$/.test(exponent);
}

function field(
  id: string,
  label: string,
  type: "number" | "text",
  typed: (field: HTMLInputElement) => void,
): HTMLElement {
  const made = document.createElement("input");
  made.type = type;
  if (type === "number") made.step = "any";
  made.id = `control-${id}`;
  made.setAttribute("aria-label", label);
  made.setAttribute("aria-describedby", "law-problems");
  made.addEventListener("input", () => typed(made));
  return made;
}

function frozenCell(session: Session, { label, frozen, law }: Row): HTMLTableCellElement {
  const td = cell("");
  if (law === "nu") td.id = "frozen-nu";
  if (frozen === undefined) return td;
  td.append(
    field(`eta0.${frozen}`, `${label}: frozen value`, "number", (made) => {
      const { state } = session;
      const eta0 = state.eta0.map((value, j) => (j === frozen ? made.valueAsNumber : value));
      session.update(withFrozen(state, eta0, state.nu0));
    }),
  );
  return td;
}

function mergeBox(session: Session, name: LawName, label: string): HTMLElement {
  const made = document.createElement("input");
  made.type = "checkbox";
  made.id = `control-${fieldOf(name)}.merges`;
  made.setAttribute("aria-label", name === "lambda" ? "lambda vanishes" : `${label} merges`);
  made.addEventListener("change", () => {
    const law = lawOf(session.state, name);
    const target = frozenValue(session, name);
    if (target === undefined) return;
    const moving: PowerLawJson = { limit: target, coefficient: law.coefficient || 1, exponent: "1/8" };
    const apart: PowerLawJson = { limit: name === "lambda" ? 0.5 : target + 1, coefficient: 0, exponent: "0" };
    session.update(withLaw(session.state, name, made.checked ? moving : apart));
  });
  return made;
}

function lawCells(session: Session, name: LawName, label: string): readonly HTMLTableCellElement[] {
  const fields = (["limit", "coefficient", "exponent"] as const).map((key) =>
    field(`${fieldOf(name)}.${key}`, `${label}: ${key}`, key === "exponent" ? "text" : "number", (made) => {
      const value = key === "exponent" ? made.value.trim() : made.valueAsNumber;
      session.update(withLaw(session.state, name, { ...lawOf(session.state, name), [key]: value }));
    }),
  );
  return [...fields, mergeBox(session, name, label)].map((content) => {
    const td = cell("");
    td.append(content);
    return td;
  });
}

function tableRow(session: Session, row: Row): HTMLTableRowElement {
  const made = document.createElement("tr");
  const laws = row.law === undefined ? [] : lawCells(session, row.law, row.label);
  made.append(cell(row.label, "th"), frozenCell(session, row), ...laws);
  return made;
}

/** The table of laws: built anew only when the parameters are others, so that fields stay while the reader types. */
export function showLaws(session: Session): void {
  const { state } = session;
  const body = part<HTMLTableElement>("laws").tBodies[0];
  const rows = rowsOf(state);
  const shape = JSON.stringify(rows);
  if (body.dataset.shape !== shape) {
    body.dataset.shape = shape;
    body.replaceChildren(...rows.map((row) => tableRow(session, row)));
  }
  showText(part("frozen-nu"), Number.isFinite(state.nu0) ? String(state.nu0) : "");
  for (const { law: name, frozen } of rows) {
    if (frozen !== undefined) fill(input(`eta0.${frozen}`), state.eta0[frozen]);
    if (name === undefined) continue;
    const law = lawOf(state, name);
    for (const key of ["limit", "coefficient", "exponent"] as const) fill(input(`${fieldOf(name)}.${key}`), law[key]);
    const target = frozenValue(session, name);
    const merges = input(`${fieldOf(name)}.merges`);
    merges.checked = target !== undefined && law.limit === target && moves(law);
    merges.disabled = target === undefined;
  }
}
