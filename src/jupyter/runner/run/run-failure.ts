import { type ErrorTexts, errorOutput } from "../output-log";
import type { CellEnd } from "../session";

/** Why a notebook did not run to its end. */
export interface RunFailure extends ErrorTexts {
  /** The code cell, from 1, and its id. */
  readonly cell: number;
  readonly id: string;
}

/** The times a run may take, in seconds; Infinity is no limit. */
export interface Limits {
  readonly cell: number;
  /** For the kernel's start and all cells together. */
  readonly all: number;
}

function verdict(ename: string, evalue: string, ...more: readonly string[]): ErrorTexts {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`, ...more] };
}

/** Who stopped the run, as the signal's reason has it. */
export function stopper(signal: AbortSignal | undefined): string {
  return typeof signal?.reason === "string" ? `by ${signal.reason}` : "from outside";
}

/** The failure of a run that ends before one of its cells begins. */
export function failureBefore(left: number, limits: Limits, signal: AbortSignal | undefined): ErrorTexts | undefined {
  if (signal?.aborted) return verdict("RunStopped", `the run was stopped ${stopper(signal)} before this cell`);
  if (left > 0) return undefined;
  return verdict("RunTimeout", `the notebook took longer than ${limits.all} s in all, and this cell was not begun`);
}

/** Why a cell that had `left` seconds of the whole run's time did not end well. */
export function failureOf(
  end: CellEnd,
  left: number,
  limits: Limits,
  signal: AbortSignal | undefined,
): ErrorTexts | undefined {
  switch (end.kind) {
    case "replied": {
      if (end.reply.status === "ok") return undefined;
      const { output_type: _, ...texts } = errorOutput({ ename: end.reply.status, ...end.reply });
      return texts;
    }
    case "timed out": {
      const how = end.killed ? "interrupting it did not help, so its kernel was killed" : "it was interrupted";
      return left < limits.cell
        ? verdict("RunTimeout", `the notebook took longer than ${limits.all} s in all; in this cell, ${how}`)
        : verdict("CellTimeout", `the cell took longer than ${limits.cell} s; ${how}`);
    }
    case "stopped":
      return verdict("RunStopped", `the run was stopped ${stopper(signal)} in this cell`);
    case "silent": {
      const what =
        end.missing === "reply" ? "that the cell has ended, but not how" : "how the cell has ended, but not that";
      return verdict("KernelSilent", `the kernel told ${what}; it was killed`);
    }
    case "died": {
      const { code, signal: by, said } = end.end;
      return verdict("KernelDied", `the kernel died (${by ?? `exit code ${code}`})`, ...(said === "" ? [] : [said]));
    }
  }
}
