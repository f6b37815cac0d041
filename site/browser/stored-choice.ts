export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** What the reader chose before; nothing where the browser keeps nothing (private windows, some file:// pages). */
export function stored(name: string): string | null {
  try {
    return localStorage.getItem(`cmoe-${name}`);
  } catch {
    return null;
  }
}

export function store(name: string, value: string): void {
  try {
    localStorage.setItem(`cmoe-${name}`, value);
  } catch {
    // The choice holds for this page only.
  }
}

export function storedTheme(): Theme {
  const value = stored("theme");
  return THEMES.find((theme) => theme === value) ?? "auto";
}
