import { randomBytes } from "node:crypto";
import type { Cell } from "../../jupyter/runner/notebook-file";

/** A line that no cell prints by chance. */
export function newMarker(): string {
  return `course-${randomBytes(16).toString("hex")}:`;
}

/** A statement that prints a value as JSON behind a marker. */
export function recordStatement(marker: string, expression: string): string {
  return `\nconsole.log(${JSON.stringify(marker)} + JSON.stringify(${expression}));`;
}

/** What a cell has printed behind a marker, in order; a line that is no JSON is none. */
export function recordedValues(cell: Cell, marker: string): readonly unknown[] {
  const texts = cell.outputs.filter(({ output_type, name }) => output_type === "stream" && name === "stdout");
  return texts
    .flatMap(({ text }) => String(text).split("\n"))
    .flatMap((line) => {
      const at = line.indexOf(marker);
      if (at < 0) return [];
      try {
        return [JSON.parse(line.slice(at + marker.length)) as unknown];
      } catch {
        return [];
      }
    });
}
