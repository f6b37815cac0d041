import { store, storedTheme, THEMES } from "./stored-choice";

const NAMES = { auto: "Colours: auto", light: "Colours: light", dark: "Colours: dark" } as const;

/** A button that goes from the system's colours to light, to dark, and back. */
export function addThemeButton(place: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.id = "theme";
  let theme = storedTheme();
  const show = (): void => {
    button.textContent = NAMES[theme];
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
    store("theme", theme);
    show();
    document.dispatchEvent(new CustomEvent("cmoe:theme"));
  });
  show();
  place.append(button);
}
