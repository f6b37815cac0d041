import { describe, expect, it } from "vitest";
import { InputError } from "../../input-error";
import type { NotebookGrade } from "./grade-submission";
import { readKeptGrades } from "./kept-grades";

const feedback = { question: "D", given: "C", mark: "right", comment: "" } as const;
const proof = { exercise: "proof", title: "Proof", points: null, of: 6, reasons: [], feedback: [], text: "By hand." };
const numbers = {
  exercise: "numbers",
  title: "Numbers",
  points: 0.5,
  of: 1,
  reasons: ["almost"],
  feedback: [feedback],
};
const grades: readonly NotebookGrade[] = [
  { student: "ada", notebook: "01-lesson", file: "ada.ipynb", exercises: [proof, numbers], remarks: [] },
  { student: "bob", notebook: "01-lesson", file: undefined, exercises: [], remarks: ["nothing handed in"] },
];
const kept = { students: ["ada", "bob"], grades };

describe("the grades that are kept", () => {
  it("are read as they were written", () => {
    expect(readKeptGrades(JSON.stringify(kept), "grades.json")).toEqual(kept);
  });

  it.each([
    ["{", /grades\.json is not JSON/],
    ["[]", /as a whole/],
    ['{"students":["ada"]}', /at \/grades/],
    [JSON.stringify(kept).replace('"points":0.5', '"points":"0.5"'), /at \/grades\/0\/exercises\/1\/points/],
    [
      JSON.stringify(kept).replace('"mark":"right"', '"mark":"best"'),
      /at \/grades\/0\/exercises\/1\/feedback\/0\/mark/,
    ],
  ])("%s are refused with the place", (text, message) => {
    expect(() => readKeptGrades(text, "grades.json")).toThrow(message);
    expect(() => readKeptGrades(text, "grades.json")).toThrow(InputError);
  });
});
