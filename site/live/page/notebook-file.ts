import type { Output } from "../../../src/jupyter/runner/output-log";

/** A cell as the reader has it; `outputs` are undefined where the published ones hold. */
export interface OwnCell {
  readonly id: string;
  readonly source: string;
  readonly outputs: readonly Output[] | undefined;
  readonly count: number | null;
}

interface FileCell {
  readonly id?: string;
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

/** Text as the notebook format keeps it: a list of lines with their ends. */
function lines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function textAsLines(value: unknown): unknown {
  return typeof value === "string" ? lines(value) : value;
}

/** Texts of outputs as lines; a stream's, and those of bundles but for JSON and images. */
function fileOutput(output: Output): object {
  if (output.output_type === "stream") return { ...output, text: textAsLines(output.text) };
  if (output.output_type === "error") return output;
  const data = Object.entries((output.data ?? {}) as Readonly<Record<string, unknown>>);
  return {
    ...output,
    data: Object.fromEntries(
      data.map(([type, value]) => [type, type.startsWith("text/") ? textAsLines(value) : value]),
    ),
  };
}

/** The published notebook (nbformat 4) with the reader's cells in it. @throws Error when the text is no notebook */
export function notebookWith(published: string, own: readonly OwnCell[]): string {
  const notebook = JSON.parse(published) as { readonly cells?: readonly FileCell[] };
  if (!Array.isArray(notebook.cells)) throw new Error("The published notebook has no cells.");
  const byId = new Map(own.map((each) => [each.id, each]));
  const cells = (notebook.cells as readonly FileCell[]).map((cell) => {
    const mine = cell.cell_type === "code" && cell.id !== undefined ? byId.get(cell.id) : undefined;
    if (!mine) return cell;
    const text = typeof cell.source === "string" ? cell.source : cell.source.join("");
    const source = text === mine.source ? cell.source : lines(mine.source);
    if (mine.outputs !== undefined) {
      return { ...cell, source, execution_count: mine.count, outputs: mine.outputs.map(fileOutput) };
    }
    // What was changed and not run has no outputs that belong to it.
    return text === mine.source ? cell : { ...cell, source, execution_count: null, outputs: [] };
  });
  return `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`;
}
