import { inspect, types } from "node:util";
import type { CompiledCell } from "../../cell/engine";
import type { SourceMap, TextPlace } from "../../cell/javascript/source-map";
import type { CellDiagnostic } from "../../cell/types/diagnostics";
import type { Outcome } from "../evaluator";
import { wellFormed } from "../output/stream-batch";
import { codeFrame } from "./code-frame";

/** An error as Jupyter's protocol sends it. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const CELL_FRAME = /cell-(\d+)\.ts:(\d+):(\d+)/g;
/** Frames of the machinery below a cell: this kernel, Node itself, the compiler. */
const MACHINERY =
  /^\s+at .*(node:internal\/|node:vm|node:events|[/\\]dist[/\\]jupyter[/\\](?:kernel|cell)[/\\]|[/\\]node_modules[/\\](?:zeromq|typescript|tslab)[/\\])/;
/** Front ends, terminals and HTML exports show these colours. */
const RED = "\x1b[31m";
const PLAIN = "\x1b[0m";

function red(text: string): string {
  return `${RED}${text}${PLAIN}`;
}

/** The lines around a place, the carets coloured. */
function frame(source: string, place: TextPlace, end?: TextPlace): string {
  return codeFrame(source, place, end).replace(/^( +\| *\s*)(\^+)$/m, (line) => red(line));
}

/** So many errors within an error, and so deep, are told. */
const WITHIN = 10;
const DEPTH = 4;

export interface TracebackContext {
  readonly number: number;
  /** Paths below it are shown relative to it. */
  readonly root: string;
  cell(number: number): CompiledCell | undefined;
  /** The source maps of compiled modules, by file. */
  readonly modules: ReadonlyMap<string, SourceMap>;
}

/** The place in a cell that a frame stands for. */
function cellPlace(match: readonly string[], context: TracebackContext): TextPlace | undefined {
  // The emitted code has one line before the cell's own.
  return context.cell(Number(match[1]))?.map.source({ line: Number(match[2]) - 1, column: Number(match[3]) });
}

function mapModules(line: string, context: TracebackContext): string {
  const [, file, row, column] = /\(?((?:\/|[A-Za-z]:)[^():]*):(\d+):(\d+)\)?$/.exec(line) ?? [];
  const map = file === undefined ? undefined : context.modules.get(file);
  const place = map?.source({ line: Number(row), column: Number(column) });
  return place ? line.replace(`:${row}:${column}`, `:${place.line}:${place.column}`) : line;
}

/**
 * A text with stack traces in it, told for the reader of a notebook: in lines of cells, with paths of the project
 * relative to it and without the machinery.
 */
export function tellStack(text: string, context: TracebackContext): string {
  const told: string[] = [];
  for (const line of text.split("\n")) {
    if (MACHINERY.test(line)) continue;
    const tellCell = (...match: string[]): string =>
      `cell ${match[1]}, line ${cellPlace(match, context)?.line ?? match[2]}`;
    const frame = /^\s+at /.test(line) ? mapModules(line, context) : line;
    told.push(frame.replace(CELL_FRAME, tellCell).replace(/^(\s+at )(?:async )?Object\.(.* \(cell \d)/, "$1$2"));
  }
  return told.join("\n").replaceAll("file://", "").replaceAll(`${context.root}/`, "");
}

/** Text of anything, whatever its own methods do. */
function textOf(value: unknown): string {
  try {
    return wellFormed(typeof value === "string" ? value : inspect(value));
  } catch (error) {
    return `(a value that cannot be shown: ${error instanceof Error ? String(error.message) : "its inspection failed"})`;
  }
}

/** Errors of other realms (`vm` contexts, worker messages) are none by `instanceof`. */
function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

function read(error: Error, key: string): unknown {
  try {
    return Reflect.get(error, key);
  } catch {
    return undefined;
  }
}

/** Where the error came from in the innermost cell, and where the running cell had got to, with the lines around. */
function framesOf(stack: string, context: TracebackContext): readonly string[] {
  const passed = [...stack.matchAll(CELL_FRAME)].flatMap((match) => {
    const number = Number(match[1]);
    const place = cellPlace(match, context);
    const cell = context.cell(number);
    return place && cell ? [{ number, text: frame(cell.source, place) }] : [];
  });
  const [inner] = passed;
  if (!inner || inner.number === context.number) return inner ? [inner.text] : [];
  const own = passed.find((each) => each.number === context.number);
  return [`in cell ${inner.number}:`, inner.text, ...(own ? [`called from cell ${own.number}:`, own.text] : [])];
}

const TOLD = new Set(["name", "message", "stack", "cause", "errors"]);

/** What an error says beyond its message: `code`, `path`, ... */
function ownFields(error: Error): readonly string[] {
  const fields = Object.keys(error).filter((key) => !TOLD.has(key));
  if (fields.length === 0) return [];
  return [textOf(Object.fromEntries(fields.map((key) => [key, read(error, key)])))];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line.replaceAll("\n", "\n  ")}`);
}

function headOf(error: Error): { readonly ename: string; readonly evalue: string } {
  const name = read(error, "name");
  const message = read(error, "message");
  return { ename: name === undefined || name === "" ? "Error" : textOf(name), evalue: textOf(message ?? "") };
}

/** An error in lines: head, code, frames, own fields, and the errors within it. */
function tellError(error: Error, context: TracebackContext, seen: readonly unknown[], role: string): readonly string[] {
  const { ename, evalue } = headOf(error);
  const stack = textOf(read(error, "stack") ?? "");
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const told = tellStack(frames.join("\n"), context);
  const lines = [red(`${role}${ename}: ${evalue}`), ...framesOf(stack, context)];
  if (told !== "") lines.push(...told.split("\n"));
  lines.push(...ownFields(error));
  const within = (what: string, inner: unknown): void => {
    if (seen.includes(inner) || inner === error) lines.push(`${what}: (the same error again)`);
    else if (seen.length >= DEPTH) lines.push(`${what}: …`);
    else lines.push(...indented(tellReason(inner, context, [...seen, error], `${what}: `)));
  };
  const cause = read(error, "cause");
  if (cause !== undefined) within("Caused by", cause);
  const errors = read(error, "errors");
  if (Array.isArray(errors)) {
    for (const [at, each] of errors.slice(0, WITHIN).entries()) within(`Error ${at + 1} of ${errors.length}`, each);
    if (errors.length > WITHIN) lines.push(`and ${errors.length - WITHIN} more errors`);
  }
  return lines;
}

function tellReason(
  reason: unknown,
  context: TracebackContext,
  seen: readonly unknown[],
  role: string,
): readonly string[] {
  if (isError(reason)) return tellError(reason, context, seen, role);
  return [red(`${role}Thrown: ${textOf(reason)}`), "(not an Error, so without a stack)"];
}

/** What was thrown, as an error of the protocol. */
export function describeThrown(reason: unknown, context: TracebackContext): CellError {
  const head = isError(reason) ? headOf(reason) : { ename: "Thrown", evalue: textOf(reason) };
  return { ...head, traceback: tellReason(reason, context, [], "") };
}

function describeDiagnostics(diagnostics: readonly CellDiagnostic[], source: string): CellError {
  const said = diagnostics.map(({ start, message }) => {
    const place = start ? `line ${start.line}, column ${start.column}: ` : "";
    return `${place}${message}`;
  });
  return {
    ename: "CompileError",
    evalue: said[0] ?? "the cell does not compile",
    traceback: diagnostics
      .slice(0, WITHIN)
      .flatMap(({ start, end, code }, at) => [
        red(`CompileError: ${said[at]} (TS${code})`),
        ...(start ? [frame(source, start, end)] : []),
      ]),
  };
}

/** What a cell that did not end well reports; undefined for one that did. */
export function describeFailure(
  outcome: Outcome<unknown>,
  source: string,
  context: TracebackContext,
): CellError | undefined {
  switch (outcome.kind) {
    case "done":
      return undefined;
    case "interrupted":
      return {
        ename: "Interrupted",
        evalue: "the cell was interrupted",
        traceback: [red("Interrupted: the cell was interrupted")],
      };
    case "thrown":
      return describeThrown(outcome.reason, context);
    case "rejected by the compiler":
      return describeDiagnostics(outcome.diagnostics, source);
  }
}
