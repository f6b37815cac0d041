import type { Notebook } from "../../jupyter/runner/notebook-file";
import { type ExerciseCall, exerciseCalls } from "./exercise-call";
import { hideKeys } from "./hide-keys";
import { lockOf } from "./lock";

/** An exercise of a notebook that is graded by a key. One question is one point. */
export interface CourseExercise {
  /** The cell's id; "-2" and so on is added where a cell has several exercises. */
  readonly id: string;
  readonly cell: string;
  /** The position among the exercises of its cell. */
  readonly at: number;
  readonly call: ExerciseCall;
  /** The checksums of the check as it may have been handed out: with its keys, and without. */
  readonly locks: readonly string[];
}

/** The graded exercises of a notebook, in their order. */
export function courseExercises(notebook: Notebook): readonly CourseExercise[] {
  return notebook.cells
    .filter(({ type }) => type === "code")
    .flatMap(({ id, source }) => {
      const hidden = exerciseCalls(hideKeys(source));
      return exerciseCalls(source).map((call, at) => {
        const other = hidden[at];
        const locks = [lockOf(call), ...(other === undefined ? [] : [lockOf(other)])];
        return { id: at === 0 ? id : `${id}-${at + 1}`, cell: id, at, call, locks: [...new Set(locks)] };
      });
    });
}
