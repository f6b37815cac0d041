import { type Command, InvalidArgumentError } from "commander";
import { loadPart } from "../../optional-part";
import { parseNumber } from "../command";
import type { GradeOptions } from "./grade";
import type { ReleaseOptions } from "./release";
import type { SheetOptions } from "./sheet";

function parseSeconds(text: string): number {
  const value = parseNumber(text);
  if (value <= 0 || value > 2e6) throw new InvalidArgumentError(`"${text}" is not a time from 0 to 2000000 s.`);
  return value;
}

export function registerCourse(program: Command): void {
  const course = program.command("course").description("hand out notebooks, grade what comes back, print exercises");
  course
    .command("release")
    .description("students' versions: no solutions, no outputs, no keys; checks locked, metadata for nbgrader")
    .argument("<notebook...>", "the notebooks to hand out")
    .requiredOption("--out <directory>", "gets students/ (to hand out) and instructor/ (to grade by)")
    .option("--seed-class <name>", "a seed of its own for this class: a name such as stat-2026, or a whole number")
    .option("--show-keys", "leave the checks with their answers in, for self-study")
    .option("--json", "print what was written as JSON")
    .action(async (notebooks: readonly string[], options: ReleaseOptions) => {
      const { release } = await loadPart("cells", () => import("./release.js"));
      release(notebooks, options);
    });
  course
    .command("grade")
    .description("run and grade a folder of submissions (DIR/STUDENT/*.ipynb, or a notebook for each student)")
    .argument("<directory>", "the submissions")
    .option(
      "--release <directory>",
      "the release that was handed out (default: the workbook's own notebooks and seeds)",
    )
    .option("--out <directory>", "where grades.csv, totals.csv and the pages go", "build/grades")
    .option("--timeout <seconds>", "for each cell", parseSeconds, 120)
    .option("--total-timeout <seconds>", "for each notebook", parseSeconds, 900)
    .option("--json", "print the grades as JSON")
    .addHelpText("after", "\nSubmissions are programs: they run with your rights. Grade in a container.")
    .action(async (directory: string, options: GradeOptions) => {
      const { grade } = await loadPart("kernel", () => import("./grade.js"));
      await grade(directory, options);
    });
  course
    .command("marks")
    .description("take the points that people gave (marks.csv) into grades.csv, totals.csv and the pages")
    .argument("<directory>", "what cmoe course grade has written")
    .addHelpText("after", "\nExample:\n  cmoe course marks grades")
    .action(async (directory: string) => (await import("./marks.js")).marks(directory));
  course
    .command("sheet")
    .description("the exercises of notebooks as a page to print")
    .argument("<notebook...>", "the notebooks")
    .option("--solutions", "with solutions and rubrics")
    .option("--out <file>", "where the page goes", "build/exercises.html")
    .action(async (notebooks: readonly string[], options: SheetOptions) => {
      const { sheet } = await loadPart("sheets", () => import("./sheet.js"));
      sheet(notebooks, options);
    });
}
