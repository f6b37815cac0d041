import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NotebookGrade } from "../../course/grade/grade-submission";
import { gradesCsv, totalsCsv } from "../../course/grade/gradebook";
import { type HandMark, handMarksCsv, readHandMarks, withHandMarks } from "../../course/grade/hand-marks";
import { readKeptGrades } from "../../course/grade/kept-grades";
import { studentPage } from "../../course/grade/student-page";
import { InputError } from "../../input-error";
import { writeOutput } from "../../output-file";

/** The grades as the program gave them, kept for the marks that people add. */
export interface GradedCourse {
  readonly students: readonly string[];
  readonly grades: readonly NotebookGrade[];
}

const KEPT = "grades.json";
const MARKS = "marks.csv";

/** The marks that people have given in a folder of grades; none where there is no marks.csv. */
export function marksIn(folder: string): readonly HandMark[] {
  const file = join(folder, MARKS);
  return existsSync(file) ? readHandMarks(readFileSync(file, "utf8"), file) : [];
}

/** @throws InputError where the folder holds no grades, or others than the program wrote */
export function gradedIn(folder: string): GradedCourse {
  const file = join(folder, KEPT);
  if (!existsSync(file))
    throw new InputError(`${file} does not exist; name the folder that cmoe course grade has written.`);
  return readKeptGrades(readFileSync(file, "utf8"), file);
}

/** Writes grades.csv, totals.csv, marks.csv and a page for each student. Returns the marks that belong to no grade. */
export function writeGrades(folder: string, course: GradedCourse, marks: readonly HandMark[]): readonly HandMark[] {
  const { students } = course;
  const { grades, unused } = withHandMarks(course.grades, marks);
  const pages = join(folder, "pages");
  mkdirSync(pages, { recursive: true });
  for (const student of students) {
    const own = grades.filter((each) => each.student === student);
    writeOutput(join(pages, `${student}.html`), studentPage(student, own));
  }
  writeOutput(join(folder, "grades.csv"), gradesCsv(grades));
  writeOutput(join(folder, "totals.csv"), totalsCsv(students, grades));
  writeOutput(join(folder, MARKS), handMarksCsv(course.grades, marks, unused));
  writeOutput(join(folder, KEPT), `${JSON.stringify(course, null, 1)}\n`);
  return unused;
}
