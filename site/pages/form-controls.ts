import { escapeHtml } from "#dist/report/display/escape-html";

/** A value and how it is shown. */
export type Choice = readonly [value: string, text: string];

export function options(choices: readonly Choice[]): string {
  return choices.map(([value, text]) => `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`).join("");
}

/** A labelled control with the place where its problem is said. */
function labelled(name: string, label: string, control: string): string {
  return `<div class="field"><label for="control-${name}">${escapeHtml(label)}</label>${control}<p class="problem" id="problem-${name}" role="alert"></p></div>`;
}

export function select(name: string, label: string, choices: string): string {
  return labelled(
    name,
    label,
    `<select id="control-${name}" name="${name}" aria-describedby="problem-${name}">${choices}</select>`,
  );
}

export function number(name: string, label: string, step = "any"): string {
  const control = `<input type="number" step="${step}" id="control-${name}" name="${name}" aria-describedby="problem-${name}">`;
  return labelled(name, label, control);
}

export function check(name: string, label: string): string {
  return `<label class="check"><input type="checkbox" name="${name}"> ${escapeHtml(label)}</label>`;
}
