import { InputError } from "../../../input-error";
import type { KernelSpec } from "../kernel-spec";
import { type Cell, type Notebook, tags, unusedId } from "../notebook-file";
import { nearestName } from "./nearest-name";
import { isNumberText, type ParameterTexts, readings, toSource } from "./parameter-text";

const PARAMETERS = "parameters";
const INJECTED = "injected-parameters";

/** Whether the cell holds the notebook's parameters, its own or those of a run. */
export function isParameterCell(cell: Cell): boolean {
  const own = tags(cell);
  return own.includes(PARAMETERS) || own.includes(INJECTED);
}

/** A notebook with parameters, and what its user should know about them. */
export interface NotebookWithParameters {
  readonly notebook: Notebook;
  readonly warnings: readonly string[];
}

/** Nothing is declared, so the text is what papermill takes it for. */
function undeclaredSource(name: string, text: string): string {
  const [value] = readings(text);
  if (typeof value === "string" && isNumberText(text)) {
    throw new InputError(`The parameter ${name}=${text} is a number that no variable can hold; write another one.`);
  }
  return toSource(value);
}

function warning(path: string, name: string, known: readonly string[], hasCell: boolean): string {
  if (!hasCell) {
    return `${path} has no cell tagged "parameters", so ${name} is set before its first cell, and a cell that declares ${name} sets it anew.`;
  }
  const near = nearestName(name, known);
  const hint = near === undefined ? `it declares ${known.join(", ") || "none"}` : `did you mean ${near}?`;
  return `${path} does not declare the parameter ${name} (${hint}); it is set all the same.`;
}

/**
 * Sets a notebook's parameters. What its cell tagged `parameters` declares is given another initial value there; what it
 * does not declare is declared in a cell after it, or in a first cell when none is tagged.
 * @throws InputError when a value or a name cannot be used, or the kernel's language is another one
 */
export async function injectParameters(
  notebook: Notebook,
  texts: ParameterTexts,
  spec: KernelSpec,
  path: string,
): Promise<NotebookWithParameters> {
  if (texts.size === 0) return { notebook, warnings: [] };
  if (!["typescript", "javascript"].includes(spec.language.toLowerCase())) {
    throw new InputError(
      `${path} runs in the kernel "${spec.name}" (${spec.language || "of an unknown language"}); parameters can be set in TypeScript and JavaScript only.`,
    );
  }
  const cells = notebook.cells.filter((cell) => !tags(cell).includes(INJECTED));
  const at = cells.findIndex((cell) => cell.type === "code" && tags(cell).includes(PARAMETERS));
  const own = cells[at];
  // The compiler is loaded only where it is needed.
  const { setParameters } = await import("./set-parameters.js");
  const set = setParameters(own?.source ?? "", texts);
  const lines = set.unknown.map((name) => `let ${name} = ${undeclaredSource(name, texts.get(name) ?? "")};`);
  const injected: Cell = {
    type: "code",
    id: unusedId(INJECTED, new Set(cells.map((cell) => cell.id))),
    metadata: { tags: [INJECTED] },
    source: ["// Parameters that the notebook does not declare.", ...lines].join("\n"),
    outputs: [],
    executionCount: null,
    rest: {},
  };
  return {
    notebook: {
      ...notebook,
      cells: [
        ...cells.slice(0, Math.max(at, 0)),
        ...(own ? [{ ...own, source: set.source }] : []),
        ...(lines.length > 0 ? [injected] : []),
        ...cells.slice(at + 1),
      ],
    },
    warnings: set.unknown.map((name) => warning(path, name, set.declared, own !== undefined)),
  };
}
