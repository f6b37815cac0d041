import ts from "typescript";
import type { TextPlace } from "../javascript/source-map";
import { type CellFile, toCell } from "./cell-file";

/** What the compiler has to say of a cell. */
export interface CellDiagnostic {
  /** TypeScript's number of the message: 2322 in "TS2322". */
  readonly code: number;
  readonly message: string;
  /** Where in the cell; undefined for what concerns none of its lines. */
  readonly start: TextPlace | undefined;
  readonly end: TextPlace | undefined;
}

/** The line and column of a position. */
export function placeOf(source: string, position: number): TextPlace {
  const before = source.slice(0, position);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: position - lineStart + 1 };
}

export function toCellDiagnostic(source: string, diagnostic: ts.Diagnostic, file?: CellFile): CellDiagnostic {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  const at = (position: number): TextPlace => placeOf(source, file ? toCell(file, position) : position);
  const { start, length = 0, code } = diagnostic;
  if (start === undefined) return { code, message, start: undefined, end: undefined };
  return { code, message, start: at(start), end: at(start + length) };
}
