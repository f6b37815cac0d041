import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readNotebook, tags } from "../../jupyter/runner/notebook-file";
import { PACKAGE_ROOT } from "../../package-root";
import { courseExercises } from "../cells/course-exercise";
import { exerciseCalls } from "../cells/exercise-call";
import { lockOf } from "../cells/lock";
import { nbgraderFaults } from "../testing/nbgrader-faults";
import { classSeed } from "./class-seed";
import { instructorNotebook, studentNotebook } from "./student-notebook";

const folder = join(PACKAGE_ROOT, "notebooks");
const names = readdirSync(folder)
  .filter((file) => /^\d\d.*\.ipynb$/.test(file))
  .map((file) => file.replace(".ipynb", ""));
const originals = new Map(names.map((name) => [name, readNotebook(join(folder, `${name}.ipynb`))]));

function versions(name: string, seed?: number) {
  const original = originals.get(name);
  if (original === undefined) throw new Error(`no notebook ${name}`);
  const instructor = instructorNotebook(original, name, seed);
  return { instructor, student: studentNotebook(instructor, name, "hidden") };
}

describe("students' versions", () => {
  it.each(names)("%s: no solutions, no outputs, no keys; everything else as it was", (name) => {
    const { instructor, student } = versions(name);
    const text = student.cells.map(({ source }) => source).join("\n");
    expect(text).not.toMatch(/<details|<summary/);
    expect(student.cells.flatMap(({ outputs }) => outputs)).toEqual([]);
    const asked = student.cells.flatMap(({ source }) => exerciseCalls(source));
    const keys = asked.flatMap(({ questions }) => questions.flatMap(({ properties }) => [...properties.keys()]));
    expect(keys.filter((key) => key !== "question" && key !== "given")).toEqual([]);
    expect(asked.map(({ questions }) => questions.map((q) => q.name))).toEqual(
      courseExercises(instructor).map(({ call }) => call.questions.map((q) => q.name)),
    );
    const before = new Map(instructor.cells.map((cell) => [cell.id, cell]));
    const untouched = student.cells.filter(({ id, source }) => before.get(id)?.source === source);
    expect(untouched.length).toBeGreaterThan(student.cells.length / 2);
  });

  it.each(names)("%s: metadata that nbgrader accepts", (name) => {
    const { cells } = versions(name).student;
    expect(cells.filter(({ metadata }) => metadata.nbgrader !== undefined).length).toBeGreaterThan(0);
    expect(nbgraderFaults(cells)).toEqual([]);
  });

  it("the theorems' notebooks ask for a proof, a wrong claim and its reason", () => {
    for (const name of names.filter((each) => /^(0[1-7]|11)/.test(each))) {
      const ids = versions(name).student.cells.map(({ id }) => id);
      for (const id of ["proof", "proof-answer", "claims", "claims-answer", "claims-reason"]) expect(ids).toContain(id);
      expect(ids).not.toContain("proof-solution");
    }
  });

  it("a class has its own seed, the same each time", () => {
    const seed = classSeed("stat-2026");
    expect([classSeed("stat-2026"), classSeed("7"), classSeed("stat-2027") === seed]).toEqual([seed, 7, false]);
    const cell = versions("01-distinguishable", seed).student.cells.find((each) => tags(each).includes("parameters"));
    expect(cell?.source).toContain(`let seed: number = ${seed};`);
    expect(() => classSeed(" ")).toThrow(/class is empty/);
  });
});

describe("the lock of a check", () => {
  const lock = (source: string): readonly string[] => exerciseCalls(source).map(lockOf);
  const check = 'exercise("E", [{ question: "q", given: null, answer: 1 / 2, hint: "h" }]);';

  it.each([
    ["an answer", check.replace("null", '"1/2"')],
    ["a computed answer", check.replace("null", "rows.map((r) => r.n)[0]")],
    ["layout and comments", check.replace("[{", "[\n  { // mine\n").replace("}]", ",},\n]")],
    ["work around it", `const n = 3;\n${check}\nconsole.log(n);`],
  ])("%s does not change it", (_, source) => {
    expect(lock(source)).toEqual(lock(check));
  });

  it.each([
    ["key", check.replace("1 / 2", "7")],
    ["question", check.replace('"q"', '"Q"')],
    ["tolerance", check.replace("hint", "tolerance: 9, hint")],
    ["title", check.replace('"E"', '"F"')],
  ])("another %s does", (_, source) => {
    expect(lock(source)).not.toEqual(lock(check));
  });

  it("is recorded in each cell that asks", () => {
    for (const cell of versions("04-linear-experts").student.cells) {
      const calls = exerciseCalls(cell.source);
      if (calls.length === 0) continue;
      expect((cell.metadata.course as { readonly checksums: unknown }).checksums).toEqual(calls.map(lockOf));
    }
  });
});
