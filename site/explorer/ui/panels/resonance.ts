import type { Session } from "../../session/session";
import { kappaOf, withKappa } from "../../state/ideas/resonance";
import { fill, input } from "./fields";
import { part, showText } from "./page-parts";

/** The slider counts sixtieths of kappa, so that thirds and halves are on it and the arrow keys come back to them. */
const STEPS = 60;

export function showResonance(session: Session): void {
  const { experiment } = session;
  const kappa = experiment && kappaOf(experiment);
  part("kappa-field").hidden = kappa === undefined;
  if (kappa === undefined) return;
  fill(input("kappa"), Math.round(kappa * STEPS));
  input("kappa").setAttribute("aria-valuetext", kappa.toFixed(3));
  showText(part("kappa-value"), kappa.toFixed(3));
}

function setKappa(session: Session, kappa: number): void {
  const { experiment, state } = session;
  if (experiment) session.update(withKappa(experiment, state, kappa));
}

/** The slider between bias alone and resonance, and its three stops. */
export function joinResonance(session: Session): void {
  input("kappa").addEventListener("input", () => setKappa(session, input("kappa").valueAsNumber / STEPS));
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-kappa]")) {
    const [top, bottom = "1"] = (button.dataset.kappa ?? "0").split("/");
    button.addEventListener("click", () => setKappa(session, Number(top) / Number(bottom)));
  }
}
