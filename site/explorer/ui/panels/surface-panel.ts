import { letterOf } from "../../../../src/report/display/for-readers";
import type { Session } from "../../session/session";
import { SurfaceRequest } from "../../session/surface-request";
import { parameterNamesOf } from "../../state/state";
import type { Ascent, Ascents } from "../../work/ascent";
import type { OtherParameters, Spot, Surface } from "../../work/surface";
import { DEPTHS, surfaceAxes, surfacePlot } from "../plots/surface-plot";
import { onceAFrame, onceSeen, part, short, showText, widthOf } from "./page-parts";

/** Steps of the sliders that move the start. */
const STOPS = 100;
const heightFor = (width: number): number => (width < 420 ? 340 : 400);

function hiddenText({ surface, others }: SurfaceRequest): string {
  const hidden = surface?.hidden ?? [];
  if (hidden.length === 0) return "";
  const values = hidden.map(({ name, value }) => `${name} = ${short(value)}`).join(", ");
  return others === "held"
    ? `Held fixed at the truth, as if known: ${values}.`
    : `Nothing is held fixed: at every point ${hidden.map(({ name }) => name).join(", ")} have the values that fit best there.`;
}

/** Did this way end on the maximum, and where else? */
function endText(name: string, { points, values, steps, converged }: Ascent, unit: string, surface: Surface): string {
  const last = points[points.length - 1];
  const below = surface.logLikelihood - values[values.length - 1];
  if (!converged) return `${name} has not arrived after ${steps} ${unit}, still ${short(below)} below the maximum.`;
  if (below < 0.01) return `${name} reaches the maximum in ${steps} ${unit}.`;
  const where = surface.axes.map(({ name: axis }, side) => `${axis} = ${short(last[side])}`).join(", ");
  return `${name} ends after ${steps} ${unit} on another root of the likelihood equations, ${where}, ${short(below)} lower.`;
}

function ridgeText({ correlation, axes }: Surface): string {
  if (correlation === null) return "";
  const named = `The estimates of ${axes[0].name} and ${axes[1].name} have the correlation ${correlation.toFixed(3).replace("-", "−")}`;
  return `${named}${Math.abs(correlation) > 0.9 ? ": a ridge, along which the data hardly tell them apart" : ""}.`;
}

function sentences(request: SurfaceRequest, session: Session, surface: Surface, ascents: Ascents | undefined): string {
  const { n, seed } = session.state;
  const [x, y] = surface.axes;
  const farther = surface.farther.map(
    ({ at, drop }) =>
      `Another maximum lies at ${x.name} = ${short(at[0])}, ${y.name} = ${short(at[1])}, ${short(-drop)} lower.`,
  );
  return [
    hiddenText(request),
    `The first data set at n = ${n}, seed ${seed}; shades end ${DEPTHS.join(", ")} below the maximum.`,
    surface.nature === "interior" ? ridgeText(surface) : "The maximum is no interior one here.",
    ...farther,
    ...(ascents
      ? [
          endText("Newton's method", ascents.newton, "passes", surface),
          endText("EM", ascents.em, "iterations", surface),
        ]
      : []),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function fillAxes(request: SurfaceRequest, session: Session): void {
  const names = parameterNamesOf(session.state);
  for (const [side, id] of (["surface-x", "surface-y"] as const).entries()) {
    const select = part<HTMLSelectElement>(id);
    const key = names.join();
    if (select.dataset.choices !== key) {
      select.dataset.choices = key;
      select.replaceChildren(...names.map((name) => new Option(letterOf(name), name)));
    }
    select.value = request.axes[side];
  }
}

/** The likelihood from above: its ridge, its roots, and how two methods climb it; computed once it comes into view. */
export function showSurface(session: Session): void {
  const place = part("surface");
  const sliders = [part<HTMLInputElement>("surface-start-x"), part<HTMLInputElement>("surface-start-y")] as const;
  const request = new SurfaceRequest(session, () => draw());
  const size = (): readonly [number, number] => {
    const width = widthOf(place, 560);
    return [width, heightFor(width)];
  };
  const drawNow = (): void => {
    const { surface, ascents, problem, start } = request;
    fillAxes(request, session);
    showText(part("surface-problem"), problem);
    place.classList.toggle("former", !surface && problem === "");
    for (const slider of sliders) slider.disabled = !surface;
    if (!surface || !start) {
      if (problem !== "") place.replaceChildren();
      showText(part("surface-text"), problem === "" ? "Computing..." : "");
      return;
    }
    const text = sentences(request, session, surface, ascents);
    showText(part("surface-text"), text);
    const label = `The log-likelihood of ${surface.axes[0].name} and ${surface.axes[1].name}, from above. ${text}`;
    place.innerHTML = surfacePlot(surface, ascents, ...size(), label);
    surface.axes.forEach(({ name, low, high }, side) => {
      const slider = sliders[side];
      if (document.activeElement !== slider)
        slider.value = String(Math.round((STOPS * (start[side] - low)) / (high - low)));
      const value = `${letterOf(name)} = ${short(start[side])}`;
      slider.setAttribute("aria-valuetext", value);
      showText(part(`${slider.id}-value`), value);
    });
  };
  const draw = onceAFrame(drawNow);

  for (const [side, id] of (["surface-x", "surface-y"] as const).entries()) {
    part<HTMLSelectElement>(id).addEventListener("change", (event) => {
      request.choose(side === 0 ? 0 : 1, (event.target as HTMLSelectElement).value);
    });
  }
  part<HTMLSelectElement>("surface-others").addEventListener("change", (event) => {
    request.treat((event.target as HTMLSelectElement).value as OtherParameters);
  });
  for (const slider of sliders) {
    slider.addEventListener("input", () => {
      const { surface } = request;
      if (!surface) return;
      const [x, y] = surface.axes.map(
        ({ low, high }, side) => low + ((high - low) * sliders[side].valueAsNumber) / STOPS,
      );
      request.startAt([x, y]);
    });
  }
  const startUnder = (event: PointerEvent): void => {
    const { surface } = request;
    const svg = place.querySelector("svg");
    if (!surface || !svg) return;
    const { x, y } = surfaceAxes(surface, ...size());
    const box = svg.getBoundingClientRect();
    const spot: Spot = [x.from(event.clientX - box.left), y.from(event.clientY - box.top)];
    if (spot[0] >= x.low && spot[0] <= x.high && spot[1] >= y.low && spot[1] <= y.high) request.startAt(spot);
  };
  // A tap or a click: a finger that scrolls is none.
  place.addEventListener("click", (event) => startUnder(event as PointerEvent));
  session.on(["state"], () => fillAxes(request, session));
  onceSeen(place, () => request.look());
  new ResizeObserver(draw).observe(place);
}
