import { classicScript } from "../classic-script";

const LIVE = "Run and edit here";

/** How many cells of this page the reader has changed or run before. */
function keptCells(notebook: string): number {
  try {
    return Number(localStorage.getItem(`cmoe-kept-${notebook}`) ?? 0);
  } catch {
    return 0;
  }
}

/** The button that brings the page's cells to life. Nothing of that is loaded before it is used. */
export function offerLive(): void {
  const place = document.getElementById("live-place");
  const button = place?.querySelector("button");
  const words = place?.querySelector("span");
  const notebook = document.getElementById("main")?.dataset.notebook;
  if (!place || !button || !words || notebook === undefined) return;
  const kept = keptCells(notebook);
  if (location.hash.startsWith("#cells="))
    words.textContent = "This link brings changed code: open it with the button.";
  else if (kept > 0) words.textContent = `Your work on ${kept} ${kept === 1 ? "cell" : "cells"} of this page is kept.`;
  place.hidden = false;
  button.addEventListener("click", () => {
    if (location.protocol === "file:") {
      words.textContent =
        "Browsers start no kernel for a page that is opened as a file: serve the folder (npm run site:serve) and open it there.";
      return;
    }
    button.disabled = true;
    button.textContent = "Loading …";
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "assets/live.css";
    document.head.append(style);
    classicScript("assets/live.js").catch((error: unknown) => {
      button.disabled = false;
      button.textContent = LIVE;
      words.textContent = `${error instanceof Error ? error.message : String(error)} Try again.`;
    });
  });
}
