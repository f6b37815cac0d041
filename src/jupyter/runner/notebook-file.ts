import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { InputError } from "../../input-error";
import { writeOutput } from "../../output-file";
import { makeFolder } from "../../output-folder";
import type { Output } from "./output-log";

const Text = Type.Union([Type.String(), Type.Array(Type.String())]);
const Metadata = Type.Record(Type.String(), Type.Unknown());

/** What every cell has; its outputs are only kept, so they are not looked into. */
const CellSchema = Type.Object({
  cell_type: Type.Union([Type.Literal("code"), Type.Literal("markdown"), Type.Literal("raw")]),
  id: Type.Optional(Type.String({ pattern: "^[a-zA-Z0-9-_]{1,64}$" })),
  metadata: Metadata,
  source: Text,
  outputs: Type.Optional(Type.Array(Type.Object({ output_type: Type.String() }))),
});

const NotebookSchema = Type.Object({
  nbformat: Type.Literal(4),
  nbformat_minor: Type.Integer({ minimum: 0 }),
  metadata: Metadata,
  cells: Type.Array(CellSchema),
});

/** A cell in memory: source and output texts are one string each. */
export interface Cell {
  readonly type: "code" | "markdown" | "raw";
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly source: string;
  readonly outputs: readonly Output[];
  readonly executionCount: number | null;
  /** Fields that are only kept, such as a markdown cell's attachments. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export interface Notebook {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
}

function check<T extends TSchema>(schema: T, value: unknown, file: string): Static<T> {
  const error = Value.Errors(schema, value).First();
  if (!error) return value as Static<T>;
  const place = error.path === "" ? "its top level" : error.path;
  throw new InputError(
    `${file} is not a notebook of format 4: at ${place} it holds ${JSON.stringify(error.value)?.slice(0, 60)}, ${error.message.toLowerCase()}.`,
  );
}

/** The tags of a cell; anything else in their place is none. */
export function tags(cell: Cell): readonly string[] {
  const found = cell.metadata.tags;
  return Array.isArray(found) ? found.filter((each): each is string => typeof each === "string") : [];
}

/** The id itself, or with the first number behind it that makes it one nobody has. */
export function unusedId(id: string, used: ReadonlySet<string>): string {
  if (!used.has(id)) return id;
  for (let number = 2; ; number++) if (!used.has(`${id}-${number}`)) return `${id}-${number}`;
}

/** Reads and checks a notebook; cells that have no id get one from their position. */
export function readNotebook(file: string): Notebook {
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch {
    throw new InputError(`The notebook ${file} cannot be read; is the path right?`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch (error) {
    throw new InputError(`The notebook ${file} is not JSON: ${(error as Error).message}.`);
  }
  const notebook = check(NotebookSchema, parsed, file);
  const ids = new Set<string>();
  for (const { id } of notebook.cells) {
    if (id === undefined) continue;
    if (ids.has(id)) throw new InputError(`${file} has two cells with the id "${id}"; give the second another one.`);
    ids.add(id);
  }
  const cells = notebook.cells.map((raw, at): Cell => {
    const { cell_type, id: given, metadata, source: text, outputs, ...rest } = raw;
    const { execution_count, ...kept } = rest as Readonly<Record<string, unknown>>;
    const id = given ?? unusedId(`cell-${at + 1}`, ids);
    ids.add(id);
    return {
      type: cell_type,
      id,
      metadata,
      source: joinLines(text),
      outputs: ((outputs ?? []) as readonly Output[]).map((output) => mapTexts(output, joinLines)),
      executionCount: typeof execution_count === "number" ? execution_count : null,
      rest: kept,
    };
  });
  return { metadata: notebook.metadata, cells };
}

function joinLines(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text);
}

function splitLines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/** nbformat keeps these as lists of lines. */
function isLineType(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
}

function mapTexts(output: Output, map: (text: string) => unknown): Output {
  const text = output.text === undefined ? {} : { text: map(output.text as string) };
  const data = output.data as Readonly<Record<string, unknown>> | undefined;
  if (data === undefined) return { ...output, ...text };
  const entries = Object.entries(data).map(([type, value]) => [
    type,
    isLineType(type) && (typeof value === "string" || Array.isArray(value)) ? map(value as string) : value,
  ]);
  return { ...output, ...text, data: Object.fromEntries(entries) };
}

/** Half of a surrogate pair is no character: Jupyter cannot write a file that holds it. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Objects with their fields in alphabetical order, as nbformat writes them, so that equal notebooks are equal bytes. */
export function sorted(value: unknown): unknown {
  if (typeof value === "string") return wellFormed(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [wellFormed(key), sorted(each)]));
}

/** The text of a cell in a file, which stands two levels deep. Cells are never changed, so each is written out once. */
const written = new WeakMap<Cell, string>();

function formatCell(cell: Cell): string {
  const known = written.get(cell);
  if (known !== undefined) return known;
  const outputs = cell.outputs.map((output) => mapTexts(output, splitLines));
  const fields = {
    ...cell.rest,
    cell_type: cell.type,
    id: cell.id,
    metadata: cell.metadata,
    source: splitLines(cell.source),
    ...(cell.type === "code" ? { execution_count: cell.executionCount, outputs } : {}),
  };
  const text = JSON.stringify(sorted(fields), null, 1).replace(/^/gm, "  ");
  written.set(cell, text);
  return text;
}

/** The notebook as the pieces of a file, in format 4.5: together they may be longer than a text can be. */
function* notebookPieces(notebook: Notebook): Generator<string> {
  const { cells } = notebook;
  yield cells.length === 0 ? '{\n "cells": [],\n' : '{\n "cells": [\n';
  for (const [at, cell] of cells.entries()) {
    yield formatCell(cell);
    yield at === cells.length - 1 ? "\n ],\n" : ",\n";
  }
  const metadata = JSON.stringify(sorted(notebook.metadata), null, 1).replace(/\n/g, "\n ");
  yield ` "metadata": ${metadata},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n`;
}

/** The notebook as the text of a file, in format 4.5. */
export function formatNotebook(notebook: Notebook): string {
  return [...notebookPieces(notebook)].join("");
}

/** Writes the notebook in one step: a reader sees the old file or the new one. */
export function writeNotebook(file: string, notebook: Notebook): void {
  makeFolder(dirname(file));
  writeOutput(file, notebookPieces(notebook));
}
