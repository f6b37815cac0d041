import { join } from "node:path";
import { type Notebook, writeNotebook } from "../runner/notebook-file";

/** A code cell to be: its source, and its tags if any. */
export type Draft = string | { readonly source: string; readonly tags: readonly string[] };

/** Writes a notebook of these code cells, whose ids are c1, c2, ..., and returns its path. */
export function draftNotebook(
  folder: string,
  name: string,
  cells: readonly Draft[],
  kernel: string = "contaminated-moe",
): string {
  const notebook: Notebook = {
    metadata: { kernelspec: { name: kernel, display_name: kernel } },
    cells: cells.map((draft, at) => ({
      type: "code",
      id: `c${at + 1}`,
      metadata: typeof draft === "string" ? {} : { tags: draft.tags },
      source: typeof draft === "string" ? draft : draft.source,
      outputs: [],
      executionCount: null,
      rest: {},
    })),
  };
  const file = join(folder, `${name}.ipynb`);
  writeNotebook(file, notebook);
  return file;
}
