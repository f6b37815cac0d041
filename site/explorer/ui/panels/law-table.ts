import { forReaders, letterOf } from "../../../../src/report/display/for-readers";
import type { Session } from "../../session/session";
import { frozenValue, isMerging, type LawPlace, lawAt, mergingLaw, type Row, rowsOf, withLaw } from "../../state/laws";
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

/** What becomes of a parameter that merges: of the gate's, what that means for the gate. */
function mergeLabel(place: LawPlace, label: string): string {
  if (place === "lambda") return "λ vanishes";
  return `${letterOf(label)} ${place.startsWith("beta.") ? "vanishes: the gate flattens" : "merges"}`;
}

function mergeBox(session: Session, place: LawPlace, label: string): HTMLElement {
  const made = document.createElement("input");
  made.type = "checkbox";
  made.id = `control-${place}.merges`;
  made.setAttribute("aria-label", mergeLabel(place, label));
  made.addEventListener("change", () => {
    const { state, experiment } = session;
    const target = frozenValue(state, experiment, place);
    if (target !== undefined) session.update(withLaw(state, place, mergingLaw(state, place, target, made.checked)));
  });
  return made;
}

function lawCells(session: Session, place: LawPlace, label: string): readonly HTMLTableCellElement[] {
  const fields = (["limit", "coefficient", "exponent"] as const).map((key) =>
    field(`${place}.${key}`, `${label}: ${key}`, key === "exponent" ? "text" : "number", (made) => {
      const value = key === "exponent" ? made.value.trim() : made.valueAsNumber;
      session.update(withLaw(session.state, place, { ...lawAt(session.state, place), [key]: value }));
    }),
  );
  return [...fields, mergeBox(session, place, label)].map((content) => {
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
  for (const { law: place, frozen } of rows) {
    if (frozen !== undefined) fill(input(`eta0.${frozen}`), state.eta0[frozen]);
    if (place === undefined) continue;
    const law = lawAt(state, place);
    for (const key of ["limit", "coefficient", "exponent"] as const) fill(input(`${place}.${key}`), law[key]);
    const target = frozenValue(state, experiment, place);
    const merges = input(`${place}.merges`);
    merges.checked = isMerging(law, target);
    merges.disabled = target === undefined;
  }
}
