import type { Session } from "../../session/session";
import {
  DEPENDENCE,
  dependenceOf,
  FLATTENING,
  flatteningOf,
  withDependence,
  withFlattening,
} from "../../state/ideas/gate-ideas";
import { stopOf } from "../../state/ideas/ideas";
import { part, short, showPowers } from "../panels/page-parts";

function showValue(slider: HTMLInputElement, text: string): void {
  slider.setAttribute("aria-valuetext", text);
  showPowers(part(`${slider.id}-value`), text);
}

function show(session: Session, dependence: HTMLInputElement, flattening: HTMLInputElement): void {
  const { state, experiment } = session;
  const softmax = state.gate.kind === "softmax";
  part("idea-vanishing-place").hidden = softmax;
  part("idea-dependence-place").hidden = !softmax;
  part("idea-flattening-place").hidden = !softmax;
  dependence.disabled = !experiment;
  if (state.gate.kind === "constant" || !experiment) return;
  const size = dependenceOf(state);
  const name = state.gate.beta.length === 1 ? "|β|" : "‖β‖";
  const exponent = flatteningOf(state);
  const where = exponent === "0" ? "" : ` at n = ${state.from}`;
  dependence.value = String(stopOf(DEPENDENCE, String(size)));
  showValue(dependence, size === 0 ? "β = 0: not at all" : `${name} = ${short(size)}${where}`);
  flattening.disabled = size === 0;
  flattening.value = String(stopOf(FLATTENING, exponent));
  showValue(flattening, size === 0 ? "it is flat" : exponent === "0" ? "β stays" : `β ~ n^−${exponent}`);
}

/** How much a softmax gate depends on x, and how fast it flattens; how fast a share vanishes is a constant gate's. */
export function joinGateSliders(session: Session): void {
  const dependence = part<HTMLInputElement>("idea-dependence");
  const flattening = part<HTMLInputElement>("idea-flattening");
  dependence.max = String(DEPENDENCE.length - 1);
  flattening.max = String(FLATTENING.length - 1);
  dependence.addEventListener("input", () => {
    session.update(withDependence(session.state, DEPENDENCE[dependence.valueAsNumber] ?? "0"));
  });
  flattening.addEventListener("input", () => {
    session.update(withFlattening(session.state, FLATTENING[flattening.valueAsNumber] ?? "0"));
  });
  session.on(["state"], () => show(session, dependence, flattening));
}
