/** A place in a text: line and column, both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** One mapping: in a line of the output, from a column on (from 0), where the text comes from. */
type Segment = readonly [column: number, line: number, sourceColumn: number];

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Reads the numbers of one segment: base 64, 5 bits a digit, the sixth saying that more follow, the lowest the sign. */
function readNumbers(text: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push((value & 1) !== 0 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/** Where the lines and columns of emitted code come from: a source map of one source, in the format of revision 3. */
export class SourceMap {
  readonly #lines: readonly (readonly Segment[])[];

  constructor(json: string) {
    const { mappings } = JSON.parse(json) as { readonly mappings: string };
    let line = 0;
    let column = 0;
    this.#lines = mappings.split(";").map((text) => {
      let at = 0;
      return text.split(",").flatMap((segment): Segment[] => {
        const [move = 0, , lines, columns] = readNumbers(segment);
        at += move;
        if (lines === undefined || columns === undefined) return [];
        line += lines;
        column += columns;
        return [[at, line, column]];
      });
    });
  }

  /** The source's place of a place in the output; undefined for code that no source stands for. */
  source(place: TextPlace): TextPlace | undefined {
    const segments = this.#lines[place.line - 1] ?? [];
    let found = segments[0];
    for (const segment of segments) {
      if (segment[0] > place.column - 1) break;
      found = segment;
    }
    return found && { line: found[1] + 1, column: found[2] + 1 };
  }
}
