import type { Activation } from "../../../../src/model/activation";
import type { GateKind } from "../../../../src/model/by-parameter";
import type { Session } from "../../session/session";
import { isPublished } from "../../state/experiment";
import { otherGate } from "../../state/gate-choice";
import { lawPlaces } from "../../state/laws";
import { type ExplorerState, etaNames, parameterNamesOf, presetState, withFrozen } from "../../state/state";
import { fill, input } from "./fields";
import { showLaws } from "./law-table";
import { part, showText } from "./page-parts";
import { joinResonance, showResonance } from "./resonance";

/** Fields that hold one number. */
const NUMBERS = ["df", "nu0", "dimension", "from", "to", "count", "replications", "seed", "n", "at", "wanted"] as const;

function choice(name: string): HTMLSelectElement {
  return part<HTMLSelectElement>(`control-${name}`);
}

function checkbox(name: string): HTMLInputElement {
  return document.querySelector(`input[name="${name}"]`) as HTMLInputElement;
}

/** "eta.1.exponent" is "b, exponent": a field as its row of the table names it. */
function nameOf(field: string, state: ExplorerState): string {
  const { eta0, frozen } = state;
  const names = new Map<string, string>(lawPlaces(state).map((place, j) => [place, parameterNamesOf(state)[j]]));
  etaNames(eta0.length, frozen.bias).forEach((name, j) => {
    names.set(`eta0.${j}`, name);
  });
  const named = field.replace(/^(beta|eta0?)\.\d+/, (place) => names.get(place) ?? place);
  return named.replace(/\./g, ", ");
}

function showProblems(session: Session): void {
  const { checked } = session;
  const problems = [...session.linkProblems, ...(checked.sound ? [] : checked.problems), ...checked.notes];
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
      showText(line, `${nameOf(field, session.state)}: ${message}`);
      laws.push(line);
    }
  }
  for (const place of document.querySelectorAll<HTMLElement>('[id^="problem-"]')) {
    showText(place, (said.get(place.id.slice("problem-".length)) ?? []).join(" "));
  }
  const invalid = new Set(problems.map(({ field }) => `control-${field}`));
  for (const control of document.querySelectorAll("[aria-invalid]")) {
    if (!invalid.has(control.id)) control.removeAttribute("aria-invalid");
  }
  // What is wrong with a number under "advanced" must be seen.
  const advanced = part<HTMLDetailsElement>("advanced");
  const hidden = [...document.querySelectorAll<HTMLElement>('#advanced [id^="problem-"]')];
  if (laws.length > 0 || hidden.some(({ textContent }) => textContent !== "")) advanced.open = true;
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
  choice("gate").value = state.gate.kind;
  const { density, frozen, prompt, dimension } = state;
  const gate = state.gate.kind === "softmax" ? "softmax gate, " : "";
  const { experiment } = session;
  part("model-summary").textContent =
    `${gate}${density} f₀, ${frozen.activation} h₀, ${prompt.activation} h, d = ${dimension}${!experiment || isPublished(experiment) ? "" : " (own path)"}`;
  showLaws(session);
  showResonance(session);
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
  choice("preset").addEventListener("change", () =>
    session.update({ ...presetState(choice("preset").value), guessing: session.state.guessing }),
  );
  choice("density").addEventListener("change", () =>
    session.update({ density: choice("density").value as ExplorerState["density"] }),
  );
  choice("gate").addEventListener("change", () => {
    const { gate, dimension, from } = session.state;
    session.update({ gate: otherGate(gate, choice("gate").value as GateKind, dimension, from) });
  });
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
  joinResonance(session);
  session.on(["state"], () => show(session));
}
