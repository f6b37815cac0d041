import type { NotebookGrade } from "./grade-submission";

/** A field as RFC 4180 has it; one that a spreadsheet would take for a formula gets an apostrophe. */
function field(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV. */
export function csvLines(rows: readonly (readonly (string | number)[])[]): string {
  return `${rows.map((row) => row.map(field).join(",")).join("\n")}\n`;
}

/** Points known so far, what they are out of, and how many more a person has to give. */
export function totalOf(grades: readonly NotebookGrade[]): {
  readonly points: number;
  readonly of: number;
  readonly open: number;
} {
  const all = grades.flatMap(({ exercises }) => exercises);
  return {
    points: all.reduce((sum, { points }) => sum + (points ?? 0), 0),
    of: all.reduce((sum, each) => sum + each.of, 0),
    open: all.reduce((sum, each) => sum + (each.points === null ? each.of : 0), 0),
  };
}

/** One row an exercise; points are empty where a person has to give them. */
export function gradesCsv(grades: readonly NotebookGrade[]): string {
  const head = ["student", "notebook", "exercise", "title", "points", "of", "reasons"];
  const rows = grades.flatMap(({ student, notebook, exercises, remarks }) =>
    exercises.map(({ exercise, title, points, of, reasons }) => {
      const all = [...new Set([...reasons, ...remarks])].join(" | ");
      return [student, notebook, exercise, title, points ?? "", of, all];
    }),
  );
  return csvLines([head, ...rows]);
}

/** One row a student. */
export function totalsCsv(students: readonly string[], grades: readonly NotebookGrade[]): string {
  const rows = students.map((student) => {
    const { points, of, open } = totalOf(grades.filter((each) => each.student === student));
    return [student, points, of, open];
  });
  return csvLines([["student", "points", "of", "to mark by hand"], ...rows]);
}
