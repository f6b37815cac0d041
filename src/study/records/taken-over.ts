import { appendFileSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Design } from "../design/design";
import { canonicalJson } from "../design/design-hash";
import { readRecords } from "./record-reader";
import { columnsOf, encodeRow } from "./record-row";
import { DoneCells } from "./record-store";
import { readStudyFile, type StudyFile, type TakenOver } from "./study-description";
import { recordFile, studyFolders } from "./study-files";

/** All of a design that decides a record of it: sizes and replications only say which records there are. */
function recordLaw({ sizes: _, replications: __, path: { title: ___, ...path }, ...rest }: Design): string {
  return canonicalJson({ ...rest, path });
}

/** The study in a folder, unless its study.json cannot be trusted: then it is left alone. */
function studyIn(folder: string): StudyFile | undefined {
  try {
    return readStudyFile(folder);
  } catch {
    return undefined;
  }
}

/**
 * Begins a study's record file with the records that other studies in `out` have of the same cells: studies that
 * differ only in sizes or replications, with the same path, seed, starts and version, so that every record is the one
 * that would be made here. Studies moved aside by --fresh are not asked. The file appears whole or not at all.
 */
export async function takeOverRecords(
  design: Design,
  out: string,
  folder: string,
  parameters: readonly string[],
): Promise<readonly TakenOver[]> {
  const file = join(folder, "records.csv");
  const draft = `${file}.draft`;
  const done = new DoneCells(design);
  const taken: TakenOver[] = [];
  const law = recordLaw(design);
  writeFileSync(draft, `${columnsOf(parameters).join(",")}\n`);
  for (const other of studyFolders(out)) {
    if (other === folder || /\.old-\d+$/.test(other)) continue;
    const study = studyIn(other);
    if (study === undefined || recordLaw(study.design) !== law || !existsSync(recordFile(other))) continue;
    const before = done.count;
    for await (const batch of readRecords(recordFile(other), parameters)) {
      const rows = batch.filter((record) => done.add(record)).map((record) => `${encodeRow(record, parameters)}\n`);
      if (rows.length > 0) appendFileSync(draft, rows.join(""));
    }
    const { hash, commit, laterCommits = [] } = study.provenance;
    const commits = [commit, ...laterCommits].filter((each) => each !== null);
    if (done.count > before) taken.push({ folder: other, hash, commits, records: done.count - before });
  }
  renameSync(draft, file);
  return taken;
}
