import { createHash } from "node:crypto";
import { InputError } from "../../input-error";
import type { Notebook } from "../../jupyter/runner/notebook-file";
import { isParameterCell } from "../../jupyter/runner/parameters/inject-parameters";
import { setParameters } from "../../jupyter/runner/parameters/set-parameters";

/** The seed of a class: a whole number from 0 to 2^32 - 1 as it is, any other name by the first 32 bits of its SHA-256. */
export function classSeed(name: string): number {
  if (name.trim() === "")
    throw new InputError("The name of a class is empty; give a name such as stat-2026, or a seed.");
  const number = Number(name);
  if (/^\d+$/.test(name) && number <= 0xffffffff) return number;
  return createHash("sha256").update(name).digest().readUInt32BE(0);
}

/** The notebook with another seed in its parameters cell. A notebook that declares no seed stays as it is. */
export function withSeed(notebook: Notebook, seed: number): Notebook {
  const cells = notebook.cells.map((cell) => {
    if (!isParameterCell(cell)) return cell;
    return { ...cell, source: setParameters(cell.source, new Map([["seed", String(seed)]])).source };
  });
  return { ...notebook, cells };
}
