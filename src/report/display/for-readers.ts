import { parameterSymbol } from "../../model/parameters";

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function lowered(digits: string): string {
  return digits.replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]);
}

/** "-12" -> "⁻¹²": a whole exponent. */
export function raised(exponent: string): string {
  return exponent
    .replace(/[-−]/g, "⁻")
    .replace("+", "")
    .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
}

/** "1e-8" -> "10⁻⁸", "1.20e+5" -> "1.20 × 10⁵", "0.0e+0" -> "0": a number as a computer writes it. */
function powerOfTen(_: string, mantissa: string, exponent: string): string {
  if (Number(mantissa) === 0) return "0";
  const power = `10${raised(exponent.replace(/^([-+]?)0+(?=\d)/, "$1"))}`;
  if (Number(exponent) === 0) return mantissa;
  return mantissa === "1" ? power : `${mantissa} × ${power}`;
}

/** "100,000": a whole number with its digits in threes; other numbers as they are. */
export function groupedNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value).replace(/\B(?=(\d{3})+$)/g, ",")
    : String(value);
}

/** "lambda" -> "λ", "a_2" -> "a₂", "nu0" -> "ν₀": a parameter's symbol in plain text. */
export function letterOf(name: string): string {
  const [, stem, frozen] = /^(.*?)(0?)$/.exec(name) ?? [];
  if (name === "kappa") return "κ";
  const { letter, index = "" } = parameterSymbol(stem ?? name);
  return `${letter}${lowered(index + (frozen ?? ""))}`;
}

const INDICES = { i: "ᵢ", j: "ⱼ" } as const;

/** A whole exponent, in parentheses or bare: "10^3", "n^(-2)". */
const WHOLE_EXPONENT = /(?<=[\p{L}\d)])\^(?:\(([-−]?\d{1,3})\)|([-−]?\d{1,3})(?![\p{L}\d/⁄_]|\.\d))/gu;

/** An exponent that is not whole, in parentheses or bare: "n^-1/4", "λ^(−2/3)", "n^-e", "e^τ̂". */
const EXPONENT = /(?<=[\p{L}\d)])\^(?:\(([^()^<>]+)\)|([-−]?[\p{L}\p{M}\d]+(?:[./][\p{L}\d]+)*\*?))/gu;

/** An index of one letter or digit: "d_H", "c_1". */
const INDEX = /(?<![\p{L}\d_])(\p{L})_(\p{L}|\d)(?![\p{L}\d_])/gu;

/** HTML, or a text of plotly's, with such exponents raised and indices lowered. */
export function withScripts(html: string): string {
  return html
    .replace(EXPONENT, (_, inside?: string, bare?: string) => `<sup>${(inside ?? bare ?? "").replace(/-/g, "−")}</sup>`)
    .replace(INDEX, "$1<sub>$2</sub>");
}

/** A line of plain text as a title, heading or legend of plotly's has it. */
export function forPlots(text: string): string {
  return withScripts(forReaders(text));
}

/** A partial derivative of the expert as the plain text writes it: "dh/da", "dh/deta_i", "d2h/deta_i deta_j". */
const DERIVATIVE = /(?<![\p{L}\d])d(2?)h\/((?:d(?:eta|[ab])(?:_[ij])?)(?: d(?:eta|[ab])(?:_[ij])?)?)(?![\p{L}\d_])/gu;

function derivative(_: string, second: string, below: string): string {
  const each = below.split(" ").map((one) => {
    const [, name, index] = /^d(eta|[ab])(?:_([ij]))?$/.exec(one) ?? [];
    return `∂${letterOf(name ?? one)}${index === "i" || index === "j" ? INDICES[index] : ""}`;
  });
  return `∂${second === "" ? "" : "²"}h/${each.join("")}`;
}

/**
 * A line of the command line's plain text as a page shows it: Greek letters and indices for the names of parameters,
 * whole numbers of four digits or more in threes, powers of ten and whole exponents raised, a minus for the hyphen before a
 * number. Seeds, dates, decimals and whatever is part of a name stay as they are.
 */
export function forReaders(text: string): string {
  return text
    .replace(DERIVATIVE, derivative)
    .replace(/(?<=\balong )e(\d)(?!\d)/g, (_, digit: string) => `e${lowered(digit)}`)
    .replace(/(?<=^|[\s([,;=±])-(?=0(?:\.0+)?(?![.\d]))/gu, "")
    .replace(/(?<=^|[\s([,;=±])-(?=\d|\.\d)/gu, "−")
    .replace(/(?<![\p{L}\d_/.-])D(nu|b)(?![\p{L}\d_])/gu, (_, name: string) => `Δ${letterOf(name)}`)
    .replace(/(?<![\p{L}\d_/.-])(b?eta)\^T/gu, (_, name: string) => `${letterOf(name)}ᵀ`)
    .replace(/(?<=[fh²)]\/)[fh]0(?![\p{L}\d_-])/gu, letterOf)
    .replace(/(?<![\p{L}\d_/.-])ν0(?![\p{L}\d_.-])/gu, "ν₀")
    .replace(/(?<![\p{L}\d_/.,]|[\p{L}\d]-)(\d(?:\.\d+)?)e([-+]?\d{1,3})(?![\p{L}\d_]|[-.]\d)/gu, powerOfTen)
    .replace(/(?<![\p{L}\d_/.-])(?:(?:lambda|tau|beta|nu|eta|kappa)(?:0|_\d+)?|a_\d+|[fh]0)(?![\p{L}\d_-])/gu, letterOf)
    .replace(/(?<![\p{L}])sqrt\(/gu, "√(")
    .replace(/\^2(?!\d)/g, "²")
    .replace(WHOLE_EXPONENT, (_, inside?: string, bare?: string) => raised(inside ?? bare ?? ""))
    .replace(/(?<![\p{L}\d.,/^_−-]|seed )\d{4,}(?![\d\p{L}_]|[-/.,]\d)/gu, (digits) => groupedNumber(Number(digits)));
}
