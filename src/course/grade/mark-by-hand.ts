import type { Notebook } from "../../jupyter/runner/notebook-file";
import { type ByHand, byHandOf, PLACEHOLDER } from "../written/written-cells";
import type { ExerciseGrade } from "./mark-exercise";

/** A written answer that a person has to mark, by the cell it stands in. */
export interface WrittenTask extends ByHand {
  readonly cell: string;
}

/** The written answers an instructor's notebook asks for. */
export function writtenTasks(notebook: Notebook): readonly WrittenTask[] {
  return notebook.cells.flatMap((cell) => {
    const hand = byHandOf(cell);
    return hand === undefined ? [] : [{ ...hand, cell: cell.id }];
  });
}

/** An answer that is there waits for a person; none is no points. */
export function markByHand(task: WrittenTask, notebook: Notebook): ExerciseGrade {
  const base = { exercise: task.exercise, title: task.title, of: task.points, feedback: [] };
  const cell = notebook.cells.find(({ id }) => id === task.cell);
  if (cell === undefined) return { ...base, points: 0, reasons: [`The cell ${task.cell} is missing.`] };
  const text = cell.source.replace(PLACEHOLDER, "").trim();
  if (text === "") return { ...base, points: 0, reasons: ["No answer."] };
  return { ...base, points: null, reasons: ["To be marked by hand."], text };
}
