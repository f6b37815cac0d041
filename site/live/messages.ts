import type { CellDiagnostic } from "../../src/jupyter/cell/types/diagnostics";

/** A place in code that a reader edits, with the cells above it, which it builds upon. */
export interface Draft {
  readonly above: readonly string[];
  /** Whether the reader is writing there now; else it is only looked at again. */
  readonly focused: boolean;
  readonly source: string;
}

/** Questions about code; each is answered under its number. */
export type Question =
  | ({ readonly kind: "complete"; readonly position: number } & Draft)
  | ({ readonly kind: "inspect"; readonly position: number } & Draft)
  | ({ readonly kind: "diagnose" } & Draft)
  | { readonly kind: "fields"; readonly source: string }
  | { readonly kind: "needs"; readonly above: readonly string[]; readonly source: string };

/** What may stand in an exercise in place of an answer, and where in the code. */
export interface AnswerField {
  readonly label: string;
  /** The text of the answer in the code, such as `null` or `"1/4"`. */
  readonly start: number;
  readonly end: number;
  /** What the code's types let stand there. */
  readonly takes: "number" | "text" | "either";
}

export interface Completion {
  readonly matches: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** The answer to a question of each kind. */
export interface Answers {
  readonly complete: Completion;
  readonly inspect: string | undefined;
  readonly diagnose: readonly CellDiagnostic[];
  readonly fields: readonly AnswerField[];
  /** Which of the cells above declare what the code uses, directly or not. */
  readonly needs: readonly number[];
}

/** What the page says to the kernel. */
export type ToKernel =
  /** The first message: where the project's files are served, and modules beside the notebook, by path. */
  | { readonly kind: "start"; readonly files: string; readonly beside?: Readonly<Record<string, string>> }
  | { readonly kind: "run"; readonly number: number; readonly source: string }
  | { readonly kind: "interrupt" }
  | { readonly kind: "ask"; readonly id: number; readonly question: Question };

/** How a cell ended. */
export type Ending = "done" | "failed" | "interrupted";

/** What the kernel says to the page. */
export type FromKernel =
  /** Cells can run. */
  | { readonly kind: "ready" }
  /** Types are checked from now on, before a cell runs. */
  | { readonly kind: "checking" }
  /** What is wrong with the types of a cell that has run before they could be checked. */
  | { readonly kind: "late"; readonly number: number; readonly diagnostics: readonly CellDiagnostic[] }
  /** An output of the running cell, as Jupyter's protocol has it. */
  | { readonly kind: "output"; readonly type: string; readonly content: Readonly<Record<string, unknown>> }
  | { readonly kind: "ended"; readonly number: number; readonly ending: Ending; readonly seconds: number }
  | { readonly kind: "answer"; readonly id: number; readonly answer: unknown }
  /** The kernel cannot work at all. */
  | { readonly kind: "broken"; readonly reason: string };
