import { InputError } from "../../input-error";
import { note } from "../command";
import { gradedIn, marksIn, writeGrades } from "./write-grades";

/** Takes the points of marks.csv into grades.csv, totals.csv and the pages; nothing is run again. */
export function marks(folder: string): void {
  const course = gradedIn(folder);
  const given = marksIn(folder);
  const known = new Set(
    course.grades.flatMap(({ student, notebook, exercises }) =>
      exercises.map(({ exercise }) => `${student}, ${notebook}, ${exercise}`),
    ),
  );
  const names = given.map(({ student, notebook, exercise }) => `${student}, ${notebook}, ${exercise}`);
  const stranger = names.find((name) => !known.has(name));
  if (stranger !== undefined)
    throw new InputError(`marks.csv has a mark for "${stranger}", and there is no such grade.`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new InputError(`marks.csv has two marks for "${twice}"; leave one.`);
  writeGrades(folder, course, given);
  note(
    `${given.length === 1 ? "1 mark is" : `${given.length} marks are`} in ${folder}: grades.csv, totals.csv, pages/.`,
  );
}
