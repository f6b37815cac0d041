import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { InputError } from "../../input-error";
import type { NotebookGrade } from "./grade-submission";

const FeedbackSchema = Type.Object({
  question: Type.String(),
  given: Type.String(),
  mark: Type.Union([Type.Literal("right"), Type.Literal("almost"), Type.Literal("not yet"), Type.Literal("open")]),
  comment: Type.String(),
});

const ExerciseSchema = Type.Object({
  exercise: Type.String(),
  title: Type.String(),
  points: Type.Union([Type.Number(), Type.Null()]),
  of: Type.Number(),
  reasons: Type.Array(Type.String()),
  feedback: Type.Array(FeedbackSchema),
  text: Type.Optional(Type.String()),
});

const KeptSchema = Type.Object({
  students: Type.Array(Type.String()),
  grades: Type.Array(
    Type.Object({
      student: Type.String(),
      notebook: Type.String(),
      file: Type.Optional(Type.String()),
      exercises: Type.Array(ExerciseSchema),
      remarks: Type.Array(Type.String()),
    }),
  ),
});

/**
 * Reads grades.json, in which the program's grades are kept for the marks that people add.
 * @throws InputError naming the place that is not as `cmoe course grade` writes it
 */
export function readKeptGrades(
  text: string,
  file: string,
): { readonly students: readonly string[]; readonly grades: readonly NotebookGrade[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const first = Value.Errors(KeptSchema, json).First();
  if (first !== undefined || !Value.Check(KeptSchema, json)) {
    const place = first === undefined || first.path === "" ? "as a whole" : `at ${first.path}`;
    throw new InputError(
      `${file} is not as cmoe course grade writes it (${place}: ${first?.message ?? "no grades"}); grade again.`,
    );
  }
  // JSON leaves out what is undefined.
  return { students: json.students, grades: json.grades.map((each) => ({ ...each, file: each.file })) };
}
