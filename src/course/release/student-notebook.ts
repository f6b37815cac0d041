import type { Cell, Notebook } from "../../jupyter/runner/notebook-file";
import { isParameterCell } from "../../jupyter/runner/parameters/inject-parameters";
import { type CourseExercise, courseExercises } from "../cells/course-exercise";
import { exerciseCalls } from "../cells/exercise-call";
import { hideKeys } from "../cells/hide-keys";
import { lockOf } from "../cells/lock";
import { byHandOf, withWrittenExercises } from "../written/written-cells";
import { withSeed } from "./class-seed";
import { gradedCell, lockedCell } from "./nbgrader";
import { withoutSolutions } from "./solutions";

/** What a released notebook says of itself, under "course" in its metadata. */
export interface Released {
  readonly notebook: string;
  readonly keys: "hidden" | "shown";
}

/** The notebook a course is graded by: with the seed of the class, written exercises, and all solutions. */
export function instructorNotebook(original: Notebook, name: string, seed?: number): Notebook {
  const written = withWrittenExercises(original, name);
  return seed === undefined ? written : withSeed(written, seed);
}

/** Fields of "course" in a cell's metadata, beside those it has. */
function withCourse(cell: Cell, fields: Readonly<Record<string, unknown>>, nbgrader: unknown): Cell {
  const before = (cell.metadata.course ?? {}) as Readonly<Record<string, unknown>>;
  return { ...cell, metadata: { ...cell.metadata, course: { ...before, ...fields }, nbgrader } };
}

/** A cell that asks: editable, with the checksums of its checks and what it is worth. */
function askingCell(cell: Cell, exercises: readonly CourseExercise[]): Cell {
  const checksums = exerciseCalls(cell.source).map(lockOf);
  const points = exercises.reduce((sum, { call }) => sum + call.questions.length, 0);
  return withCourse(cell, { checksums }, gradedCell(cell.id, points));
}

function studentCell(
  cell: Cell,
  keys: Released["keys"],
  asked: ReadonlyMap<string, readonly CourseExercise[]>,
): readonly Cell[] {
  if (cell.type === "markdown") {
    const source = withoutSolutions(cell.source);
    if (source === "" && cell.source.trim() !== "") return [];
    const hand = byHandOf(cell);
    if (hand !== undefined) return [withCourse({ ...cell, source }, {}, gradedCell(cell.id, hand.points))];
    return [{ ...cell, source }];
  }
  const bare: Cell = { ...cell, outputs: [], executionCount: null };
  if (isParameterCell(bare)) return [withCourse(bare, {}, lockedCell(bare.id))];
  const exercises = asked.get(cell.id);
  if (exercises === undefined) return [bare];
  return [askingCell(keys === "hidden" ? { ...bare, source: hideKeys(bare.source) } : bare, exercises)];
}

/**
 * The students' version of an instructor's notebook: no solutions, no outputs, exercises without their keys (unless these
 * are shown), each locked by its checksum, and what nbgrader wants to know of each graded cell.
 */
export function studentNotebook(instructor: Notebook, name: string, keys: Released["keys"]): Notebook {
  const asked = new Map<string, readonly CourseExercise[]>();
  for (const each of courseExercises(instructor)) asked.set(each.cell, [...(asked.get(each.cell) ?? []), each]);
  const released: Released = { notebook: name, keys };
  const cells = instructor.cells.flatMap((cell) => studentCell(cell, keys, asked));
  return { metadata: { ...instructor.metadata, course: released }, cells };
}
