import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { Cell } from "../../jupyter/runner/notebook-file";

/** What nbgrader's schema 3 admits under "nbgrader" in a cell's metadata: nbgrader/nbgraderformat/v3.json in its repository. */
const NbgraderSchema = Type.Object(
  {
    schema_version: Type.Literal(3),
    grade: Type.Boolean(),
    locked: Type.Boolean(),
    solution: Type.Boolean(),
    task: Type.Optional(Type.Boolean()),
    grade_id: Type.Optional(Type.String({ pattern: "^[a-zA-Z0-9_\\-]*$" })),
    points: Type.Optional(Type.Number({ minimum: 0 })),
    checksum: Type.Optional(Type.String({ minLength: 32, maxLength: 32 })),
    cell_type: Type.Optional(Type.Union([Type.Literal("raw"), Type.Literal("code"), Type.Literal("markdown")])),
  },
  { additionalProperties: false },
);

function cellFaults({ type }: Cell, data: Static<typeof NbgraderSchema>): readonly string[] {
  const { grade, solution, locked, task = false, grade_id: id } = data;
  const text = type === "markdown";
  const rules: readonly (readonly [boolean, string])[] = [
    [(grade || solution || locked) && (id ?? "") === "", "no grade_id"],
    [grade && data.points === undefined, "graded without points"],
    [!task && text && grade !== solution, "a graded text is not a solution, or the reverse"],
    [task && !text, "a task that is no text"],
    [data.cell_type !== undefined && data.cell_type !== type, "another cell type"],
  ];
  return rules.flatMap(([broken, fault]) => (broken ? [fault] : []));
}

/**
 * What nbgrader would refuse in these cells, each with the cell's id: its schema, and the rules beyond it that its validator
 * has (`validate_cell` and `validate_nb` in nbgrader/nbgraderformat/v3.py), in our words.
 */
export function nbgraderFaults(cells: readonly Cell[]): readonly string[] {
  const ids = new Set<string>();
  return cells.flatMap((cell) => {
    const data = cell.metadata.nbgrader;
    if (data === undefined) return [];
    if (!Value.Check(NbgraderSchema, data)) {
      return [...Value.Errors(NbgraderSchema, data)].map(({ path, message }) => `${cell.id}: ${path} ${message}`);
    }
    const { grade, solution, locked, grade_id: id = "" } = data;
    const twice = (grade || solution || locked) && ids.has(id);
    ids.add(id);
    return [...cellFaults(cell, data), ...(twice ? ["grade_id twice"] : [])].map((fault) => `${cell.id}: ${fault}`);
  });
}
