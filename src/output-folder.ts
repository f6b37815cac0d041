import { closeSync, existsSync, mkdirSync, openSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "./input-error";
import { systemReason } from "./system-reason";

/**
 * Makes a folder and those above it that are missing, one by one: Node's own way of making them all does not return
 * where a file system refuses them (/proc).
 * @throws InputError naming the folder, and what is in the way
 */
export function makeFolder(path: string): void {
  const folder = resolve(path);
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return;
    throw new InputError(`${folder} is a file, not a folder; name a folder for the output.`);
  }
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another program may have made it in between.
    if (existsSync(folder) && statSync(folder).isDirectory()) return;
    throw new InputError(`The folder ${folder} cannot be made: ${systemReason(error)}.`);
  }
}

/**
 * Checks before the work that a file can be put there, by putting one beside it; makes the folder where it is missing.
 * @throws InputError naming the place and what is in the way
 */
export function checkOutputFile(file: string): void {
  if (existsSync(file) && !statSync(file).isFile()) {
    throw new InputError(`${file} is not a file; name another folder for the output.`);
  }
  makeFolder(dirname(file));
  const target = existsSync(file) ? realpathSync(file) : file;
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  try {
    closeSync(openSync(draft, "w"));
    rmSync(draft);
  } catch (error) {
    const folder = dirname(draft);
    throw new InputError(`The folder ${folder} takes no file: ${systemReason(error)}.`);
  }
}
