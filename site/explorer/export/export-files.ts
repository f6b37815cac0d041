import type { GateKind } from "../../../src/model/by-parameter";
import { toModelFile } from "../../../src/model/files/to-model-file";
import { vectorNames } from "../../../src/model/parameters";
import { type Path, truthAt } from "../../../src/model/path";
import type { StudyRecord } from "../../../src/study/records/record";
import { columnsOf, encodeRow } from "../../../src/study/records/record-row";

/** Rows as in `cmoe study`'s record files, their checksums included, and one more column: how each fit started. */
export function recordsCsv(
  path: Path<GateKind>,
  parts: readonly { readonly start: string; readonly records: readonly StudyRecord[] }[],
): string {
  const parameters = vectorNames(path.model);
  const head = [...columnsOf(parameters), "start"].join(",");
  const rows = parts.flatMap(({ start, records }) =>
    records.map((record) => `${encodeRow(record, parameters)},${start}`),
  );
  return `${[head, ...rows].join("\n")}\n`;
}

/** The model with its truth at n, as `cmoe fit`, `simulate`, `plan` and the other commands read it. */
export function modelJson(path: Path<GateKind>, n: number): string {
  return `${JSON.stringify(toModelFile(path.model, truthAt(path, n)), null, 2)}\n`;
}

/** "L-resonant-seed-20250503": names what a file holds. */
export function fileName(path: Path<GateKind>, seed: number): string {
  return `${path.id.replace(/\//g, "-")}-seed-${seed}`;
}
