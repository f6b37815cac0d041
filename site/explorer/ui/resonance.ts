import type { Session } from "../session";
import { fill, input } from "./fields";
import { moves } from "./law-table";
import { part } from "./page-parts";

/** A bias path of linear experts can be tuned between bias alone (0) and resonance (1/3). */
export function showResonance({ state }: Session): void {
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

/** The slider between bias alone and resonance, and its three stops. */
export function joinResonance(session: Session): void {
  input("kappa").addEventListener("input", () => setKappa(session, input("kappa").valueAsNumber));
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-kappa]")) {
    const [top, bottom = "1"] = (button.dataset.kappa ?? "0").split("/");
    button.addEventListener("click", () => setKappa(session, Number(top) / Number(bottom)));
  }
}
