import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** One output of a code cell, by its representations. */
export type Output =
  | { readonly kind: "stream"; readonly text: string }
  | { readonly kind: "error"; readonly text: string }
  | { readonly kind: "data"; readonly data: Readonly<Record<string, unknown>> };

export type Cell =
  | { readonly kind: "markdown"; readonly source: string }
  | {
      readonly kind: "code";
      /** The cell's id in the notebook file. */
      readonly id: string;
      readonly source: string;
      readonly outputs: readonly Output[];
    };

/** A notebook as it is stored, with its outputs. */
export interface Notebook {
  /** "04-linear-experts" */
  readonly name: string;
  readonly cells: readonly Cell[];
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The notebook format keeps text as one string or as lines. */
export function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join("") : typeof value === "string" ? value : "";
}

function outputOf(output: Json): Output {
  if (output.output_type === "stream") return { kind: "stream", text: textOf(output.text) };
  if (output.output_type === "error") return { kind: "error", text: `${output.ename}: ${output.evalue}` };
  return { kind: "data", data: isObject(output.data) ? output.data : {} };
}

function cellOf(cell: Json): Cell[] {
  const source = textOf(cell.source);
  if (cell.cell_type === "markdown") return [{ kind: "markdown", source }];
  if (cell.cell_type !== "code") return [];
  const outputs = Array.isArray(cell.outputs) ? cell.outputs.filter(isObject).map(outputOf) : [];
  return [{ kind: "code", id: textOf(cell.id), source, outputs }];
}

/** Reads a notebook (nbformat 4). @throws Error naming the file when it is none. */
export function readNotebook(path: string): Notebook {
  const json: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!isObject(json) || !Array.isArray(json.cells)) throw new Error(`${path} has no cells: it is no notebook.`);
  return { name: basename(path, ".ipynb"), cells: json.cells.filter(isObject).flatMap(cellOf) };
}
