import { escapeHtml } from "../../../../src/report/display/escape-html";

/** "n^−0.315" for an error that falls with n, "n^0.1" for one that rises. */
export function power(exponent: number): string {
  const text = Math.abs(exponent).toFixed(3);
  return exponent < 0 ? `n^${text}` : `n^−${text}`;
}

/** Text as markup, the exponents of n^−1/4 between the given tags. */
export function withPowers(text: string, open: string, close: string): string {
  return escapeHtml(text).replace(/n\^(−?[\d/.]*\d)/g, `n${open}$1${close}`);
}
