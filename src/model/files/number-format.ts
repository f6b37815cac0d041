import { InputError } from "../../input-error";

/** How numbers and missing values are written in a data file. */
export interface NumberFormat {
  /** "." unless told. */
  readonly decimal?: "." | ",";
  /** Between columns; found in the first line unless told. */
  readonly delimiter?: string;
  /** What stands for a missing value beside an empty field, NA, null and a dot; numbers among them by value. */
  readonly missing?: readonly string[];
}

const POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i;
const MISSING = ["", "na", "null", "."];

/** Reads fields as a format says. */
export interface FieldReader {
  /** NaN for what is no number; infinite beyond double precision. */
  number(text: string): number;
  isMissing(text: string): boolean;
}

export function fieldReader({ decimal = ".", missing = [] }: NumberFormat): FieldReader {
  const pattern = decimal === "," ? COMMA : POINT;
  const number = (text: string): number =>
    pattern.test(text) ? Number(decimal === "," ? text.replace(",", ".") : text) : Number.NaN;
  const words = new Set([...MISSING, ...missing.map((token) => token.toLowerCase())]);
  const values = new Set(missing.map(number).filter(Number.isFinite));
  return {
    number,
    isMissing: (text) => words.has(text.toLowerCase()) || (values.size > 0 && values.has(number(text))),
  };
}

/**
 * Tab, semicolon or comma: whatever the first line holds, in this order (without decimal commas, a comma before a semicolon).
 * @throws InputError when columns and decimals would both be told by commas
 */
export function delimiterOf(name: string, bytes: Buffer, { decimal = ".", delimiter }: NumberFormat): string {
  const clash = `${name}: a comma cannot stand both between columns and in numbers; with decimal commas, columns are divided by ";" or tabs (--delimiter).`;
  if (delimiter !== undefined) {
    if (delimiter === decimal) throw new InputError(clash);
    return delimiter;
  }
  const end = bytes.indexOf(0x0a);
  const firstLine = bytes.subarray(0, end < 0 ? bytes.length : end).toString("utf8");
  if (firstLine.includes("\t")) return "\t";
  if (decimal === ",") {
    if (firstLine.includes(",") && !firstLine.includes(";")) throw new InputError(clash);
    return ";";
  }
  return firstLine.includes(";") && !firstLine.includes(",") ? ";" : ",";
}
