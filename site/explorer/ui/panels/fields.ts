import { part } from "./page-parts";

/** The input of a state's field, by the field's name. */
export function input(name: string): HTMLInputElement {
  return part<HTMLInputElement>(`control-${name}`);
}

/** Writes a number into its field, unless the reader is typing there. */
export function fill(field: HTMLInputElement, value: number | string): void {
  if (document.activeElement === field) return;
  const text = typeof value === "number" && !Number.isFinite(value) ? "" : String(value);
  if (field.value !== text) field.value = text;
}
