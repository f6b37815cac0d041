import { scenarioPath } from "../../../src/study/scenarios";
import { showExponent } from "../../../src/theory/exponents";
import { findingOf, predictedExponents } from "../analysis";
import type { Session } from "../session";
import { isPreset, parameterIndexOf } from "../state-check";
import { cell, onceAFrame, onPress, part, showPowers } from "./page-parts";
import type { StudyPicture } from "./study-picture";

/** Are predictions and slopes to be kept from the reader until a guess is committed? */
export function isHidden({ state }: Session): boolean {
  return state.guessing && state.guess === null;
}

const HIDDEN = "?";

function exponentText(value: number | undefined, error?: number): string {
  if (value === undefined || !Number.isFinite(value)) return "";
  return error === undefined ? value.toFixed(3) : `${value.toFixed(3)} ± ${error.toFixed(3)}`;
}

function showTable(session: Session, picture: StudyPicture): void {
  const { experiment, state } = session;
  const body = part<HTMLTableElement>("exponents").tBodies[0];
  if (!experiment) return;
  const focused = document.activeElement?.id;
  const hidden = isHidden(session);
  const { parameters } = predictedExponents(experiment.path);
  body.replaceChildren(
    ...parameters.map(({ name, guaranteed, sharp }, j) => {
      const row = document.createElement("tr");
      const head = cell("", "th");
      const label = document.createElement("label");
      const radio = document.createElement("input");
      radio.type = "radio";
      radio.name = "parameter";
      radio.id = `parameter-${name}`;
      radio.checked = j === parameterIndexOf(state);
      radio.addEventListener("change", () => session.update({ parameter: name }));
      label.append(radio, ` ${name}`);
      head.append(label);
      const { measured, curve } = picture.slopes(j);
      const values = [
        showExponent(guaranteed),
        showExponent(sharp),
        session.theoryError !== undefined ? "none" : session.fresh ? exponentText(curve) : "computing",
        exponentText(measured?.exponent, measured?.standardError),
      ];
      row.append(head, ...values.map((value) => cell(hidden && value !== "" ? HIDDEN : value)));
      return row;
    }),
  );
  if (focused?.startsWith("parameter-")) document.getElementById(focused)?.focus();
}

function showFinding(session: Session): void {
  const { experiment, state } = session;
  if (!experiment) {
    showPowers(part("finding"), "This is no model yet: see the notes beside the controls.");
    return;
  }
  const description = isPreset(state) ? `${scenarioPath(state.preset).description} ` : "";
  const { scenario, parameters } = predictedExponents(experiment.path);
  const where = scenario === undefined ? "" : `Scenario ${scenario}. `;
  const finding = isHidden(session) ? "The predictions are hidden until you commit a guess." : findingOf(parameters);
  const trouble = session.theoryError === undefined ? "" : ` The information curve: ${session.theoryError}`;
  showPowers(part("finding"), `${description}${where}${finding}${trouble}`);
}

function showGuess(session: Session, picture: StudyPicture): void {
  const { state, experiment } = session;
  part<HTMLInputElement>("guessing").checked = state.guessing;
  part("guess-form").hidden = !isHidden(session);
  for (const place of document.querySelectorAll(".shown-parameter")) place.textContent = state.parameter;
  const { guess } = state;
  if (!state.guessing || guess === null || !experiment) {
    part("guess-result").textContent = "";
    return;
  }
  const j = parameterIndexOf(state);
  const { guaranteed, sharp } = predictedExponents(experiment.path).parameters[j];
  const { measured, curve } = picture.slopes(j);
  const parts = [
    `You guessed ${guess} for ${state.parameter}.`,
    `Guaranteed: ${guaranteed.known ? `${showExponent(guaranteed)} = ${guaranteed.value.valueOf().toFixed(3)}` : "none"}.`,
    `Sharp: ${sharp.known ? `${showExponent(sharp)} = ${sharp.value.valueOf().toFixed(3)}` : "not known"}.`,
    ...(curve === undefined ? [] : [`The curve over this window: ${curve.toFixed(3)}.`]),
    ...(measured ? [`Measured: ${exponentText(measured.exponent, measured.standardError)}.`] : []),
  ];
  part("guess-result").textContent = parts.join(" ");
}

function commit(session: Session): void {
  const field = part<HTMLInputElement>("guess");
  const value = field.valueAsNumber;
  const sound = value >= 0 && value <= 2;
  part("problem-guess").textContent = sound ? "" : "A guess is a number from 0 to 2, as in 0.25.";
  if (sound) session.update({ guess: value });
}

/** Theory's table, its finding in words, and the guess before the reveal. */
export function showTheory(session: Session, picture: StudyPicture): void {
  part("guessing").addEventListener("change", () => {
    session.update({ guessing: part<HTMLInputElement>("guessing").checked, guess: null });
  });
  onPress("commit", () => commit(session));
  part("guess").addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit(session);
  });
  const draw = onceAFrame(() => {
    showTable(session, picture);
    showFinding(session);
    showGuess(session, picture);
  }, 120);
  session.on(["state", "theory", "records"], draw);
}
