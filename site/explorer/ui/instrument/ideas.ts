import { letterOf } from "../../../../src/report/display/for-readers";
import type { Session } from "../../session/session";
import {
  type Direction,
  directionOf,
  directionsOf,
  MERGING,
  mergingOf,
  VANISHING,
  vanishingOf,
  withDirection,
  withMerging,
  withVanishing,
} from "../../state/ideas/ideas";
import { kappaOf } from "../../state/ideas/resonance";
import { PRESETS, parameterNamesOf, presetState } from "../../state/state";
import { parameterIndexOf } from "../../state/state-check";
import { part, short, showPowers } from "../panels/page-parts";
import { joinStops, showStop } from "./stop-slider";

const NAMES: Readonly<Record<Direction, string>> = {
  slope: "slope",
  bias: "bias",
  variance: "variance",
  resonance: "bias and variance",
};

/** "n^−1/8", or what is said where nothing moves. */
function speed(what: string, exponent: string, still: string): string {
  return exponent === "0" ? still : `${what} ~ n^−${exponent}`;
}

function fillSelect(select: HTMLSelectElement, choices: readonly (readonly [string, string])[]): void {
  const key = JSON.stringify(choices);
  if (select.dataset.choices === key) return;
  select.dataset.choices = key;
  select.replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
}

/** A path of the same family in another direction has published errors, where the state is a path of the constant gate. */
function sibling(session: Session, direction: Direction): string | undefined {
  const { experiment, state } = session;
  if (!experiment || experiment.path.id !== state.preset || state.gate.kind !== "constant") return undefined;
  const wanted = `${state.preset.split("/")[0]}/${direction === "resonance" ? "resonant" : direction}`;
  return PRESETS.find((id) => id === wanted);
}

function turn(session: Session, direction: Direction): void {
  const { experiment, state } = session;
  if (!experiment) return;
  const preset = sibling(session, direction);
  if (preset === undefined) session.update(withDirection(state, experiment, direction));
  else {
    const { replications, seed, start, n, at, guessing } = state;
    session.update({ ...presetState(preset), replications, seed, start, n, at, guessing });
  }
}

function show(session: Session): void {
  const { state, experiment } = session;
  const vanishing = part<HTMLInputElement>("idea-vanishing");
  const merging = part<HTMLInputElement>("idea-merging");
  const direction = part<HTMLSelectElement>("idea-direction");
  const parameter = part<HTMLSelectElement>("shown-parameter");
  fillSelect(
    parameter,
    parameterNamesOf(state).map((name) => [name, letterOf(name)] as const),
  );
  parameter.value = parameterNamesOf(state)[parameterIndexOf(state)] ?? "";
  for (const control of [vanishing, merging, direction]) control.disabled = !experiment;
  if (!experiment) return;

  if (state.gate.kind === "constant") {
    const lambda = vanishingOf(state);
    const share = speed("λ", lambda, `λ = ${short(state.gate.lambda.limit)}, stays`);
    showStop(vanishing.id, VANISHING, lambda, share);
  }

  const ways = directionsOf(state, experiment);
  const now = directionOf(state, experiment);
  const gap = mergingOf(state, experiment);
  merging.disabled = ways.length === 0;
  const closing = ways.length === 0 ? "it cannot" : speed("gap", gap, "it stays apart");
  showStop(merging.id, MERGING, gap, closing);

  direction.disabled = ways.length === 0;
  fillSelect(direction, [
    ...(now === undefined ? [["", ways.length === 0 ? "none" : "several"] as const] : []),
    ...ways.map((way) => [way, NAMES[way]] as const),
  ]);
  direction.value = now ?? "";
  const kappa = kappaOf(experiment);
  showPowers(part("idea-direction-value"), kappa ? `Δν = ${Number(kappa.toFixed(3))} Δb²` : "");
}

/** One control per idea: how fast the prompt vanishes, how fast it merges, in which direction. */
export function joinIdeas(session: Session): void {
  const direction = part<HTMLSelectElement>("idea-direction");
  const parameter = part<HTMLSelectElement>("shown-parameter");
  joinStops("idea-vanishing", VANISHING, (stop) => session.update(withVanishing(session.state, stop)));
  joinStops("idea-merging", MERGING, (stop) => {
    const { state, experiment } = session;
    if (experiment) session.update(withMerging(state, experiment, stop));
  });
  direction.addEventListener("change", () => {
    if (direction.value !== "") turn(session, direction.value as Direction);
  });
  parameter.addEventListener("change", () => session.update({ parameter: parameter.value }));
  session.on(["state"], () => show(session));
}
