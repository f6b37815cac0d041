import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../input-error";
import { PROJECT_ROOT } from "../runner/kernel-spec";
import { checkCells, formatComplaint } from "./check-cells";

/** The notebooks in a directory, in alphabetical order. */
export function notebooksIn(directory: string): readonly string[] {
  if (!existsSync(directory)) throw new InputError(`There is no directory ${directory}.`);
  const names = readdirSync(directory).filter((name) => name.endsWith(".ipynb"));
  return names.sort().map((name) => join(directory, name));
}

/** What `npm run check:notebooks` runs: the given notebooks, or all of the project's. */
function main(given: readonly string[]): number {
  const notebooks = given.length > 0 ? given : notebooksIn(join(PROJECT_ROOT, "notebooks"));
  const complaints = checkCells(notebooks, PROJECT_ROOT);
  for (const each of complaints) process.stderr.write(`${formatComplaint(each)}\n`);
  process.stderr.write(`${notebooks.length} notebook(s), ${complaints.length} complaint(s)\n`);
  return complaints.length === 0 ? 0 : 1;
}

if (require.main === module) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof InputError ? 2 : 1;
  }
}
