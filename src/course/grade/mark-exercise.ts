import type { Notebook } from "../../jupyter/runner/notebook-file";
import { type Feedback, gradeExponent, gradeNumber, gradeWord, type Mark } from "../../report/exercises/exercise";
import { constantValue, type Scope } from "../cells/constant-value";
import { type ExerciseCall, exerciseCalls, initialValues, type Question } from "../cells/exercise-call";
import { lockOf } from "../cells/lock";
import type { KeyedExercise, QuestionKey } from "./answer-key";

/** The grade of one exercise. `points` is null where a person has to read the answer. */
export interface ExerciseGrade {
  readonly exercise: string;
  readonly title: string;
  readonly points: number | null;
  readonly of: number;
  /** What was wrong beside the answers: a changed check, a missing cell, an answer that could not be computed. */
  readonly reasons: readonly string[];
  readonly feedback: readonly Feedback[];
  /** What was written, where a person has to read it. */
  readonly text?: string;
}

const WORTH: Readonly<Record<Mark, number>> = { right: 1, almost: 0.5, "not yet": 0, open: 0 };

/** What a run recorded: the answers of an exercise by the names of their questions. */
export type Recorded = (cell: string, at: number) => ReadonlyMap<string, unknown> | undefined;

type Answer = { readonly value: number | string | null } | { readonly problem: string };

function usable(value: unknown): Answer {
  if (value === null || value === undefined) return { value: null };
  if (typeof value === "number" || typeof value === "string") return { value };
  return { problem: "the answer is neither a number nor a word" };
}

/** The answer as written; else as the run computed it; else by the initial value of its variable. */
function answerOf(question: Question, recorded: ReadonlyMap<string, unknown> | undefined, scope: Scope): Answer {
  if (question.given === undefined) return { value: null };
  const written = constantValue(question.given);
  if (written !== undefined) return usable(written);
  if (recorded?.has(question.name)) return usable(recorded.get(question.name));
  const initial = constantValue(question.given, scope);
  if (initial !== undefined) return usable(initial);
  return {
    problem: `the answer ${question.given.getText().slice(0, 60)} is computed, and the notebook did not come so far`,
  };
}

function gradeQuestion(key: QuestionKey, given: number | string | null): Feedback {
  if (key.kind === "exponent") return gradeExponent(key.name, given, key.sharp, key.guaranteed);
  const { question } = key;
  if (typeof question.answer === "number") return gradeNumber({ ...question, answer: question.answer, given });
  return gradeWord({ ...question, answer: question.answer, given });
}

const nameOf = (key: QuestionKey): string => (key.kind === "exponent" ? key.name : key.question.question);

/** The call that answers an exercise: the one of its title, else the one in its place. */
function answering(exercise: KeyedExercise, calls: readonly ExerciseCall[]): ExerciseCall | undefined {
  const { call, at } = exercise;
  const alike = calls.filter(({ kind }) => kind === call.kind);
  return alike.find(({ title }) => title === call.title) ?? alike.find((each) => each === calls[at]);
}

/** Initial values of variables in the cells down to this one, the last declaration first. */
function scopeAt(notebook: Notebook, cell: string): Scope {
  const end = notebook.cells.findIndex(({ id }) => id === cell);
  const before = notebook.cells.slice(0, end + 1).filter(({ type }) => type === "code");
  const all = before.map(({ source }) => initialValues(source)).reverse();
  return (name) => all.find((each) => each.has(name))?.get(name);
}

/** No points, with the reason. */
export function noPoints(exercise: KeyedExercise, reason: string): ExerciseGrade {
  const { id, call, keys } = exercise;
  return { exercise: id, title: call.title, points: 0, of: keys.length, reasons: [reason], feedback: [] };
}

/** Marks one exercise of a submission by the instructor's key, whatever has become of the check in it. */
export function markExercise(exercise: KeyedExercise, notebook: Notebook, recorded: Recorded): ExerciseGrade {
  const cell = notebook.cells.find(({ id }) => id === exercise.cell);
  if (cell === undefined) return noPoints(exercise, `The cell ${exercise.cell} is missing.`);
  if (cell.type !== "code") return noPoints(exercise, `The cell ${exercise.cell} is no code cell any more.`);
  const call = answering(exercise, exerciseCalls(cell.source));
  if (call === undefined) return noPoints(exercise, `The cell ${exercise.cell} does not ask its questions any more.`);
  const reasons: string[] = [];
  if (!exercise.locks.includes(lockOf(call))) reasons.push("The check was changed; the instructor's key was used.");
  const scope = scopeAt(notebook, exercise.cell);
  const values = recorded(exercise.cell, exercise.at);
  const feedback = exercise.keys.map((key): Feedback => {
    const name = nameOf(key);
    const question = call.questions.find((each) => each.name === name);
    const none = { question: name, given: "", mark: "open" as const };
    if (question === undefined) {
      reasons.push(`The question "${name}" is missing.`);
      return { ...none, comment: "" };
    }
    const answer = answerOf(question, values, scope);
    if ("value" in answer) return gradeQuestion(key, answer.value);
    reasons.push(`"${name}": ${answer.problem}.`);
    return { ...none, comment: answer.problem };
  });
  const points = feedback.reduce((sum, { mark }) => sum + WORTH[mark], 0);
  return { exercise: exercise.id, title: call.title, points, of: exercise.keys.length, reasons, feedback };
}
