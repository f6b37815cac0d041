import type { Session } from "../../session/session";
import {
  DEPENDENCE,
  dependenceOf,
  FLATTENING,
  flatteningOf,
  withDependence,
  withFlattening,
} from "../../state/ideas/gate-ideas";
import { part, short } from "../panels/page-parts";
import { joinStops, showStop } from "./stop-slider";

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
  const dependsText = size === 0 ? "β = 0: not at all" : `${name} = ${short(size)}${where}`;
  showStop(dependence.id, DEPENDENCE, String(size), dependsText);
  flattening.disabled = size === 0;
  const flattensText = size === 0 ? "it is flat" : exponent === "0" ? "β stays" : `β ~ n^−${exponent}`;
  showStop(flattening.id, FLATTENING, exponent, flattensText);
}

/** How much a softmax gate depends on x, and how fast it flattens; how fast a share vanishes is a constant gate's. */
export function joinGateSliders(session: Session): void {
  const dependence = joinStops("idea-dependence", DEPENDENCE, (stop) =>
    session.update(withDependence(session.state, stop)),
  );
  const flattening = joinStops("idea-flattening", FLATTENING, (stop) =>
    session.update(withFlattening(session.state, stop)),
  );
  session.on(["state"], () => show(session, dependence, flattening));
}
