import { type Notebook, sorted } from "./notebook-file";
import type { Output } from "./output-log";

/** One place where a fresh output is not the stored one. */
export interface Difference {
  readonly notebook: string;
  /** The code cell, from 1, and its id. */
  readonly cell: number;
  readonly id: string;
  /** The output, from 1, and what of it differs: a MIME type, "stdout", "error", "number of outputs". */
  readonly output: number;
  readonly part: string;
  /** The line, from 1, and its two versions. */
  readonly line: number;
  readonly stored: string;
  readonly fresh: string;
}

const IMAGE = /data:image\/png;base64,[A-Za-z0-9+/=]+/g;

/** Pixels differ with a machine's fonts, so of images only the presence is compared. */
function text(type: string, value: unknown): string {
  if (type === "image/png") return "(an image)";
  return (typeof value === "string" ? value : JSON.stringify(sorted(value), null, 1)).replace(IMAGE, "(an image)");
}

/** What an output consists of, by name. */
function parts(output: Output): ReadonlyMap<string, string> {
  switch (output.output_type) {
    case "stream":
      return new Map([[String(output.name), String(output.text)]]);
    case "error":
      return new Map([["error", `${String(output.ename)}: ${String(output.evalue)}`]]);
    default: {
      const data = (output.data ?? {}) as Readonly<Record<string, unknown>>;
      return new Map(Object.entries(data).map(([type, value]) => [type, text(type, value)]));
    }
  }
}

interface LineDifference {
  readonly line: number;
  readonly stored: string;
  readonly fresh: string;
}

function firstDifference(stored: string, fresh: string): LineDifference | undefined {
  if (stored === fresh) return undefined;
  const before = stored.split("\n");
  const after = fresh.split("\n");
  for (let at = 0; at < Math.max(before.length, after.length); at++) {
    if (before[at] !== after[at]) {
      return { line: at + 1, stored: before[at] ?? "(no such line)", fresh: after[at] ?? "(no such line)" };
    }
  }
  return undefined;
}

function compareOutput(
  stored: Output | undefined,
  fresh: Output | undefined,
): readonly (LineDifference & { part: string })[] {
  const before = stored ? parts(stored) : new Map<string, string>();
  const after = fresh ? parts(fresh) : new Map<string, string>();
  const found: (LineDifference & { part: string })[] = [];
  for (const part of new Set([...before.keys(), ...after.keys()])) {
    const difference = firstDifference(before.get(part) ?? "(nothing)", after.get(part) ?? "(nothing)");
    if (difference) found.push({ part, ...difference });
  }
  return found;
}

/** Compares the outputs a notebook file held with those of a fresh run of it. */
export function compareOutputs(path: string, stored: Notebook, fresh: Notebook): readonly Difference[] {
  const differences: Difference[] = [];
  let number = 0;
  for (const cell of stored.cells) {
    if (cell.type !== "code") continue;
    number++;
    const again = fresh.cells.find((each) => each.id === cell.id);
    if (!again) continue;
    const count = Math.max(cell.outputs.length, again.outputs.length);
    for (let at = 0; at < count; at++) {
      for (const difference of compareOutput(cell.outputs[at], again.outputs[at])) {
        differences.push({ notebook: path, cell: number, id: cell.id, output: at + 1, ...difference });
      }
    }
  }
  return differences;
}

function shorten(line: string): string {
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}

/** A difference for a reader: where, and the two versions of the first line that differs. */
export function formatDifference(each: Difference): string {
  const place = `${each.notebook}, cell ${each.cell} (${each.id}), output ${each.output}, ${each.part}, line ${each.line}`;
  return `${place}:\n  - ${shorten(each.stored)}\n  + ${shorten(each.fresh)}`;
}
