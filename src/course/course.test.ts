import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cell, type Notebook, readNotebook, writeNotebook } from "../jupyter/runner/notebook-file";
import { draftNotebook } from "../jupyter/testing/draft-notebook";
import { PACKAGE_ROOT } from "../package-root";

const directory = mkdtempSync(join(tmpdir(), "cmoe-course-"));
afterAll(() => rmSync(directory, { recursive: true }));
const program = join(PACKAGE_ROOT, "dist/cli/cmoe.js");
const cmoe = (...parameters: readonly string[]): string =>
  execFileSync(process.execPath, [program, ...parameters], { cwd: directory, encoding: "utf8", stdio: "pipe" });

const SOURCES = [
  { source: "let seed: number = 7;", tags: ["parameters"] },
  `import { scenarioPath } from "contaminated-moe";
import { exercise, predictExponents } from "contaminated-moe/notebook";
const { path } = scenarioPath("L/bias");`,
  "predictExponents(path, { lambda: null, b: null });",
  `exercise("Constants", [
  { question: "a half", given: null, answer: 1 / 2, hint: "1/2" },
  { question: "yes or no", given: null, answer: "yes", hint: "think" },
]);`,
  `let twiceTheSeed: number | null = null;
exercise("Computed", [{ question: "twice", given: twiceTheSeed, answer: 2 * seed, hint: "2 seed", tolerance: 1e-9 }]);`,
];

/** A student's notebook with the sources of some cells changed, or without them where the change gives nothing. */
function handIn(student: string, change: (cell: Cell) => string | undefined): void {
  const released = readNotebook(join(directory, "release/students/lesson.ipynb"));
  const cells = released.cells.flatMap((cell) => {
    const source = change(cell);
    return source === undefined ? [] : [{ ...cell, source }];
  });
  mkdirSync(join(directory, "in", student), { recursive: true });
  writeNotebook(join(directory, "in", student, "lesson.ipynb"), { ...released, cells } satisfies Notebook);
}

/** All answers right; seed 42 is the class's. */
function solved({ id, source }: Cell): string {
  if (id === "c3") return source.replace("lambda: null", 'lambda: "1/4"').replace("b: null", 'b: "1/3"');
  if (id === "c4") return source.replace("null", "0.5").replace("null", '"Yes"');
  if (id === "c5") return source.replace("= null", "= 2 * seed");
  return source;
}

type Row = Readonly<Record<"student" | "exercise" | "points" | "of" | "reasons", string>>;
let rows: readonly Row[] = [];
const of = (student: string): readonly Row[] => rows.filter((row) => row.student === student);
const points = (student: string): readonly string[] => of(student).map((row) => row.points);

beforeAll(() => {
  const lesson = draftNotebook(directory, "lesson", SOURCES);
  cmoe("course", "release", lesson, "--out", "release", "--seed-class", "42");
  handIn("right", solved);
  handIn("untouched", ({ source }) => source);
  handIn("tampered", (cell) =>
    cell.id === "c4" ? 'exercise("Constants", [{ question: "a half", given: 7, answer: 7, hint: "" }]);' : solved(cell),
  );
  handIn("loop", (cell) => (cell.id === "c2" ? "while (true) {}" : solved(cell)));
  handIn("missing", (cell) => (cell.id === "c4" ? undefined : solved(cell)));
  handIn("crash", (cell) => (cell.id === "c2" ? "process.exit(3)" : solved(cell)));
  handIn("syntax", (cell) => (cell.id === "c2" ? "const = ;" : solved(cell)));
  handIn("forged", (cell) =>
    cell.id === "c4" ? cell.source.replace("null", "{ valueOf: () => 0.5 } as unknown as number") : solved(cell),
  );
  mkdirSync(join(directory, "in/not-json"));
  writeFileSync(join(directory, "in/not-json/lesson.ipynb"), '{ "cells": [');
  mkdirSync(join(directory, "in/nothing"));
  cmoe("course", "grade", "in", "--release", "release", "--out", "grades", "--timeout", "15");
  rows = parse(readFileSync(join(directory, "grades/grades.csv"), "utf8"), { columns: true }) as readonly Row[];
}, 400_000);

describe("cmoe course grade", () => {
  it("gives a right notebook all points, computed answers and the seed of the class included", () => {
    expect(of("right").map((row) => [row.exercise, row.points, row.of, row.reasons])).toEqual([
      ["c3", "2", "2", ""],
      ["c4", "2", "2", ""],
      ["c5", "1", "1", ""],
    ]);
    expect(points("untouched")).toEqual(["0", "0", "0"]);
  });

  it.each([
    ["tampered", ["2", "0", "1"], /check was changed/],
    ["missing", ["2", "0", "1"], /The cell c4 is missing/],
    ["loop", ["2", "2", "0"], /CellTimeout/],
    ["crash", ["2", "2", "0"], /kernel died \(exit code 3\)/],
    ["syntax", ["2", "2", "1"], /The cell c2 ended with/],
    ["forged", ["2", "0", "1"], /neither a number nor a word/],
    ["not-json", ["0", "0", "0"], /is not JSON/],
    ["nothing", ["0", "0", "0"], /Nothing was handed in/],
  ])("%s is a grade with its reason", (student, expected, reason) => {
    expect(points(student)).toEqual(expected);
    expect(
      of(student)
        .map(({ reasons }) => reasons)
        .join(),
    ).toMatch(reason);
    expect(readFileSync(join(directory, `grades/pages/${student}.html`), "utf8")).toMatch(/ of 5 points/);
  });

  it("has a line for each student", () => {
    const totals = readFileSync(join(directory, "grades/totals.csv"), "utf8");
    expect(totals).toContain("right,5,5,0\n");
    expect(totals.trim().split("\n")).toHaveLength(11);
  });

  it("says what it wants when there is nothing to grade", () => {
    const { status, stderr } = spawnSync(process.execPath, [program, "course", "grade", "nowhere"], {
      cwd: directory,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/nowhere is no folder/)]);
  });
});
