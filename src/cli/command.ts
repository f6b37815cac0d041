import { type Command, InvalidArgumentError } from "commander";

/** What every command file exports: it adds itself to the program; `all` is the program with every command in it. */
export type Register = (program: Command, all: () => Promise<Command>) => void;

/** Progress and remarks go to stderr: stdout belongs to the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The result as JSON, the only thing on stdout under `--json`. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A finite number written as in "0.05", "1e5"; commander names the option in its message. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError(`"${text}" is not a finite number.`);
  return value;
}

/** A whole number >= 1 written as in "1000" or "1e3". */
export function parseCount(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError(`"${text}" is not a whole number of at least 1.`);
  }
  return value;
}

/** A seed: a whole number from 0 to 2^32 - 1. */
export function parseSeed(text: string): number {
  const value = parseNumber(text);
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new InvalidArgumentError(`"${text}" is not a whole number from 0 to 4294967295.`);
  }
  return value;
}

/** Comma-separated whole numbers >= 1: "1e3,1e4". */
export function parseCounts(text: string): readonly number[] {
  return text.split(",").map(parseCount);
}
