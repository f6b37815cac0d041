import { join } from "node:path";
import { type Cell, type Notebook, readNotebook, tags } from "../../jupyter/runner/notebook-file";
import { constantValue } from "../cells/constant-value";
import { exerciseCalls } from "../cells/exercise-call";
import type { KeyedExercise } from "./answer-key";
import { type Executed, executeCopy, type Limits } from "./execute-copy";
import { markByHand, type WrittenTask, writtenTasks } from "./mark-by-hand";
import { type ExerciseGrade, markExercise, noPoints, type Recorded } from "./mark-exercise";
import { newMarker, recordedValues, recordStatement } from "./recorded-values";
import type { Submission } from "./submissions";

/** What a notebook is graded by. */
export interface NotebookKey {
  readonly name: string;
  readonly exercises: readonly KeyedExercise[];
  readonly written: readonly WrittenTask[];
}

/** The grades of one notebook of one student. */
export interface NotebookGrade {
  readonly student: string;
  readonly notebook: string;
  /** undefined where nothing was handed in. */
  readonly file: string | undefined;
  readonly exercises: readonly ExerciseGrade[];
  /** What happened to the notebook as a whole. */
  readonly remarks: readonly string[];
}

export function notebookKey(notebook: Notebook, name: string, exercises: readonly KeyedExercise[]): NotebookKey {
  return { name, exercises, written: writtenTasks(notebook) };
}

/** Every exercise without points, for one reason. */
export function gradeNothing(
  key: NotebookKey,
  student: string,
  file: string | undefined,
  reason: string,
): NotebookGrade {
  const byHand = key.written.map(
    (task): ExerciseGrade => ({ ...task, points: 0, of: task.points, reasons: [reason], feedback: [] }),
  );
  const exercises = [...key.exercises.map((each) => noPoints(each, reason)), ...byHand];
  return { student, notebook: key.name, file, exercises, remarks: [reason] };
}

/** A cell that prints its computed answers at its end, and whose errors do not keep later cells from running. */
function recording(cell: Cell, marker: string): Cell {
  if (cell.type !== "code") return cell;
  const metadata = { ...cell.metadata, tags: [...new Set([...tags(cell), "raises-exception"])] };
  const records = exerciseCalls(cell.source).flatMap((call, at) => {
    if (call.questions.every(({ given }) => given === undefined || constantValue(given) !== undefined)) return [];
    const pairs = call.questions.map(
      ({ name, given }) => `[${JSON.stringify(name)}, ${given?.getText(call.file) ?? "null"}]`,
    );
    return [recordStatement(marker, `[${at}, [${pairs.join(", ")}]]`)];
  });
  return { ...cell, metadata, source: records.length === 0 ? cell.source : `${cell.source}\n${records.join("")}` };
}

function isPair(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}

function recordedIn(executed: Notebook, marker: string): Recorded {
  return (id, at) => {
    const cell = executed.cells.find((each) => each.id === id);
    const values = cell === undefined ? [] : recordedValues(cell, marker);
    const record = values.find((each): each is readonly unknown[] => Array.isArray(each) && each[0] === at);
    return Array.isArray(record?.[1]) ? new Map(record[1].filter(isPair)) : undefined;
  };
}

/** The cells that ended with an error, which the run went on from. */
function errorsOf(executed: Notebook): readonly string[] {
  return executed.cells.flatMap(({ id, outputs }) =>
    outputs
      .filter(({ output_type }) => output_type === "error")
      .map(({ ename, evalue }) => `The cell ${id} ended with ${String(ename)}: ${String(evalue).slice(0, 300)}`),
  );
}

async function execute(notebook: Notebook, folder: string, limits: Limits): Promise<Executed> {
  try {
    return await executeCopy(notebook, folder, limits);
  } catch (error) {
    return { notebook, failure: error instanceof Error ? error.message : String(error), seconds: 0 };
  }
}

/**
 * Grades a file by the instructor's key. The file is run in a fresh kernel within limits, and its answers are taken from
 * its text, or from the run where they are computed. A file that cannot be read, a crash or an endless loop is a grade.
 */
export async function gradeSubmission(
  submission: Submission,
  key: NotebookKey,
  folder: string,
  limits: Limits,
): Promise<NotebookGrade> {
  const { student, file } = submission;
  let notebook: Notebook;
  try {
    notebook = readNotebook(file);
  } catch (error) {
    return gradeNothing(key, student, file, error instanceof Error ? error.message : String(error));
  }
  const marker = newMarker();
  const cells = notebook.cells.map((cell) => recording(cell, marker));
  const executed = await execute({ ...notebook, cells }, join(folder, student, key.name), limits);
  const recorded = recordedIn(executed.notebook, marker);
  const exercises = [
    ...key.exercises.map((each) => markExercise(each, notebook, recorded)),
    ...key.written.map((task) => markByHand(task, notebook)),
  ];
  const stopped = executed.failure === undefined ? [] : [`The run stopped in ${executed.failure}.`];
  return { student, notebook: key.name, file, exercises, remarks: [...stopped, ...errorsOf(executed.notebook)] };
}
