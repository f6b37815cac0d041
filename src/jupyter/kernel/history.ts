/** One remembered input: session, number of the cell, source and, when asked for, the text of its result. */
export type HistoryEntry = readonly [number, number, string | readonly [string, string | null]];

interface Remembered {
  readonly number: number;
  readonly input: string;
  readonly output: string | null;
}

const SESSION = 1;

/** A shell pattern (`*` and `?`) as a regular expression over the whole input. */
function globPattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`);
}

function count(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isInteger(value) ? value : fallback;
}

/** The inputs of this kernel's life; it keeps no history between sessions. */
export class History {
  readonly #entries: Remembered[] = [];

  add(number: number, input: string, output: string | null): void {
    this.#entries.push({ number, input, output });
  }

  /** Answers a history_request: the last n, a range of cells, or those that match a pattern. */
  answer(request: Readonly<Record<string, unknown>>): readonly HistoryEntry[] {
    const withOutput = request.output === true;
    return this.#select(request).map((each) => [
      SESSION,
      each.number,
      withOutput ? ([each.input, each.output] as const) : each.input,
    ]);
  }

  #select(request: Readonly<Record<string, unknown>>): readonly Remembered[] {
    switch (request.hist_access_type) {
      case "tail": {
        const n = count(request.n, 10);
        return n > 0 ? this.#entries.slice(-n) : [];
      }
      case "range": {
        // Sessions other than the present one (0 means it, too) are not remembered.
        const session = count(request.session, 0);
        if (session !== 0 && session !== SESSION) return [];
        const start = count(request.start, 0);
        const stop = count(request.stop, Number.POSITIVE_INFINITY);
        return this.#entries.filter((each) => each.number >= start && each.number < stop);
      }
      case "search": {
        const pattern = globPattern(typeof request.pattern === "string" ? request.pattern : "*");
        let found = this.#entries.filter((each) => pattern.test(each.input));
        if (request.unique === true) {
          // A Map keeps the last entry of each input.
          found = [...new Map(found.map((each) => [each.input, each])).values()];
        }
        const n = count(request.n, found.length);
        return n > 0 ? found.slice(-n) : [];
      }
      default:
        return [];
    }
  }
}
