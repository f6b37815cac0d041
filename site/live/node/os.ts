/** `node:os`: how many threads are worth starting. */
import { partOf } from "./not-here";

export function availableParallelism(): number {
  return navigator.hardwareConcurrency || 1;
}

export function tmpdir(): string {
  return "/tmp";
}

export function hostname(): string {
  return "browser";
}

export const EOL = "\n";

/** The module as a cell gets it. */
export const os: object = partOf(
  "os",
  { availableParallelism, tmpdir, hostname, EOL },
  "it tells nothing of its machine.",
);
