import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { InputError } from "../../input-error";
import { PACKAGE_ROOT } from "../../package-root";
import { type Design, parametersOf, totalRecords } from "../design/design";
import { writeChecksums } from "./checksums";
import type { StudyRecord } from "./record";
import { readRecords } from "./record-reader";
import { columnsOf, encodeRow } from "./record-row";
import type { Study } from "./study";
import { type Provenance, readStudyFile } from "./study-description";
import { recordFile } from "./study-files";

/** A finished study kept in data/: study.json and records.csv.gz, sorted by n and replicate. */
export interface PublishedStudy extends Study {
  readonly folder: string;
  readonly provenance: Provenance;
}

/** data/ of this package, wherever it is installed. */
export const PUBLISHED_DATA: string = join(PACKAGE_ROOT, "data");

/** Opens one published study. @throws InputError when the folder holds none. */
export function openPublished(folder: string): PublishedStudy {
  const { design, provenance } = readStudyFile(folder);
  const parameters = parametersOf(design);
  return { folder, design, provenance, records: () => readRecords(recordFile(folder), parameters) };
}

/** All published studies, by folder name. */
export function publishedStudies(data: string = PUBLISHED_DATA): readonly PublishedStudy[] {
  if (!existsSync(data)) return [];
  return readdirSync(data)
    .sort()
    .map((name) => join(data, name))
    .filter((folder) => existsSync(join(folder, "study.json")))
    .map(openPublished);
}

/** The published study of a path, "L/resonant"; undefined where none is published. */
export function publishedStudy(
  pathId: string,
  start: Design["start"] = "cold",
  data: string = PUBLISHED_DATA,
): PublishedStudy | undefined {
  return publishedStudies(data).find(({ design }) => design.path.id === pathId && design.start === start);
}

/**
 * Copies a finished study into `data`, its records sorted and compressed: equal studies give equal files but for
 * seconds and dates. Returns the new folder.
 * @throws InputError when the study is not finished.
 */
export async function publishStudy(study: Study & { readonly folder: string }, data: string): Promise<string> {
  const { design, folder } = study;
  const parameters = parametersOf(design);
  const records: StudyRecord[] = [];
  for await (const batch of study.records()) records.push(...batch);
  const total = totalRecords(design);
  if (records.length < total) {
    throw new InputError(`${folder} has ${records.length} of ${total} records; finish the study before publishing it.`);
  }
  records.sort((a, b) => a.n - b.n || a.replicate - b.replicate);
  const rows = [columnsOf(parameters).join(","), ...records.map((record) => encodeRow(record, parameters)), ""];
  const target = join(data, folder.split(/[\\/]/).at(-1) ?? "");
  mkdirSync(target, { recursive: true });
  copyFileSync(join(folder, "study.json"), join(target, "study.json"));
  writeFileSync(join(target, "records.csv.gz"), gzipSync(rows.join("\n"), { level: 9 }));
  writeChecksums(data);
  return target;
}
