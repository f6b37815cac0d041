/** `node:os`: how many threads are worth starting. */

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
