import { Readable } from "node:stream";

/** What a program is told that asks its user for a line. */
export const NO_INPUT =
  "A cell has no standard input: give the value in the cell, or as a parameter of the notebook, instead of asking for it.";

function refusing(): Readable {
  return new Readable({
    read() {
      this.destroy(new Error(NO_INPUT));
    },
  });
}

/**
 * Puts in the place of `process.stdin` a stream that says at the first read that nobody will answer. A stream ends with
 * its error and would leave the next reader waiting: that one gets a stream of its own.
 */
export function refuseInput(): void {
  let stdin = refusing();
  const get = (): Readable => {
    if (stdin.destroyed) stdin = refusing();
    return stdin;
  };
  Object.defineProperty(process, "stdin", { configurable: true, enumerable: true, get });
}
