/** The scripts of the live page, the library in them: their lines mean nothing to a reader. */
const MACHINERY = /\/assets\/live-(?:kernel|typescript|thread)\.js/;

/** The lines of a traceback but those of the page's own scripts. */
export function withoutMachinery(lines: readonly string[]): readonly string[] {
  return lines
    .flatMap((line) => line.split("\n"))
    .filter((line) => !(/^\s+at /.test(line) && MACHINERY.test(line)))
    .map((line) => line.replace(/^(\s+at )eval \((cell \d+, line \d+)\)$/, "$1$2"));
}

/** "run@cell-3.ts:2:7", as Firefox and Safari write it. */
const MOZILLA = /^(?:async\*)?(.*?)@(.+):(\d+):(\d+)$/;

/** An error whose stack is written as Node writes it, whatever the browser. */
export function nodeStack(reason: unknown): unknown {
  if (!(reason instanceof Error) || typeof reason.stack !== "string" || /^\s+at /m.test(reason.stack)) return reason;
  const frames = reason.stack.split("\n").flatMap((line) => {
    const [, name = "", file, row, column] = MOZILLA.exec(line) ?? [];
    if (file === undefined) return [];
    const place = `${file}:${row}:${column}`;
    return [name === "" ? `    at ${place}` : `    at ${name.replace(/[</]+$/, "")} (${place})`];
  });
  Object.defineProperty(reason, "stack", {
    value: [`${reason.name}: ${reason.message}`, ...frames].join("\n"),
    configurable: true,
    writable: true,
  });
  return reason;
}
