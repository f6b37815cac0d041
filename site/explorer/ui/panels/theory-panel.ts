import { letterOf } from "../../../../src/report/display/for-readers";
import { predictedExponents } from "../../../../src/report/prediction/prediction";
import { namedPath } from "../../../../src/study/design/named-paths";
import { showExponent } from "../../../../src/theory/rates/exponents";
import { findingOf } from "../../findings/analysis";
import type { Session } from "../../session/session";
import { isHidden, type StudyPicture } from "../../session/study-picture";
import { isPublished } from "../../state/experiment";
import { LARGEST_GUESS } from "../../state/link/codecs";
import { parameterNamesOf } from "../../state/state";
import { parameterIndexOf } from "../../state/state-check";
import { cell, onceAFrame, onPress, part, showPowers, showText } from "./page-parts";

const HIDDEN = "?";
const COLUMNS = 4;

function exponentText(value: number | undefined, error?: number): string {
  if (value === undefined || !Number.isFinite(value)) return "";
  return error === undefined ? value.toFixed(3) : `${value.toFixed(3)} ± ${error.toFixed(3)}`;
}

/** One row per parameter, made anew only when the parameters are others: a button must not vanish under the mouse. */
function ensureRows(session: Session): HTMLTableSectionElement {
  const body = part<HTMLTableElement>("exponents").tBodies[0];
  const names = parameterNamesOf(session.state);
  if (body.dataset.names === names.join()) return body;
  body.dataset.names = names.join();
  body.replaceChildren(
    ...names.map((name) => {
      const row = document.createElement("tr");
      const head = cell("", "th");
      const label = document.createElement("label");
      const radio = document.createElement("input");
      radio.type = "radio";
      radio.name = "parameter";
      radio.id = `parameter-${name}`;
      radio.addEventListener("change", () => session.update({ parameter: name }));
      label.append(radio, ` ${letterOf(name)}`);
      head.append(label);
      row.append(head, ...Array.from({ length: COLUMNS }, () => cell("")));
      return row;
    }),
  );
  return body;
}

function showTable(session: Session, picture: StudyPicture): void {
  const { experiment, state, theory } = session;
  const body = ensureRows(session);
  const predictions = experiment && predictedExponents(experiment.path).parameters;
  parameterNamesOf(state).forEach((name, j) => {
    part<HTMLInputElement>(`parameter-${name}`).checked = j === parameterIndexOf(state);
    const { measured, curve } = picture.slopes(j);
    const computed = theory.curveProblem === "" ? "computing" : "none";
    const values = predictions
      ? [
          showExponent(predictions[j].guaranteed),
          showExponent(predictions[j].sharp),
          theory.curve ? exponentText(curve) : computed,
          exponentText(measured?.exponent, measured?.standardError),
        ]
      : Array.from({ length: COLUMNS }, () => "");
    const cells = body.rows[j].cells;
    values.forEach((value, k) => {
      showText(cells[k + 1], isHidden(session) && value !== "" ? HIDDEN : value);
    });
  });
}

function findingText(session: Session): string {
  const { experiment, theory } = session;
  if (!experiment) return "This is no model yet: see the notes beside the controls.";
  const { scenario, parameters } = predictedExponents(experiment.path);
  const where = scenario === undefined ? "" : `Scenario ${scenario}. `;
  if (isHidden(session)) return `${where}The predictions are hidden until you commit a guess.`;
  const description = isPublished(experiment) ? `${namedPath(experiment.path.id).description} ` : "";
  const trouble = theory.curveProblem === "" ? "" : ` There is no information curve: ${theory.curveProblem}`;
  return `${description}${where}${findingOf(parameters)}${trouble}`;
}

function guessText(session: Session, picture: StudyPicture): string {
  const { state, experiment } = session;
  const { guess } = state;
  if (!state.guessing || guess === null || !experiment) return "";
  const j = parameterIndexOf(state);
  const { guaranteed, sharp } = predictedExponents(experiment.path).parameters[j];
  const { measured, curve } = picture.slopes(j);
  return [
    `You guessed ${guess} for ${state.parameter}.`,
    `Guaranteed: ${guaranteed.known ? `${showExponent(guaranteed)} = ${guaranteed.value.valueOf().toFixed(3)}` : "none"}.`,
    `Sharp: ${sharp.known ? `${showExponent(sharp)} = ${sharp.value.valueOf().toFixed(3)}` : "not known"}.`,
    ...(curve === undefined ? [] : [`The curve over this window: ${curve.toFixed(3)}.`]),
    ...(measured ? [`Measured: ${exponentText(measured.exponent, measured.standardError)}.`] : []),
  ].join(" ");
}

function showGuess(session: Session, picture: StudyPicture): void {
  const { state } = session;
  part<HTMLInputElement>("guessing").checked = state.guessing;
  part("guess-form").hidden = !isHidden(session);
  for (const place of document.querySelectorAll<HTMLElement>(".shown-parameter")) showText(place, state.parameter);
  showText(part("guess-result"), guessText(session, picture));
}

function commit(session: Session): void {
  const value = part<HTMLInputElement>("control-guess").valueAsNumber;
  const sound = value >= 0 && value <= LARGEST_GUESS;
  showText(part("problem-guess"), sound ? "" : `A guess is a number from 0 to ${LARGEST_GUESS}, as in 0.25.`);
  if (sound) session.update({ guess: value });
}

/** Theory's table, its finding in words, and the guess before the reveal. */
export function showTheory(session: Session, picture: StudyPicture): void {
  part("guessing").addEventListener("change", () => {
    session.update({ guessing: part<HTMLInputElement>("guessing").checked, guess: null });
  });
  onPress("commit", () => commit(session));
  part("control-guess").addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit(session);
  });
  const draw = onceAFrame(() => {
    showTable(session, picture);
    showPowers(part("finding"), findingText(session));
    showGuess(session, picture);
  }, 120);
  session.on(["state", "theory", "records"], draw);
}
