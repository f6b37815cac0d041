import type * as ts from "@tslab/typescript-for-tslab";
import { parseCell } from "./cell-marks";

export type Completeness =
  | { readonly status: "complete" | "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

/** "Unterminated template literal" and "'*\/' expected": they may still be closed on a later line. */
const MAY_CONTINUE = new Set([1160, 1010]);
const PREFIX = "export {};".length;

interface ParsedFile extends ts.SourceFile {
  readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
}

/** The indentation of the next line: that of the last one, deeper after an opening bracket. */
function nextIndent(code: string): string {
  const last = code.slice(code.lastIndexOf("\n") + 1);
  const current = /^\s*/.exec(last)?.[0] ?? "";
  return /[{([]\s*$/.test(last) ? `${current}  ` : current;
}

/** Whether a front end should run the code or ask for another line. */
export function completeness(code: string): Completeness {
  const diagnostics = (parseCell(code) as ParsedFile).parseDiagnostics ?? [];
  const [first] = diagnostics;
  if (!first) return { status: "complete" };
  const end = code.trimEnd().length + PREFIX;
  const open = MAY_CONTINUE.has(first.code) || (first.start >= end && first.code !== 1002);
  return open ? { status: "incomplete", indent: nextIndent(code) } : { status: "invalid" };
}
