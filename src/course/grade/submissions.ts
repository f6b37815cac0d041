import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { InputError } from "../../input-error";

/** A file that was handed in. `notebook` is undefined where neither the file nor its name says which one it is. */
export interface Submission {
  readonly student: string;
  readonly file: string;
  readonly notebook: string | undefined;
}

const ENDING = /\.ipynb$/i;

/** The notebook's own word for which one it is, if it can be read at all. */
function saidInside(file: string): string | undefined {
  try {
    const parsed = JSON.parse(readFileSync(file, "utf8")) as { metadata?: { course?: { notebook?: unknown } } } | null;
    const name = parsed?.metadata?.course?.notebook;
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}

/** By the file's name (alice-01-distinguishable.ipynb, 01-distinguishable (2).ipynb), else by what it says inside. */
function notebookOf(file: string, notebooks: readonly string[]): string | undefined {
  const name = basename(file).replace(ENDING, "");
  const named = notebooks.filter((each) => name.includes(each)).sort((a, b) => b.length - a.length)[0];
  if (named !== undefined) return named;
  const inside = saidInside(file);
  if (inside !== undefined && notebooks.includes(inside)) return inside;
  return notebooks.length === 1 ? notebooks[0] : undefined;
}

/** alice-01-distinguishable -> alice; alice -> alice. */
function studentOf(file: string, notebook: string | undefined): string {
  const name = basename(file).replace(ENDING, "");
  const rest = notebook === undefined ? name : name.replace(notebook, "").replace(/^[\s_.-]+|[\s_.-]+$/g, "");
  return rest === "" ? name : rest;
}

/**
 * What was handed in, in the order of the students' names: DIR/STUDENT/*.ipynb, or DIR/*.ipynb with a file a student.
 * @throws InputError when there is no folder or nothing in it
 */
export function findSubmissions(directory: string, notebooks: readonly string[]): readonly Submission[] {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new InputError(`${directory} is no folder; give the folder of the submissions.`);
  }
  const found = readdirSync(directory)
    .filter((name) => !name.startsWith("."))
    .sort()
    .flatMap((name): readonly Submission[] => {
      const path = join(directory, name);
      if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
        if (!ENDING.test(name)) return [];
        const notebook = notebookOf(path, notebooks);
        return [{ student: studentOf(path, notebook), file: path, notebook }];
      }
      const files = readdirSync(path).filter((each) => ENDING.test(each) && !each.startsWith("."));
      return files.sort().map((each) => {
        const file = join(path, each);
        return { student: name, file, notebook: notebookOf(file, notebooks) };
      });
    });
  if (found.length > 0) return found;
  throw new InputError(`${directory} holds no submissions; it wants STUDENT/*.ipynb or a notebook for each student.`);
}

/** The students by name, those with an empty folder among them. */
export function studentsOf(directory: string, submissions: readonly Submission[]): readonly string[] {
  const folders = readdirSync(directory, { withFileTypes: true })
    .filter((each) => each.isDirectory() && !each.name.startsWith("."))
    .map((each) => each.name);
  return [...new Set([...folders, ...submissions.map(({ student }) => student)])].sort();
}
