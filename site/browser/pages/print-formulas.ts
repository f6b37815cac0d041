/** Width of a printed page's text in pixels of the screen: A4 with the browser's usual margins. */
const PAPER = 690;

/** Before printing, formulas that are wider than paper are told by how much to shrink. */
export function fitFormulas(): void {
  for (const formula of document.querySelectorAll<HTMLElement>(".katex-display")) {
    const bases = [...formula.querySelectorAll<HTMLElement>(".katex-html > .base, .katex-html > .tag")];
    const widest = Math.max(0, ...bases.map((base) => base.getBoundingClientRect().width));
    if (widest > PAPER) formula.style.setProperty("--print-fit", (PAPER / widest).toFixed(3));
    else formula.style.removeProperty("--print-fit");
  }
}

export function fitFormulasForPrint(): void {
  window.addEventListener("beforeprint", fitFormulas);
}
