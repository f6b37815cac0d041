import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../input-error";
import type { NotebookGrade } from "./grade-submission";
import { totalOf } from "./gradebook";
import { type HandMark, handMarksCsv, readHandMarks, withHandMarks } from "./hand-marks";

const exercise = (name: string, points: number | null, of: number) => ({
  ...{ exercise: name, title: `Title of ${name}`, points, of },
  ...{ reasons: [], feedback: [] },
});
const graded = (student: string): NotebookGrade => ({
  ...{ student, notebook: "01-lesson", file: `${student}.ipynb`, remarks: [] },
  exercises: [exercise("numbers", 2, 3), exercise("proof", null, 6), exercise("reason", null, 2)],
});
const mark = (student: string, points: number, comment = ""): HandMark => ({
  ...{ student, notebook: "01-lesson", exercise: "proof", points, comment },
});

describe("marks that people give", () => {
  it("ask for what waits for a person, and nothing else", () => {
    const rows = handMarksCsv([graded("ada")], [], [])
      .trim()
      .split("\n");
    expect(rows).toEqual([
      "student,notebook,exercise,title,of,points,comment",
      "ada,01-lesson,proof,Title of proof,6,,",
      "ada,01-lesson,reason,Title of reason,2,,",
    ]);
    expect(readHandMarks(rows.join("\n"), "marks.csv")).toEqual([]);
  });

  it("are read as they were written, whoever the students are and whatever was said", () => {
    const words = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `x${text}`.replace(/[\r\t]/g, "").trim());
    const names = fc.oneof(
      words,
      words.map((text) => `=${text}`),
      words.map((text) => `-${text}, "${text}"`),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(names, fc.integer({ min: 0, max: 12 }), words), {
          minLength: 1,
          selector: ([name]) => name,
        }),
        (all) => {
          const given = all.map(([student, halves, comment]) => mark(student, halves / 2, comment));
          const grades = all.map(([student]) => graded(student));
          expect(readHandMarks(handMarksCsv(grades, given, []), "marks.csv")).toEqual(given);
          const { grades: marked, unused } = withHandMarks(grades, given);
          expect(unused).toEqual([]);
          const before = totalOf(grades);
          const gained = given.reduce((sum, { points }) => sum + points, 0);
          expect(totalOf(marked)).toEqual({
            points: before.points + gained,
            of: before.of,
            open: before.open - 6 * all.length,
          });
        },
      ),
    );
  });

  it("may come from a spreadsheet with semicolons, decimal commas and a byte order mark", () => {
    const text = "\uFEFFstudent;notebook;exercise;title;of;points;comment\r\nada;01-lesson;proof;Proof;6;4,5;good\r\n";
    expect(readHandMarks(text, "marks.csv")).toEqual([mark("ada", 4.5, "good")]);
  });

  it("replace those of the key, and are kept where no grade is theirs", () => {
    const { grades, unused } = withHandMarks(
      [graded("ada")],
      [{ ...mark("ada", 3), exercise: "numbers" }, mark("bob", 1)],
    );
    expect(grades[0]?.exercises[0]).toMatchObject({ points: 3, reasons: ["Marked by hand."] });
    expect(unused).toEqual([mark("bob", 1)]);
    expect(readHandMarks(handMarksCsv(grades, [], unused), "marks.csv")).toEqual(unused);
  });

  it.each([
    ["7", /marks\.csv, line 2: points are "7"; expected a number from 0 to 6/],
    ["-1", /line 2/],
    ["good", /points are "good"/],
  ])("of %s points are refused with their line", (points, message) => {
    const text = `student,notebook,exercise,title,of,points,comment\nada,01-lesson,proof,Proof,6,${points},\n`;
    expect(() => readHandMarks(text, "marks.csv")).toThrow(message);
    expect(() => readHandMarks(text, "marks.csv")).toThrow(InputError);
    expect(() => readHandMarks("a,b\n1,2\n", "marks.csv")).toThrow(/no column "student/);
  });
});
