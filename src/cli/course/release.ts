import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { classSeed } from "../../course/release/class-seed";
import { instructorNotebook, studentNotebook } from "../../course/release/student-notebook";
import { writeNotebook } from "../../jupyter/runner/notebook-file";
import { note, printJson } from "../command";
import { namedNotebooks } from "./named-notebooks";

export interface ReleaseOptions {
  readonly out: string;
  readonly seedClass?: string;
  readonly showKeys?: boolean;
  readonly json?: boolean;
}

export function release(files: readonly string[], options: ReleaseOptions): void {
  const seed = options.seedClass === undefined ? undefined : classSeed(options.seedClass);
  const written = namedNotebooks(files).map(({ name, notebook }) => {
    const instructor = instructorNotebook(notebook, name, seed);
    const student = studentNotebook(instructor, name, options.showKeys ? "shown" : "hidden");
    const places = { students: join(options.out, "students"), instructor: join(options.out, "instructor") };
    for (const folder of Object.values(places)) mkdirSync(folder, { recursive: true });
    writeNotebook(join(places.students, `${name}.ipynb`), student);
    writeNotebook(join(places.instructor, `${name}.ipynb`), instructor);
    if (!options.json) note(`${name} -> ${join(places.students, `${name}.ipynb`)}`);
    return {
      name,
      student: join(places.students, `${name}.ipynb`),
      instructor: join(places.instructor, `${name}.ipynb`),
    };
  });
  if (options.json) printJson({ seed: seed ?? null, notebooks: written });
  else note(`Hand out ${join(options.out, "students")}; keep ${join(options.out, "instructor")} for grading.`);
}
