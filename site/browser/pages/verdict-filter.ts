/** The filter of the map of verdicts: one question or all, and which answers stand out. */
export function filterVerdicts(): void {
  const form = document.getElementById("verdict-filter");
  const question = document.getElementById("verdict-question");
  const count = document.getElementById("verdict-count");
  if (!(form instanceof HTMLFormElement) || !(question instanceof HTMLSelectElement) || !count) return;
  const entries = [...document.querySelectorAll<HTMLElement>(".verdict-map a.verdict")];
  const show = (): void => {
    const wanted = new Set([...form.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value));
    let left = 0;
    for (const entry of entries) {
      const marks = [...entry.querySelectorAll<HTMLElement>(".answer")];
      for (const mark of marks) mark.hidden = question.value !== "" && mark.dataset.question !== question.value;
      const seen = marks.filter((mark) => !mark.hidden);
      const kept = seen.some((mark) => wanted.has(mark.dataset.answer ?? ""));
      entry.hidden = !kept;
      if (kept) left++;
    }
    count.textContent = `${left} of ${entries.length} entries`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  show();
}
