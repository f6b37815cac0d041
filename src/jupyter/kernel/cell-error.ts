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
const MACHINERY = /node:internal\/|node:vm|node:events|[/\\]tslab[/\\]dist[/\\]|[/\\]dist[/\\]jupyter[/\\]|zeromq/;

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

function mapFrames(stack: string, context: TracebackContext): string {
  const mapped = stack.replace(FRAME, (_, number: string, line: string) => {
    const cell = context.cell(Number(number));
    return `cell ${number}, line ${cell?.lines[Number(line)] ?? line}`;
  });
  return mapped.replaceAll("file://", "").replaceAll(`${context.root}/`, "");
}

function firstLineInCell(stack: string, context: TracebackContext): number | undefined {
  for (const match of stack.matchAll(FRAME)) {
    if (Number(match[1]) !== context.number) continue;
    return context.cell(context.number)?.lines[Number(match[2])];
  }
  return undefined;
}

function fromThrown(reason: unknown, context: TracebackContext): CellError {
  if (!(reason instanceof Error)) {
    const evalue = typeof reason === "string" ? reason : inspect(reason);
    return { ename: "Thrown", evalue, traceback: [`Thrown: ${evalue}`, "(not an Error, so without a stack)"] };
  }
  const stack = reason.stack ?? "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line) && !MACHINERY.test(line));
  const line = firstLineInCell(frames.join("\n"), context);
  const cell = context.cell(context.number);
  const ename = reason.name || "Error";
  const cause = reason.cause === undefined ? [] : [mapFrames(`Caused by: ${inspect(reason.cause)}`, context)];
  return {
    ename,
    evalue: reason.message,
    traceback: [
      `${ename}: ${reason.message}`,
      ...(cell && line !== undefined ? [excerpt(cell.source, line)] : []),
      ...frames.map((frame) => mapFrames(frame, context)),
      ...cause,
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
