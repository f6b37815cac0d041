import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../input-error";
import type { Design } from "../design/design";
import { designHash } from "../design/design-hash";

/** Records that a study took over from another, which differs from it only in sizes or replications. */
export interface TakenOver {
  readonly folder: string;
  readonly hash: string;
  /** Commits at which the other study was run. */
  readonly commits: readonly string[];
  readonly records: number;
}

/** Where and with what a study was run; stands in study.json beside the design. */
export interface Provenance {
  readonly hash: string;
  readonly version: string;
  readonly commit: string | null;
  /** Commits the study was resumed at, where they differ: the same version, but perhaps not the same code. */
  readonly laterCommits?: readonly string[];
  readonly node: string;
  readonly started: string;
  readonly takenOver?: readonly TakenOver[];
  readonly finished?: string;
  readonly records?: number;
  /** Monte Carlo standard errors of every cell; written when the study is complete. */
  readonly monteCarlo?: unknown;
}

export interface StudyFile {
  readonly design: Design;
  readonly provenance: Provenance;
}

/** Replaces a file as a whole: a kill or a power cut leaves the old one or the new one. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.draft`;
  const fd = openSync(draft, "w");
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
}

/** Reads a study.json. @throws InputError when it is missing or its hash is not its design's. */
export function readStudyFile(folder: string): StudyFile {
  const file = join(folder, "study.json");
  let study: StudyFile;
  try {
    study = JSON.parse(readFileSync(file, "utf8")) as StudyFile;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new InputError(`${folder} holds no study: ${missing ? "it has no study.json" : (error as Error).message}.`);
  }
  if (study.provenance.hash !== designHash(study.design)) {
    throw new InputError(`${file} was changed by hand: its hash is not that of its design; restore it or use --fresh.`);
  }
  return study;
}

/** Writes a study.json. */
export function writeStudyFile(folder: string, study: StudyFile): void {
  replaceFile(join(folder, "study.json"), `${JSON.stringify(study, null, 2)}\n`);
}
