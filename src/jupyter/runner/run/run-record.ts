import type { Notebook } from "../notebook-file";
import type { ParameterTexts } from "../parameters/parameter-text";

/** Where a run stopped before its end. Cells are code cells and count from 1. */
export interface Stop {
  readonly cell: number;
  readonly id: string;
  readonly cells: number;
  readonly reason: string;
}

const KEY = "cmoe";

/**
 * What a run leaves in a notebook's metadata, under "cmoe": the texts of its parameters, and where it stopped. A run to the
 * end without parameters leaves nothing.
 */
export function withRunRecord(notebook: Notebook, texts: ParameterTexts, stop: Stop | undefined): Notebook {
  const { [KEY]: known, ...metadata } = notebook.metadata;
  const { stopped: _, ...before } = (known ?? {}) as Readonly<Record<string, unknown>>;
  const parameters = {
    ...((before.parameters ?? {}) as Readonly<Record<string, unknown>>),
    ...Object.fromEntries(texts),
  };
  const record = {
    ...before,
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(stop ? { stopped: stop } : {}),
  };
  return { ...notebook, metadata: Object.keys(record).length > 0 ? { ...metadata, [KEY]: record } : metadata };
}
