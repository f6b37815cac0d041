import { forReaders, letterOf } from "../../../../src/report/display/for-readers";
import type { Session } from "../../session/session";
import {
  fieldOf,
  frozenValue,
  isMerging,
  type LawName,
  lawNamed,
  mergingLaw,
  type Row,
  rowsOf,
  withLaw,
} from "../../state/laws";
import { withFrozen } from "../../state/state";
import { fill, input } from "./fields";
import { cell, part, showText } from "./page-parts";

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
  made.setAttribute("aria-label", forReaders(label));
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
  made.setAttribute("aria-label", name === "lambda" ? "λ vanishes" : `${letterOf(label)} merges`);
  made.addEventListener("change", () => {
    const { state, experiment } = session;
    const target = frozenValue(state, experiment, name);
    if (target !== undefined) session.update(withLaw(state, name, mergingLaw(state, name, target, made.checked)));
  });
  return made;
}

function lawCells(session: Session, name: LawName, label: string): readonly HTMLTableCellElement[] {
  const fields = (["limit", "coefficient", "exponent"] as const).map((key) =>
    field(`${fieldOf(name)}.${key}`, `${label}: ${key}`, key === "exponent" ? "text" : "number", (made) => {
      const value = key === "exponent" ? made.value.trim() : made.valueAsNumber;
      session.update(withLaw(session.state, name, { ...lawNamed(session.state, name), [key]: value }));
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
  const { state, experiment } = session;
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
    const law = lawNamed(state, name);
    for (const key of ["limit", "coefficient", "exponent"] as const) fill(input(`${fieldOf(name)}.${key}`), law[key]);
    const target = frozenValue(state, experiment, name);
    const merges = input(`${fieldOf(name)}.merges`);
    merges.checked = isMerging(law, target);
    merges.disabled = target === undefined;
  }
}
