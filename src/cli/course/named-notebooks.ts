import { basename } from "node:path";
import { InputError } from "../../input-error";
import { type Notebook, readNotebook } from "../../jupyter/runner/notebook-file";

/** A notebook by its file's name without the ending. */
export interface NamedNotebook {
  readonly name: string;
  readonly notebook: Notebook;
}

/** Reads notebooks. @throws InputError when one cannot be read or two have the same name */
export function namedNotebooks(files: readonly string[]): readonly NamedNotebook[] {
  const all = files.map((file) => ({ name: basename(file).replace(/\.ipynb$/i, ""), notebook: readNotebook(file) }));
  const names = all.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return all;
  throw new InputError(`Two notebooks are called ${twice}; name each once.`);
}
