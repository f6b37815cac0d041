/** The first page's picture: a slider melts the prompt into the frozen model; once, at first, it moves by itself. */
import { densities, errorCurve, type Melting, sentence } from "./melting";

/** The first glide takes so long (milliseconds) and ends here, as a share of the slider. */
const GLIDE = 4500;
const GLIDE_END = 0.8;

function begin(slider: HTMLInputElement, melting: Melting): void {
  const place = (id: string): HTMLElement | null => document.getElementById(id);
  const show = (k: number): void => {
    const [left, right, said] = [place("melting-densities"), place("melting-error"), place("melting-sentence")];
    if (left) left.innerHTML = densities(melting, k);
    if (right) right.innerHTML = errorCurve(melting, k);
    if (said) said.textContent = sentence(melting, k);
    slider.setAttribute("aria-valuetext", `${(melting.gaps[k] ?? 0).toFixed(2)} standard deviations apart`);
  };
  let gliding = false;
  const stop = (): void => {
    gliding = false;
  };
  for (const touch of ["pointerdown", "keydown", "focus"]) slider.addEventListener(touch, stop);
  slider.addEventListener("input", () => show(slider.valueAsNumber));
  show(slider.valueAsNumber);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || slider.valueAsNumber !== 0) return;
  gliding = true;
  let began: number | undefined;
  const frame = (now: number): void => {
    if (!gliding) return;
    began ??= now;
    const part = Math.min(1, (now - began) / GLIDE);
    // Slow at both ends.
    const k = Math.round(GLIDE_END * (melting.gaps.length - 1) * part * part * (3 - 2 * part));
    if (k !== slider.valueAsNumber) {
      slider.value = String(k);
      show(k);
    }
    if (part < 1) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const slider = document.getElementById("melting-slider");
const data = document.getElementById("melting-data")?.textContent;
if (slider instanceof HTMLInputElement && data) begin(slider, JSON.parse(data) as Melting);
