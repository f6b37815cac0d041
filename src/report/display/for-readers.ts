import { parameterSymbol } from "../../model/parameters";

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

function lowered(digits: string): string {
  return digits.replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]);
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

/**
 * A line of the command line's plain text as a page shows it: Greek letters and indices for the names of parameters,
 * whole numbers of four digits or more in threes. Seeds, dates, decimals and whatever is part of a name stay as they are.
 */
export function forReaders(text: string): string {
  return text
    .replace(/(?<![\p{L}\d_/.-])D(nu|b)(?![\p{L}\d_])/gu, (_, name: string) => `Δ${letterOf(name)}`)
    .replace(/(?<![\p{L}\d_/.-])(b?eta)\^T/gu, (_, name: string) => `${letterOf(name)}ᵀ`)
    .replace(/(?<![\p{L}\d_/.-])(?:(?:lambda|tau|beta|nu|eta|kappa)(?:0|_\d+)?|a_\d+|[fh]0)(?![\p{L}\d_-])/gu, letterOf)
    .replace(/(?<![\p{L}])sqrt\(/gu, "√(")
    .replace(/\^2(?!\d)/g, "²")
    .replace(/(?<![\p{L}\d.,/^_−-]|seed )\d{4,}(?![\d\p{L}_]|[-/.,]\d)/gu, (digits) => groupedNumber(Number(digits)));
}
