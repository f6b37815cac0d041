import { readFileSync } from "node:fs";
import { InputError } from "../../input-error";

/** Reads a file of JSON; `what` names its kind ("model", "study"). @throws InputError when it cannot be read or is no JSON. */
export function readJsonFile(path: string, what: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new InputError(`Cannot read the ${what} file "${path}"; check the path.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path} is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
