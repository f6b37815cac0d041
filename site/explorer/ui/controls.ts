import type { Activation } from "../../../src/model/activation";
import type { PowerLawJson } from "../../../src/study/path-json";
import { frozenCoordinates } from "../../../src/theory/scenario";
import type { Session } from "../session";
import { type ExplorerState, parameterNamesOf, presetState, withFrozen } from "../state";
import { isPreset } from "../state-check";
import { cell, part } from "./page-parts";

type NumberField =
  | "df"
  | "nu0"
  | "dimension"
  | "from"
  | "to"
  | "count"
  | "replications"
  | "seed"
  | "n"
  | "at"
  | "wanted";
const NUMBERS: readonly NumberField[] = [
  ...(["df", "nu0", "dimension", "from", "to", "count", "replications", "seed", "n", "at", "wanted"] as const),
];

function input(name: string): HTMLInputElement {
  return part<HTMLInputElement>(`control-${name}`);
}

function choice(name: string): HTMLSelectElement {
  return part<HTMLSelectElement>(`control-${name}`);
}

function checkbox(name: string): HTMLInputElement {
  return document.querySelector(`input[name="${name}"]`) as HTMLInputElement;
}

/** Writes a number into its field, unless the reader is typing there. */
function fill(field: HTMLInputElement, value: number | string): void {
  if (document.activeElement === field) return;
  const text = typeof value === "number" && !Number.isFinite(value) ? "" : String(value);
  if (field.value !== text) field.value = text;
}

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

function moves({ coefficient, exponent }: PowerLawJson): boolean {
  return coefficient !== 0 && !/^0+([./]|$)0*$/.test(exponent);
}

function showLaws(session: Session): void {
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

/** A bias path of linear experts can be tuned between bias alone (0) and resonance (1/3). */
function showKappa({ state }: Session): void {
  const linear = [state.prompt, state.frozen].every(({ activation, bias }) => activation === "identity" && bias);
  const bias = state.eta[state.eta.length - 1];
  const tunable =
    linear && state.density === "gaussian" && moves(bias) && bias.limit === state.eta0[state.eta0.length - 1];
  part("kappa-field").hidden = !tunable;
  if (!tunable) return;
  const kappa = state.nu.coefficient / bias.coefficient ** 2;
  fill(input("kappa"), kappa);
  part("kappa-value").textContent = kappa.toFixed(3);
}

/** "1/16" doubled is "1/8"; decimals likewise. */
function doubled(exponent: string): string {
  const [top, bottom] = exponent.split("/");
  if (bottom === undefined) return String(2 * Number(top));
  return Number(bottom) % 2 === 0 ? `${top}/${Number(bottom) / 2}` : `${2 * Number(top)}/${bottom}`;
}

function setKappa(session: Session, kappa: number): void {
  const { state } = session;
  const bias = state.eta[state.eta.length - 1];
  session.update({
    nu: { limit: state.nu0, coefficient: kappa * bias.coefficient ** 2, exponent: doubled(bias.exponent) },
  });
}

function showProblems(session: Session): void {
  const problems = [...session.linkProblems, ...(session.checked.sound ? [] : session.checked.problems)];
  const said = new Map<string, string[]>();
  const laws: HTMLElement[] = [];
  for (const { field, message } of problems) {
    const place = document.getElementById(`problem-${field}`);
    const control = document.getElementById(`control-${field}`);
    control?.setAttribute("aria-invalid", "true");
    if (place) said.set(field, [...(said.get(field) ?? []), message]);
    else {
      const line = document.createElement("p");
      line.className = "problem";
      const names = parameterNamesOf(session.state);
      const named = field.replace(/^eta0?\.(\d+)/, (_, j: string) => names[Number(j) + 1] ?? "eta");
      line.textContent = `${named.replace(/\./g, ", ")}: ${message}`;
      laws.push(line);
    }
  }
  for (const place of document.querySelectorAll<HTMLElement>('[id^="problem-"]')) {
    if (place.id === "problem-guess") continue;
    const text = (said.get(place.id.slice("problem-".length)) ?? []).join(" ");
    if (place.textContent !== text) place.textContent = text;
  }
  const invalid = new Set(problems.map(({ field }) => `control-${field}`));
  for (const control of document.querySelectorAll("[aria-invalid]")) {
    if (!invalid.has(control.id)) control.removeAttribute("aria-invalid");
  }
  const list = part("law-problems");
  if (list.textContent !== laws.map((line) => line.textContent).join("")) list.replaceChildren(...laws);
}

function show(session: Session): void {
  const { state } = session;
  choice("preset").value = state.preset;
  for (const name of NUMBERS) fill(input(name), state[name]);
  choice("density").value = state.density;
  choice("law").value = state.law;
  choice("start").value = state.start;
  choice("frozen").value = state.frozen.activation;
  choice("prompt").value = state.prompt.activation;
  checkbox("frozenBias").checked = state.frozen.bias;
  checkbox("promptBias").checked = state.prompt.bias;
  input("df").disabled = state.density !== "student-t";
  const { density, frozen, prompt, dimension } = state;
  part("model-summary").textContent =
    `${density} f₀, ${frozen.activation} h₀, ${prompt.activation} h, d = ${dimension}${isPreset(state) ? "" : " (own path)"}`;
  showLaws(session);
  showKappa(session);
  showProblems(session);
}

/** Joins the form to the session, both ways. */
export function joinControls(session: Session): void {
  part("controls").addEventListener("submit", (event) => event.preventDefault());
  for (const name of NUMBERS) {
    input(name).addEventListener("input", () => {
      const value = input(name).valueAsNumber;
      session.update(name === "nu0" ? withFrozen(session.state, session.state.eta0, value) : { [name]: value });
    });
  }
  choice("preset").addEventListener("change", () => session.update(presetState(choice("preset").value)));
  choice("density").addEventListener("change", () =>
    session.update({ density: choice("density").value as ExplorerState["density"] }),
  );
  choice("law").addEventListener("change", () => session.update({ law: choice("law").value as ExplorerState["law"] }));
  choice("start").addEventListener("change", () =>
    session.update({ start: choice("start").value as ExplorerState["start"] }),
  );
  for (const name of ["frozen", "prompt"] as const) {
    const change = (): void => {
      const activation = choice(name).value as Activation;
      session.update({ [name]: { activation, bias: checkbox(`${name}Bias`).checked } });
    };
    choice(name).addEventListener("change", change);
    checkbox(`${name}Bias`).addEventListener("change", change);
  }
  input("kappa").addEventListener("input", () => setKappa(session, input("kappa").valueAsNumber));
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-kappa]")) {
    const [top, bottom = "1"] = (button.dataset.kappa ?? "0").split("/");
    button.addEventListener("click", () => setKappa(session, Number(top) / Number(bottom)));
  }
  session.on(["state"], () => show(session));
}
