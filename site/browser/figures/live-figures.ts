import type { StoredFigure } from "./fitted-figure";
import { drawFigure, loadPlotly, whenLookChanges } from "./plotly";

declare global {
  var cmoeFigures: Readonly<Record<string, StoredFigure>> | undefined;
}

async function draw(place: HTMLElement, live: HTMLElement): Promise<void> {
  const figure = globalThis.cmoeFigures?.[place.dataset.figure ?? ""];
  if (!figure) throw new Error("The figure is not there.");
  await drawFigure(live, figure, place.parentElement?.clientWidth ?? place.clientWidth);
}

async function revive(place: HTMLElement): Promise<void> {
  await loadPlotly();
  const live = document.createElement("div");
  live.className = "live";
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", place.querySelector("img")?.alt ?? "Figure");
  place.append(live);
  await draw(place, live);
  place.classList.add("is-live");
}

/**
 * Figures are images until the reader asks for a live one: drawing one takes longer than a frame. A live figure has the
 * page's colours and width; print has the image.
 */
export function reviveFigures(): void {
  if (document.getElementById("main")?.dataset.figures === undefined) return;
  const places = [...document.querySelectorAll<HTMLElement>("[data-figure]")];
  for (const place of places) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "revive";
    button.textContent = "Make it live";
    button.addEventListener("click", () => {
      button.disabled = true;
      button.textContent = "Loading…";
      revive(place).then(
        () => button.remove(),
        () => {
          button.textContent = "The figure cannot be drawn here";
        },
      );
    });
    place.closest("figure")?.querySelector("figcaption")?.before(button);
  }
  const redraw = (): void => {
    for (const place of places) {
      const live = place.querySelector<HTMLElement>(".live");
      if (live) void draw(place, live);
    }
  };
  whenLookChanges(redraw);
}
