import { store, stored } from "../stored-choice";

/** The switch that unfolds all code of a page; the choice is kept for the next page. */
export function foldCode(): void {
  const button = document.getElementById("fold-code");
  if (!(button instanceof HTMLButtonElement)) return;
  const cells = [...document.querySelectorAll<HTMLDetailsElement>("details.code")];
  const show = (open: boolean): void => {
    for (const cell of cells) cell.open = open;
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? "Hide all code" : "Show all code";
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    store("code", open ? "open" : "folded");
    show(open);
  });
  show(stored("code") === "open");
}
