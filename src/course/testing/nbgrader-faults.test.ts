import { describe, expect, it } from "vitest";
import type { Cell } from "../../jupyter/runner/notebook-file";
import { nbgraderFaults } from "./nbgrader-faults";

function cell(type: Cell["type"], nbgrader: unknown): Cell {
  return { type, id: "c", metadata: { nbgrader }, source: "", outputs: [], executionCount: null, rest: {} };
}
const answer = { schema_version: 3, grade: true, locked: false, solution: true, task: false, grade_id: "a", points: 2 };
const without = (name: keyof typeof answer): unknown => ({ ...answer, [name]: undefined });

describe("what nbgrader refuses", () => {
  it("is nothing of a manually graded answer, nor of a cell that it has released", () => {
    const released = { ...answer, grade_id: "b", checksum: "0".repeat(32), cell_type: "code" };
    expect(nbgraderFaults([cell("markdown", answer), cell("code", released), cell("code", undefined)])).toEqual([]);
  });

  it.each([
    ["an older version", cell("code", { ...answer, schema_version: 2 })],
    ["a field that it does not know", cell("code", { ...answer, tolerance: 1 })],
    ["a space in the name", cell("code", { ...answer, grade_id: "a b" })],
    ["points below 0", cell("code", { ...answer, points: -1 })],
    ["a missing flag", cell("code", without("locked"))],
    ["no name", cell("code", without("grade_id"))],
    ["an empty name", cell("code", { ...answer, grade_id: "" })],
    ["no points", cell("code", without("points"))],
    ["a graded text that is no solution", cell("markdown", { ...answer, solution: false })],
    ["a text to write that is not graded", cell("markdown", { ...answer, grade: false })],
    ["code as a task", cell("code", { ...answer, task: true })],
    ["another type than it released", cell("code", { ...answer, cell_type: "markdown" })],
  ])("is found: %s", (_, wrong) => {
    expect(nbgraderFaults([wrong])).not.toEqual([]);
  });

  it("is found: a name twice", () => {
    expect(nbgraderFaults([cell("code", answer), cell("code", answer)])).toEqual(["c: grade_id twice"]);
  });
});
