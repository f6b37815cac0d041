/** What a cell must come to. The hosts compare values by their JSON, so that every host can. */
export type Expectation =
  | { readonly value: unknown }
  /** What it prints with `console.log`, lines joined. */
  | { readonly prints: string }
  /** The name and a part of the message of what it throws. */
  | { readonly throws: string; readonly says?: string }
  /** The line and column of what it throws, in its own text. */
  | { readonly throwsAt: readonly [line: number, column: number] }
  /** The number of the compiler's message, and where it must stand if that is of interest. */
  | { readonly refused: number; readonly at?: readonly [line: number, column: number] }
  /** It runs, and has no value. */
  | { readonly silent: true };

/** One cell, and what it must come to; without an expectation it must only run. */
export type Step = readonly [code: string] | readonly [code: string, expected: Expectation];

/** Cells that run one after the other in a fresh notebook. */
export interface CellCase {
  readonly name: string;
  readonly steps: readonly Step[];
}

export function value(value: unknown): Expectation {
  return { value };
}

export function prints(text: string): Expectation {
  return { prints: text };
}

export function throws(name: string, says?: string): Expectation {
  return says === undefined ? { throws: name } : { throws: name, says };
}

export function refused(code: number, at?: readonly [number, number]): Expectation {
  return at === undefined ? { refused: code } : { refused: code, at };
}

/** Cases of one cell each: code and value. */
export function values(topic: string, rows: readonly (readonly [code: string, value: unknown])[]): readonly CellCase[] {
  return rows.map(([code, expected]) => ({ name: `${topic}: ${code}`, steps: [[code, value(expected)]] }));
}

/** Cases of two cells each: the second has the value. */
export function pairs(
  topic: string,
  rows: readonly (readonly [first: string, second: string, value: unknown])[],
): readonly CellCase[] {
  return rows.map(([first, second, expected]) => ({
    name: `${topic}: ${first} | ${second}`,
    steps: [[first], [second, value(expected)]],
  }));
}

/** Cases of one cell each that the compiler refuses: code and the number of its message. */
export function refusals(
  topic: string,
  rows: readonly (readonly [code: string, number: number])[],
): readonly CellCase[] {
  return rows.map(([code, number]) => ({ name: `${topic}: ${code}`, steps: [[code, refused(number)]] }));
}
