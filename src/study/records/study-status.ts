import { existsSync } from "node:fs";
import { type Design, parametersOf, totalRecords } from "../design/design";
import { folderInUse } from "./folder-lock";
import { type Damage, newFileReport, readRecords } from "./record-reader";
import { DoneCells } from "./record-store";
import { readStudyFile } from "./study-description";
import { recordFile } from "./study-files";

/** How a study's folder stands, without changing anything in it. */
export interface StudyStatus {
  readonly folder: string;
  readonly path: string;
  readonly design: Design;
  readonly done: number;
  readonly total: number;
  /** Fits without an estimate or that did not converge. */
  readonly failures: number;
  readonly atBound: number;
  /** Process that works in it now. */
  readonly runningAs: number | null;
  /** A last line was being written when the study was killed; resuming runs it again. */
  readonly torn: boolean;
  readonly damage: readonly Damage[];
}

export async function studyStatus(folder: string): Promise<StudyStatus> {
  const { design } = readStudyFile(folder);
  const file = recordFile(folder);
  const report = newFileReport();
  const done = new DoneCells(design);
  let failures = 0;
  let atBound = 0;
  if (existsSync(file)) {
    for await (const batch of readRecords(file, parametersOf(design), report)) {
      for (const record of batch) {
        if (!done.add(record)) continue;
        if (!record.converged) failures++;
        if (record.atBound.length > 0) atBound++;
      }
    }
  }
  return {
    folder,
    path: design.path.id,
    design,
    done: done.count,
    total: totalRecords(design),
    failures,
    atBound,
    runningAs: folderInUse(folder),
    torn: report.tornAt !== null,
    damage: report.damage,
  };
}
