import { InputError } from "../../input-error";
import { inputName, readTextBytes } from "./file-bytes";

/** Reads a file of JSON; `what` names its kind ("model", "study"). @throws InputError when it cannot be read or is no JSON. */
export function readJsonFile(path: string, what: string): unknown {
  const text = readTextBytes(path, what).toString("utf8");
  if (text.trim() === "") throw new InputError(`${inputName(path)} is empty; expected the JSON of a ${what}.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    throw new InputError(`${inputName(path)} is not valid JSON: ${told}.`);
  }
}
