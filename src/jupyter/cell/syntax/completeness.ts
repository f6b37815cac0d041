import { parseCell, syntaxErrors } from "./parse";

export type Completeness =
  | { readonly status: "complete" | "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

/** "Unterminated template literal" and "'*\/' expected": they may still be closed on a later line. */
const MAY_CONTINUE = new Set([1160, 1010]);

/** The indentation of the next line: that of the last one, deeper after an opening bracket. */
function nextIndent(code: string): string {
  const last = code.slice(code.lastIndexOf("\n") + 1);
  const current = /^\s*/.exec(last)?.[0] ?? "";
  return /[{([]\s*$/.test(last) ? `${current}  ` : current;
}

/** Whether a front end should run the code or ask for another line. */
export function completeness(code: string): Completeness {
  const [first] = syntaxErrors(parseCell(code));
  if (!first) return { status: "complete" };
  const end = code.trimEnd().length;
  const open = MAY_CONTINUE.has(first.code) || (first.start >= end && first.code !== 1002);
  return open ? { status: "incomplete", indent: nextIndent(code) } : { status: "invalid" };
}
