import { inspect } from "node:util";
import type { CompiledCell } from "./cell-compiler";
import type { Outcome } from "./evaluator";

/** An error as Jupyter's protocol sends it. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const FRAME = /cell-(\d+)\.ts:(\d+)(?::\d+)?/g;
/** Frames of the machinery below a cell: tslab, this kernel, Node itself. */
const MACHINERY =
  /^\s+at .*(node:internal\/|node:vm|node:events|[/\\]tslab[/\\]dist[/\\]|dist[/\\]jupyter[/\\]kernel|zeromq)/;

export interface TracebackContext {
  readonly number: number;
  /** Paths below it are shown relative to it. */
  readonly root: string;
  cell(number: number): CompiledCell | undefined;
}

/** The line, its neighbours and an arrow. */
function excerpt(source: string, line: number): string {
  const lines = source.split("\n");
  const from = Math.max(1, line - 2);
  const to = Math.min(lines.length, line + 2);
  const width = String(to).length;
  const shown: string[] = [];
  for (let n = from; n <= to; n++) {
    shown.push(`${n === line ? ">" : " "} ${String(n).padStart(width)} | ${lines[n - 1] ?? ""}`.trimEnd());
  }
  return shown.join("\n");
}

/** The line of the cell a frame stands for; undefined for the call that tslab wraps around a cell. */
function cellLine(match: readonly string[], context: TracebackContext): number | undefined {
  const lines = context.cell(Number(match[1]))?.lines;
  return lines ? lines[Number(match[2])] : Number(match[2]);
}

/**
 * A text with stack traces in it, told for the reader of a notebook: in lines of cells, with paths of the project
 * relative to it and without the machinery.
 */
export function tellStack(text: string, context: TracebackContext): string {
  const told: string[] = [];
  for (const line of text.split("\n")) {
    if (MACHINERY.test(line)) continue;
    const frame = [...line.matchAll(FRAME)].at(-1);
    if (frame && /^\s+at /.test(line) && cellLine(frame, context) === undefined) continue;
    told.push(
      line
        .replace(FRAME, (...match: string[]) => `cell ${match[1]}, line ${cellLine(match, context) ?? match[2]}`)
        .replace(/^(\s+at )Object\.(.* \(cell \d)/, "$1$2"),
    );
  }
  return told.join("\n").replaceAll("file://", "").replaceAll(`${context.root}/`, "");
}

function firstLineInCell(stack: string, context: TracebackContext): number | undefined {
  for (const match of stack.matchAll(FRAME)) {
    if (Number(match[1]) === context.number) return cellLine(match, context);
  }
  return undefined;
}

function fromThrown(reason: unknown, context: TracebackContext): CellError {
  if (!(reason instanceof Error)) {
    const evalue = typeof reason === "string" ? reason : inspect(reason);
    return { ename: "Thrown", evalue, traceback: [`Thrown: ${evalue}`, "(not an Error, so without a stack)"] };
  }
  const stack = reason.stack ?? "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const line = firstLineInCell(frames.join("\n"), context);
  const cell = context.cell(context.number);
  const ename = reason.name || "Error";
  const told = tellStack(frames.join("\n"), context);
  return {
    ename,
    evalue: reason.message,
    traceback: [
      `${ename}: ${reason.message}`,
      ...(cell && line !== undefined ? [excerpt(cell.source, line)] : []),
      ...(told === "" ? [] : told.split("\n")),
      ...(reason.cause === undefined ? [] : [tellStack(`Caused by: ${inspect(reason.cause)}`, context)]),
    ],
  };
}

/** What a cell that did not end well reports; undefined for one that did. */
export function describeFailure(outcome: Outcome, context: TracebackContext): CellError | undefined {
  switch (outcome.kind) {
    case "done":
      return undefined;
    case "interrupted":
      return {
        ename: "Interrupted",
        evalue: "the cell was interrupted",
        traceback: ["Interrupted: the cell was interrupted"],
      };
    case "thrown":
      return fromThrown(outcome.reason, context);
    case "rejected by the compiler": {
      const source = context.cell(context.number)?.source ?? "";
      const said = outcome.diagnostics.map((each) => {
        const place = each.fileName ? `${each.fileName} ` : "";
        return `${place}line ${each.start.line + 1}, column ${each.start.character + 1}: ${each.messageText}`;
      });
      const first = outcome.diagnostics[0];
      return {
        ename: "CompileError",
        evalue: said[0] ?? "the cell does not compile",
        traceback: [
          ...said.map((text) => `CompileError: ${text}`),
          ...(first && !first.fileName ? [excerpt(source, first.start.line + 1)] : []),
        ],
      };
    }
  }
}
