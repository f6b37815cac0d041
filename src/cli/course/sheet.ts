import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { instructorNotebook } from "../../course/release/student-notebook";
import { exerciseSheet } from "../../course/sheet/exercise-sheet";
import { writeOutput } from "../../output-file";
import { note } from "../command";
import { namedNotebooks } from "./named-notebooks";

export interface SheetOptions {
  readonly out: string;
  readonly solutions?: boolean;
}

export function sheet(files: readonly string[], options: SheetOptions): void {
  const notebooks = namedNotebooks(files).map(({ name, notebook }) => instructorNotebook(notebook, name));
  const page = exerciseSheet(notebooks, options.solutions === true);
  mkdirSync(dirname(options.out), { recursive: true });
  writeOutput(options.out, page);
  note(`${options.out}: open it and print it.`);
}
