import { existsSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "../../input-error";

/**
 * Checks before the work begins that a result can be written there.
 * @throws InputError when the folder is missing, the path is a folder, or it is one of the inputs
 */
export function checkOutput(path: string | undefined, inputs: readonly string[]): void {
  if (path === undefined) return;
  const folder = dirname(resolve(path));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new InputError(`There is no folder ${folder}.`);
  if (existsSync(path) && statSync(path).isDirectory()) throw new InputError(`${path} is a folder; name a file.`);
  const same = inputs.find((input) => resolve(input) === resolve(path));
  if (same !== undefined) throw new InputError(`${path} is an input; name another file for the output.`);
}

/** Writes a whole file or none: a reader never sees half of it. */
export function writeOutput(path: string, text: string): void {
  const partial = `${path}.partial`;
  writeFileSync(partial, text);
  renameSync(partial, path);
}
