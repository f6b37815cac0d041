import { Readable } from "node:stream";

/** What a program is told that asks its user for a line. */
export const NO_INPUT =
  "A cell has no standard input: give the value in the cell, or as a parameter of the notebook, instead of asking for it.";

/** Puts in the place of `process.stdin` a stream that says at the first read that nobody will answer. */
export function refuseInput(): void {
  const stdin = new Readable({
    read() {
      this.destroy(new Error(NO_INPUT));
    },
  });
  Object.defineProperty(process, "stdin", { configurable: true, enumerable: true, get: () => stdin });
}
