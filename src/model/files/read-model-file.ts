import { readJsonFile } from "./json-file";
import { type ModelWithTruth, parseModelFile } from "./model-file";

/** Reads a model file. @throws InputError when it cannot be read, is no JSON, or is no model. */
export function readModelFile(path: string): ModelWithTruth {
  return parseModelFile(readJsonFile(path, "model"), path);
}
