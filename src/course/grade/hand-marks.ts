import { parse } from "csv-parse/sync";
import { InputError } from "../../input-error";
import type { NotebookGrade } from "./grade-submission";
import { csvLines } from "./gradebook";
import type { ExerciseGrade } from "./mark-exercise";

/** What a person gave for one exercise of one student. */
export interface HandMark {
  readonly student: string;
  readonly notebook: string;
  readonly exercise: string;
  readonly points: number;
  readonly comment: string;
}

const COLUMNS = ["student", "notebook", "exercise", "title", "of", "points", "comment"] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const keyOf = ({ student, notebook, exercise }: Pick<HandMark, "student" | "notebook" | "exercise">): string =>
  JSON.stringify([student, notebook, exercise]);

/** Undoes the apostrophe that keeps a spreadsheet from taking a name for a formula. */
const plain = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, "");

function markOf(row: Row, line: number, file: string): HandMark | undefined {
  const given = row.points.trim();
  if (given === "") return undefined;
  const [points, of] = [Number(given.replace(",", ".")), Number(row.of.replace(",", "."))];
  if (!(points >= 0 && points <= of)) {
    throw new InputError(`${file}, line ${line}: points are "${given}"; expected a number from 0 to ${row.of}.`);
  }
  const [student, notebook, exercise] = [row.student, row.notebook, row.exercise].map(plain) as [
    string,
    string,
    string,
  ];
  return { student, notebook, exercise, points, comment: plain(row.comment.trim()) };
}

/**
 * Reads marks.csv as a spreadsheet saves it: commas or semicolons, points or decimal commas. Rows without points wait.
 * @throws InputError naming the line of a mark that is none, or a column that is missing
 */
export function readHandMarks(text: string, file: string): readonly HandMark[] {
  const delimiter = /^\uFEFF?[^\n]*;/.test(text) ? ";" : ",";
  let rows: readonly (readonly string[])[];
  try {
    rows = parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch (error) {
    throw new InputError(`${file} cannot be read as CSV: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const [head = [], ...body] = rows;
  const missing = COLUMNS.filter((name) => !head.includes(name));
  if (missing.length > 0)
    throw new InputError(`${file} has no column "${missing.join('", "')}"; cmoe course grade writes them.`);
  return body.flatMap((cells, i) => {
    const row = Object.fromEntries(COLUMNS.map((name) => [name, cells[head.indexOf(name)] ?? ""])) as Row;
    return markOf(row, i + 2, file) ?? [];
  });
}

/** The sheet to fill in: a row for each answer that waits for a person, and for each mark that was given, those of no grade last. */
export function handMarksCsv(
  grades: readonly NotebookGrade[],
  marks: readonly HandMark[],
  unused: readonly HandMark[],
): string {
  const given = new Map(marks.map((mark) => [keyOf(mark), mark]));
  const rows = grades.flatMap(({ student, notebook, exercises }) =>
    exercises.flatMap(({ exercise, title, of, points }) => {
      const mark = given.get(keyOf({ student, notebook, exercise }));
      if (mark === undefined && points !== null) return [];
      return [[student, notebook, exercise, title, of, mark?.points ?? "", mark?.comment ?? ""]];
    }),
  );
  const rest = unused.map((mark) => [
    mark.student,
    mark.notebook,
    mark.exercise,
    "",
    mark.points,
    mark.points,
    mark.comment,
  ]);
  return csvLines([COLUMNS, ...rows, ...rest]);
}

/** The grades with the marks in, and the marks that belong to none of them. */
export function withHandMarks(
  grades: readonly NotebookGrade[],
  marks: readonly HandMark[],
): { readonly grades: readonly NotebookGrade[]; readonly unused: readonly HandMark[] } {
  const open = new Map(marks.map((mark) => [keyOf(mark), mark]));
  const marked = (grade: NotebookGrade, exercise: ExerciseGrade): ExerciseGrade => {
    const key = keyOf({ ...grade, exercise: exercise.exercise });
    const mark = open.get(key);
    if (mark === undefined) return exercise;
    open.delete(key);
    return {
      ...exercise,
      points: mark.points,
      reasons: ["Marked by hand.", ...(mark.comment === "" ? [] : [mark.comment])],
    };
  };
  const done = grades.map((grade) => ({ ...grade, exercises: grade.exercises.map((each) => marked(grade, each)) }));
  return { grades: done, unused: [...open.values()] };
}
