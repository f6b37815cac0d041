import { readFileSync } from "node:fs";
import { InputError } from "../input-error";
import { type ModelWithTruth, parseModelFile } from "./model-file";

/** Reads a model file. @throws InputError when it cannot be read, is no JSON, or is no model. */
export function readModelFile(path: string): ModelWithTruth {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new InputError(`Cannot read the model file "${path}"; check the path.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path} is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return parseModelFile(json, path);
}
