import { InvalidArgumentError } from "commander";
import { note, parseNumber } from "../command";

/** A level or a relative precision: strictly between 0 and 1. */
export function parseLevel(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError(`"${text}" is not a number between 0 and 1.`);
  return value;
}

/** A line of progress on stderr at every tenth of the work. */
export function tenths(what: string): (done: number, total: number) => void {
  let told = 0;
  return (done, total) => {
    const tenth = Math.floor((10 * done) / total);
    if (tenth > told) note(`${what}: ${done} of ${total}`);
    told = Math.max(told, tenth);
  };
}
