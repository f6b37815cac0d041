import { classicScript } from "./classic-script";
import { type Colours, fitted, recoloured, type StoredFigure } from "./fitted-figure";

interface Plotly {
  react(place: HTMLElement, data: readonly unknown[], layout: unknown, config: unknown): Promise<unknown>;
}

declare global {
  var cmoeFigures: Readonly<Record<string, StoredFigure>> | undefined;
  /** From the colours of notebook figures to those of the page, by theme. */
  var cmoeColours: Readonly<Record<"light" | "dark", Colours>> | undefined;
  var Plotly: Plotly | undefined;
}

function theme(): "light" | "dark" {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

async function draw(place: HTMLElement, live: HTMLElement): Promise<void> {
  const figure = globalThis.cmoeFigures?.[place.dataset.figure ?? ""];
  const colours = globalThis.cmoeColours?.[theme()];
  if (!figure || !colours || !globalThis.Plotly) throw new Error("The figure is not there.");
  const width = place.parentElement?.clientWidth ?? place.clientWidth;
  const { data, layout } = fitted(recoloured(figure, colours), width);
  await globalThis.Plotly.react(live, data, layout, { displaylogo: false });
}

async function revive(place: HTMLElement, figures: string): Promise<void> {
  await Promise.all([classicScript("assets/plotly.min.js"), classicScript(figures)]);
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
  const figures = document.getElementById("main")?.dataset.figures;
  if (figures === undefined) return;
  const places = [...document.querySelectorAll<HTMLElement>("[data-figure]")];
  for (const place of places) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "revive";
    button.textContent = "Make it live";
    button.addEventListener("click", () => {
      button.disabled = true;
      button.textContent = "Loading…";
      revive(place, figures).then(
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
  document.addEventListener("cmoe:theme", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let timer: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(redraw, 200);
  });
}
