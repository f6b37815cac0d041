import { InputError } from "../../input-error";
import type { Cell, Notebook } from "./notebook-file";

/** Values that replace those of the cell tagged `parameters`, by name. */
export type Parameters = Readonly<Record<string, unknown>>;

const INJECTED = "injected-parameters";

export function tags(cell: Cell): readonly string[] {
  const found = cell.metadata.tags;
  return Array.isArray(found) ? found.filter((each): each is string => typeof each === "string") : [];
}

/** Reads "name=value"; a value that is JSON is taken as such, any other as text. */
export function parseParameter(text: string): readonly [string, unknown] {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(at, 0)).trim();
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
    throw new InputError(`The parameter "${text}" is not of the form name=value with a variable's name.`);
  }
  const value = text.slice(at + 1);
  try {
    return [name, JSON.parse(value)];
  } catch {
    // "1e5" is JSON, "1." and "uniform" are not: a word is a word.
    return [name, value];
  }
}

/** As papermill does it: a cell with the given values after the one tagged `parameters`, or first when none is. */
export function injectParameters(notebook: Notebook, parameters: Parameters): Notebook {
  const names = Object.keys(parameters);
  if (names.length === 0) return notebook;
  const cells = notebook.cells.filter((cell) => !tags(cell).includes(INJECTED));
  const lines = names.map((name) => `let ${name} = ${JSON.stringify(parameters[name])};`);
  const injected: Cell = {
    type: "code",
    id: INJECTED,
    metadata: { tags: [INJECTED] },
    source: ["// Parameters", ...lines].join("\n"),
    outputs: [],
    executionCount: null,
    rest: {},
  };
  const at = cells.findIndex((cell) => tags(cell).includes("parameters")) + 1;
  return { ...notebook, cells: [...cells.slice(0, at), injected, ...cells.slice(at)] };
}
