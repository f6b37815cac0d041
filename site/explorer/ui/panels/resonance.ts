import { motionOf } from "../../../../src/theory/rates/motion";
import { classify } from "../../../../src/theory/rates/scenario";
import type { Session } from "../../session/session";
import { fill, input } from "./fields";
import { part, showText } from "./page-parts";

/**
 * kappa of Dnu = kappa Db^2 along a bias path of linear experts, whose nu stands still or merges at exactly twice the
 * bias's exponent; undefined on every other path.
 */
function kappaOf({ experiment }: Session): number | undefined {
  if (!experiment) return undefined;
  const { path } = experiment;
  const found = classify(path.model);
  const { direction } = motionOf(path);
  if (!found.covered || found.scenario !== "L" || direction.kind !== "bias") return undefined;
  const bias = path.eta[path.eta.length - 1];
  const still = path.nu.coefficient === 0;
  return still || path.nu.exponent.equals(bias.exponent.mul(2)) ? direction.kappa : undefined;
}

export function showResonance(session: Session): void {
  const kappa = kappaOf(session);
  part("kappa-field").hidden = kappa === undefined;
  if (kappa === undefined) return;
  fill(input("kappa"), kappa);
  showText(part("kappa-value"), kappa.toFixed(3));
}

function setKappa(session: Session, kappa: number): void {
  const { experiment, state } = session;
  if (!experiment) return;
  const bias = experiment.path.eta[experiment.path.eta.length - 1];
  const exponent = bias.exponent.mul(2).toFraction();
  session.update({ nu: { limit: state.nu0, coefficient: kappa * bias.coefficient ** 2, exponent } });
}

/** The slider between bias alone and resonance, and its three stops. */
export function joinResonance(session: Session): void {
  input("kappa").addEventListener("input", () => setKappa(session, input("kappa").valueAsNumber));
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-kappa]")) {
    const [top, bottom = "1"] = (button.dataset.kappa ?? "0").split("/");
    button.addEventListener("click", () => setKappa(session, Number(top) / Number(bottom)));
  }
}
