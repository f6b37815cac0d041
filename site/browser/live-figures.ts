import { classicScript } from "./classic-script";
import { drawFigure, type PlotlyFigure } from "./plotly";

declare global {
  var cmoeFigures: Readonly<Record<string, PlotlyFigure>> | undefined;
}

async function revive(place: HTMLElement, figures: string): Promise<void> {
  await classicScript(figures);
  const figure = globalThis.cmoeFigures?.[place.dataset.figure ?? ""];
  if (!figure) return;
  const still = place.querySelector("img");
  const live = document.createElement("div");
  live.className = "live";
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", still?.alt ?? "Figure");
  place.append(live);
  await drawFigure(live, figure);
  place.classList.add("is-live");
}

/** Figures come alive just before they are scrolled into view; until then, and in print, they are images. */
export function reviveFigures(): void {
  const figures = document.getElementById("main")?.dataset.figures;
  if (figures === undefined) return;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        observer.unobserve(target);
        // The image stays when the figure cannot be drawn.
        revive(target, figures).catch(() => target.classList.add("still"));
      }
    },
    { rootMargin: "200px" },
  );
  for (const place of document.querySelectorAll("[data-figure]")) observer.observe(place);
}
