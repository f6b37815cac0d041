import { InputError } from "../../input-error";
import type { GateKind } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import type { Path } from "../../model/path";
import { rational } from "../../numerics/rational";
import type { Exponent } from "../../theory/rates/exponents";
import { letterOf } from "../display/for-readers";
import { predictedExponents } from "../prediction/prediction";
import { showTable } from "../tables/html-table";

export type Mark = "right" | "almost" | "not yet" | "open";

export interface Feedback {
  readonly question: string;
  readonly given: string;
  readonly mark: Mark;
  readonly comment: string;
}

/** What a reader may enter: a number, a fraction as text ("1/4"), a word; null or "?" is no answer yet. */
export type ReaderAnswer = number | string | null;

const SIGN: Readonly<Record<Mark, string>> = {
  right: "✓ right",
  almost: "≈ almost",
  "not yet": "✗ not yet",
  open: "… your turn",
};

function isOpen(given: ReaderAnswer | undefined): given is null | undefined | "?" | "" {
  return given === null || given === undefined || given === "?" || given === "";
}

function numberOf(given: number | string): number {
  if (typeof given === "number") return given;
  try {
    return rational(given.trim()).valueOf();
  } catch {
    return Number.NaN;
  }
}

/** A question with one number as its answer. */
export interface NumberQuestion {
  readonly question: string;
  readonly given: ReaderAnswer;
  readonly answer: number;
  /** Relative to the answer (absolute where it is 0): right within `tolerance` (1 %), almost within `near` (10 %). */
  readonly tolerance?: number;
  readonly near?: number;
  readonly hint: string;
}

export function gradeNumber(question: NumberQuestion): Feedback {
  const { given, answer, tolerance = 0.01, near = 0.1, hint } = question;
  const base = { question: question.question, given: isOpen(given) ? "" : String(given) };
  if (isOpen(given)) return { ...base, mark: "open", comment: "Put your answer in place of null." };
  const value = numberOf(given);
  if (!Number.isFinite(value)) {
    return { ...base, mark: "not yet", comment: `"${given}" is no number; write 0.25 or "1/4".` };
  }
  const off = answer === 0 ? Math.abs(value) : Math.abs(value - answer) / Math.abs(answer);
  if (off <= tolerance) return { ...base, mark: "right", comment: "" };
  if (off <= near) return { ...base, mark: "almost", comment: `Close, but not close enough. ${hint}` };
  return { ...base, mark: "not yet", comment: hint };
}

/** A question with one of a few words as its answer. */
export interface WordQuestion {
  readonly question: string;
  readonly given: ReaderAnswer;
  readonly answer: string;
  /** Answers that are on the way, with what to say. */
  readonly almost?: Readonly<Record<string, string>>;
  readonly hint: string;
}

export function gradeWord({ question, given, answer, almost = {}, hint }: WordQuestion): Feedback {
  const base = { question, given: isOpen(given) ? "" : String(given) };
  if (isOpen(given)) return { ...base, mark: "open", comment: "Put your answer in place of null." };
  const word = String(given).trim().toLowerCase();
  if (word === answer.toLowerCase()) return { ...base, mark: "right", comment: "" };
  const nearby = Object.entries(almost).find(([key]) => key.toLowerCase() === word);
  if (nearby !== undefined) return { ...base, mark: "almost", comment: nearby[1] };
  return { ...base, mark: "not yet", comment: hint };
}

/** Shows feedback as a table; an open or wrong answer never stops a notebook. */
export function showFeedback(title: string, feedback: readonly Feedback[]): void {
  showTable({
    caption: title,
    head: ["question", "your answer", "mark", "comment"],
    rows: feedback.map(({ question, given, mark, comment }) =>
      mark === "open" && given === "" ? [question, SIGN.open, "", comment] : [question, given, SIGN[mark], comment],
    ),
  });
}

/** Grades and shows one exercise. */
export function exercise(title: string, questions: readonly (NumberQuestion | WordQuestion)[]): void {
  const graded = questions.map((q) =>
    typeof q.answer === "number" ? gradeNumber(q as NumberQuestion) : gradeWord(q as WordQuestion),
  );
  showFeedback(title, graded);
}

/**
 * Shows what will be handed in, without a key: the cell of a course's exercise, which is graded elsewhere. An open answer
 * never stops a notebook.
 */
export function handIn(
  title: string,
  questions: readonly { readonly question: string; readonly given: ReaderAnswer }[],
): void {
  showTable({
    caption: title,
    head: ["question", "your answer"],
    rows: questions.map(({ question, given }) => [question, isOpen(given) ? SIGN.open : String(given)]),
  });
}

/** Grades one exponent against the path's sharp one (`real`); the guaranteed one (`promised`) is "almost". */
export function gradeExponent(
  name: string,
  given: ReaderAnswer | undefined,
  real: Exponent,
  promised: Exponent,
): Feedback {
  const base = { question: `error of ${letterOf(name)} ~ n^-e, e =`, given: isOpen(given) ? "" : String(given) };
  if (isOpen(given)) return { ...base, mark: "open", comment: 'Enter a fraction such as "1/4".' };
  if (!real.known) return { ...base, mark: "open", comment: `No exponent is known: ${real.reason}.` };
  const value = numberOf(given);
  const answer = real.value.valueOf();
  if (Math.abs(value - answer) < 1e-9) return { ...base, mark: "right", comment: "" };
  if (Math.abs(value + answer) < 1e-9) return { ...base, mark: "almost", comment: "Without the minus sign." };
  if (promised.known && Math.abs(value - promised.value.valueOf()) < 1e-9) {
    return { ...base, mark: "almost", comment: "That is what the theorem guarantees; this path does better." };
  }
  if (Math.abs(value - answer) <= 0.03) {
    return { ...base, mark: "almost", comment: "A rounded number? Give the exact fraction." };
  }
  return { ...base, mark: "not yet", comment: value > answer ? "Slower than that." : "Faster than that." };
}

/**
 * "Predict before you run": grades the reader's exponents by parameter name ({ lambda: "1/2", a: null, ... }) against
 * the path's sharp exponents; the guaranteed ones, where they differ, are "almost".
 * @throws InputError for a name that is no parameter of the path
 */
export function gradeExponents(
  path: Path<GateKind>,
  given: Readonly<Record<string, ReaderAnswer>>,
): readonly Feedback[] {
  const names = vectorNames(path.model);
  const stranger = Object.keys(given).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new InputError(`"${stranger}" is no parameter of ${path.id}; it has ${names.join(", ")}.`);
  }
  return predictedExponents(path).parameters.map(({ name, guaranteed, sharp }) =>
    gradeExponent(name, given[name], sharp, guaranteed),
  );
}

/** Grades and shows the reader's exponents. */
export function predictExponents(path: Path<GateKind>, given: Readonly<Record<string, ReaderAnswer>>): void {
  showFeedback(`Your prediction for ${path.id}`, gradeExponents(path, given));
}
