import { readdirSync } from "node:fs";
import { join } from "node:path";
import { answerKey } from "../../course/grade/answer-key";
import type { Limits } from "../../course/grade/execute-copy";
import {
  gradeNothing,
  gradeSubmission,
  type NotebookGrade,
  type NotebookKey,
  notebookKey,
} from "../../course/grade/grade-submission";
import { totalOf } from "../../course/grade/gradebook";
import { findSubmissions, type Submission, studentsOf } from "../../course/grade/submissions";
import { instructorNotebook } from "../../course/release/student-notebook";
import { InputError } from "../../input-error";
import { NOTEBOOKS } from "../../package-root";
import { note, printJson } from "../command";
import { type NamedNotebook, namedNotebooks } from "./named-notebooks";
import { marksIn, writeGrades } from "./write-grades";

export interface GradeOptions {
  readonly release?: string;
  readonly out: string;
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly json?: boolean;
}

function notebooksIn(folder: string): readonly string[] {
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
    if (files.length > 0) return files.sort().map((name) => join(folder, name));
  } catch {
    // Told below, together with an empty folder.
  }
  throw new InputError(`${folder} holds no notebooks; name the folder that cmoe course release has written.`);
}

/** The instructor's notebooks: those of the release, else the workbook's own with their written exercises. */
function instructors(release: string | undefined): readonly NamedNotebook[] {
  if (release !== undefined) return namedNotebooks(notebooksIn(join(release, "instructor")));
  return namedNotebooks(notebooksIn(NOTEBOOKS)).map(({ name, notebook }) => ({
    name,
    notebook: instructorNotebook(notebook, name),
  }));
}

/** One notebook of one student; a second file for it is told of and left. */
async function gradeOne(
  student: string,
  key: NotebookKey,
  files: readonly Submission[],
  folder: string,
  limits: Limits,
): Promise<NotebookGrade> {
  const [first, ...others] = files;
  if (first === undefined) return gradeNothing(key, student, undefined, "Nothing was handed in.");
  const grade = await gradeSubmission(first, key, folder, limits);
  const left = others.map(({ file }) => `${file} was handed in for the same notebook and was not graded.`);
  return { ...grade, remarks: [...grade.remarks, ...left] };
}

export async function grade(directory: string, options: GradeOptions): Promise<void> {
  // Marks that people have given stay, and a wrong one is told before the work begins.
  const given = marksIn(options.out);
  const all = instructors(options.release);
  const submissions = findSubmissions(
    directory,
    all.map(({ name }) => name),
  );
  const limits = { timeoutSeconds: options.timeout, totalTimeoutSeconds: options.totalTimeout };
  const wanted = all.filter(
    ({ name }) => options.release !== undefined || submissions.some((each) => each.notebook === name),
  );
  const keys: NotebookKey[] = [];
  for (const { name, notebook } of wanted) {
    note(`${name}: the key`);
    keys.push(notebookKey(notebook, name, await answerKey(notebook, name, join(options.out, "keys"), limits)));
  }
  for (const { file } of submissions.filter(({ notebook }) => notebook === undefined)) {
    note(`${file}: which notebook is it? Its name and its text do not say; it is not graded.`);
  }
  const students = studentsOf(directory, submissions);
  const grades: NotebookGrade[] = [];
  for (const student of students) {
    for (const key of keys) {
      const files = submissions.filter((each) => each.student === student && each.notebook === key.name);
      const done = await gradeOne(student, key, files, join(options.out, "runs"), limits);
      grades.push(done);
      const { points, of } = totalOf([done]);
      note(`${student}, ${key.name}: ${points} of ${of}${done.remarks.length === 0 ? "" : ` (${done.remarks[0]})`}`);
    }
  }
  for (const { student, notebook, exercise } of writeGrades(options.out, { students, grades }, given)) {
    note(
      `marks.csv has a mark for ${student}, ${notebook}, ${exercise}: there is no such grade now; it does not count.`,
    );
  }
  if (options.json) printJson(grades);
  note(
    `Grades are in ${options.out}: grades.csv, totals.csv, pages/; points for proofs go into marks.csv, then: cmoe course marks ${options.out}`,
  );
}
