import { join } from "node:path";
import type { Notebook } from "../../jupyter/runner/notebook-file";
import { rational } from "../../numerics/rational";
import type { NumberQuestion, WordQuestion } from "../../report/exercises/exercise";
import type { Exponent } from "../../theory/rates/exponents";
import { constantValue } from "../cells/constant-value";
import { type CourseExercise, courseExercises } from "../cells/course-exercise";
import type { Question } from "../cells/exercise-call";
import { executeCopy, type Limits } from "./execute-copy";
import { newMarker, recordedValues, recordStatement } from "./recorded-values";

/** What one question is graded by. */
export type QuestionKey =
  | { readonly kind: "question"; readonly question: Omit<NumberQuestion, "given"> | Omit<WordQuestion, "given"> }
  | { readonly kind: "exponent"; readonly name: string; readonly sharp: Exponent; readonly guaranteed: Exponent };

export interface KeyedExercise extends CourseExercise {
  readonly keys: readonly QuestionKey[];
}

/** The instructor's own notebook does not yield its key. */
export class NoKey extends Error {
  override readonly name = "NoKey";
}

const CONSTANT_FIELDS = ["answer", "tolerance", "near", "hint"];

/** The key of a question whose fields can all be read off the text. */
function constantKey({ name, properties }: Question): QuestionKey | undefined {
  const fields: Record<string, unknown> = { question: name };
  for (const [field, node] of properties) {
    if (field === "question" || field === "given") continue;
    const value = CONSTANT_FIELDS.includes(field) ? constantValue(node) : undefined;
    if (value === undefined || value === null) return undefined;
    fields[field] = value;
  }
  return { kind: "question", question: fields as unknown as NumberQuestion };
}

function constantKeys({ call }: CourseExercise): readonly QuestionKey[] | undefined {
  if (call.kind === "exponents") return undefined;
  const keys = call.questions.map(constantKey);
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

const FIELDS = "({ name, sharp, guaranteed }) => ({ name, sharp: inWords(sharp), guaranteed: inWords(guaranteed) })";

/** The expression whose value is an exercise's key, as JSON can hold it. */
function keyExpression({ call }: CourseExercise): string {
  const [first, second] = call.node.arguments;
  if (call.kind === "questions") return second?.getText(call.file) ?? "[]";
  return `exponentsOfKey(${first?.getText(call.file) ?? ""}).parameters.map(${FIELDS})`;
}

const EXPONENTS = `import { predictedExponents as exponentsOfKey } from "contaminated-moe/notebook";
const inWords = (e: { readonly known: boolean; readonly value?: { toFraction(): string } }): string | null =>
  e.known && e.value ? e.value.toFraction() : null;
`;

/** The notebook up to its last exercise whose key has to be run, each such cell printing its keys at its end. */
function recordingNotebook(notebook: Notebook, run: readonly CourseExercise[], marker: string): Notebook {
  const last = notebook.cells.map((cell) => run.some((each) => each.cell === cell.id)).lastIndexOf(true);
  let imported = false;
  const cells = notebook.cells.slice(0, last + 1).map((cell) => {
    const here = run.filter((each) => each.cell === cell.id);
    if (here.length === 0) return cell;
    const needed = !imported && here.some(({ call }) => call.kind === "exponents");
    imported ||= needed;
    const records = here.map((each) => recordStatement(marker, `[${each.at}, ${keyExpression(each)}]`));
    return { ...cell, source: `${needed ? EXPONENTS : ""}${cell.source}\n${records.join("")}` };
  });
  return { ...notebook, cells };
}

function exponent(text: unknown): Exponent {
  if (typeof text === "string") return { known: true, value: rational(text) };
  return { known: false, reason: "theory states none here" };
}

interface RecordedExponent {
  readonly name: string;
  readonly sharp: string | null;
  readonly guaranteed: string | null;
}

function recordedKeys({ call }: CourseExercise, value: unknown): readonly QuestionKey[] {
  if (call.kind === "questions") {
    return (value as readonly NumberQuestion[]).map((question) => ({ kind: "question", question }));
  }
  const all = value as readonly RecordedExponent[];
  return call.questions.flatMap(({ name }) => {
    const found = all.find((each) => each.name === name);
    if (found === undefined) return [];
    return [{ kind: "exponent", name, sharp: exponent(found.sharp), guaranteed: exponent(found.guaranteed) }];
  });
}

/**
 * The answer key of an instructor's notebook. Keys that stand in the text are read off it; those that are computed come
 * from running the notebook up to the last of them.
 * @throws NoKey when that run fails
 */
export async function answerKey(
  notebook: Notebook,
  name: string,
  folder: string,
  limits: Limits,
): Promise<readonly KeyedExercise[]> {
  const all = courseExercises(notebook);
  const run = all.filter((each) => constantKeys(each) === undefined);
  const marker = newMarker();
  const executed =
    run.length === 0
      ? undefined
      : await executeCopy(recordingNotebook(notebook, run, marker), join(folder, name), limits);
  return all.map((exercise) => {
    const keys = constantKeys(exercise);
    if (keys !== undefined) return { ...exercise, keys };
    const cell = executed?.notebook.cells.find(({ id }) => id === exercise.cell);
    const values = cell === undefined ? [] : recordedValues(cell, marker);
    const record = values.find((each) => Array.isArray(each) && each[0] === exercise.at) as
      | readonly unknown[]
      | undefined;
    if (record === undefined) {
      throw new NoKey(
        `The key of ${name}, ${exercise.id}, could not be computed: ${executed?.failure ?? "nothing was recorded"}.`,
      );
    }
    return { ...exercise, keys: recordedKeys(exercise, record[1]) };
  });
}
