import {
  appendFileSync,
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { InputError } from "../../input-error";
import { type Design, parametersOf, totalRecords } from "../design/design";
import { canonicalJson, designHash, folderName } from "../design/design-hash";
import { currentCommit } from "./current-commit";
import { lockFolder } from "./folder-lock";
import type { Cell, StudyRecord } from "./record";
import { type Damage, newFileReport, readRecords } from "./record-reader";
import { columnsOf, encodeRow } from "./record-row";
import { DoneCells, type RecordStore } from "./record-store";
import { type Provenance, readStudyFile, type StudyFile, type TakenOver, writeStudyFile } from "./study-description";
import { storageError } from "./study-error";
import { takeOverRecords } from "./taken-over";

/** Moves a study aside to the next free NAME.old-1, NAME.old-2, ... */
function moveAside(folder: string): void {
  let k = 1;
  while (existsSync(`${folder}.old-${k}`)) k++;
  const release = lockFolder(folder);
  release();
  renameSync(folder, `${folder}.old-${k}`);
}

/** Keeps in study.json that the study is resumed at another commit. */
function noteCommit(folder: string, { design, provenance }: StudyFile): void {
  const commit = currentCommit();
  const { laterCommits = [] } = provenance;
  if (commit === null || [provenance.commit, ...laterCommits].includes(commit)) return;
  writeStudyFile(folder, { design, provenance: { ...provenance, laterCommits: [...laterCommits, commit] } });
}

/** Keeps in study.json where records came from. */
function noteTakenOver(folder: string, takenOver: readonly TakenOver[]): void {
  const { design, provenance } = readStudyFile(folder);
  writeStudyFile(folder, { design, provenance: { ...provenance, takenOver } });
}

/** A study's folder, open for appending: records.csv, study.json and the lock that keeps others out. */
export class StudyFolder implements RecordStore {
  private size: number;
  private synced = 0;
  private readonly fd: number;

  private constructor(
    readonly folder: string,
    readonly design: Design,
    private readonly parameters: readonly string[],
    private readonly done: DoneCells,
    /** Lines found damaged on opening; they were moved to damaged.csv and their replicates run again. */
    readonly damage: readonly Damage[],
    /** Records found on opening a new study in others that differ only in sizes or replications. */
    readonly takenOver: readonly TakenOver[],
    private readonly release: () => void,
  ) {
    const file = join(folder, "records.csv");
    this.fd = openSync(file, "a");
    this.size = statSync(file).size;
    if (this.size === 0) this.write(`${columnsOf(parameters).join(",")}\n`);
  }

  /**
   * Opens or creates the design's folder below `out`, repairing what a kill or a bad disk has left. A new study begins
   * with the records that others in `out` have of it, unless it is to start afresh.
   */
  static async open(design: Design, out: string, fresh = false): Promise<StudyFolder> {
    const folder = join(out, folderName(design));
    let release: (() => void) | undefined;
    try {
      if (fresh && existsSync(folder)) moveAside(folder);
      mkdirSync(folder, { recursive: true });
      release = lockFolder(folder);
      const description = join(folder, "study.json");
      if (existsSync(description)) {
        const found = readStudyFile(folder);
        if (designHash(found.design) !== designHash(design)) throw new InputError(`${folder} holds another design.`);
      } else {
        const provenance: Provenance = {
          hash: designHash(design),
          version: design.version,
          commit: currentCommit(),
          node: process.version,
          started: new Date().toISOString(),
        };
        writeStudyFile(folder, { design, provenance });
      }
      const parameters = parametersOf(design);
      const begins = !fresh && !existsSync(join(folder, "records.csv"));
      const takenOver = begins ? await takeOverRecords(design, out, folder, parameters) : [];
      if (takenOver.length > 0) noteTakenOver(folder, takenOver);
      const done = new DoneCells(design);
      const damage = await repair(folder, parameters, done);
      if (done.count < totalRecords(design)) noteCommit(folder, readStudyFile(folder));
      return new StudyFolder(folder, design, parameters, done, damage, takenOver, release);
    } catch (error) {
      release?.();
      throw storageError(folder, error);
    }
  }

  private write(text: string): void {
    const bytes = Buffer.from(text);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at);
      this.size += bytes.length;
      if (Date.now() - this.synced > 1000) {
        fdatasyncSync(this.fd);
        this.synced = Date.now();
      }
    } catch (error) {
      try {
        ftruncateSync(this.fd, this.size);
      } catch {}
      throw storageError(this.folder, error);
    }
  }

  has(cell: Cell): boolean {
    return this.done.has(cell);
  }

  /** See DoneCells.missing. */
  missing(): Generator<Cell> {
    return this.done.missing();
  }

  append(records: readonly StudyRecord[]): void {
    const added = records.filter((record) => this.done.add(record));
    if (added.length > 0) this.write(added.map((record) => `${encodeRow(record, this.parameters)}\n`).join(""));
  }

  get count(): number {
    return this.done.count;
  }

  records(): AsyncIterable<readonly StudyRecord[]> {
    return readRecords(join(this.folder, "records.csv"), this.parameters);
  }

  /** Was study.json completed? */
  get finished(): boolean {
    return readStudyFile(this.folder).provenance.finished !== undefined;
  }

  /** Completes study.json. */
  finish(monteCarlo: unknown): void {
    const { design, provenance } = readStudyFile(this.folder);
    const finished = new Date().toISOString();
    const complete: Provenance = { ...provenance, finished, records: this.count, monteCarlo };
    try {
      writeStudyFile(this.folder, { design, provenance: complete });
    } catch (error) {
      throw storageError(this.folder, error);
    }
  }

  close(): void {
    try {
      fdatasyncSync(this.fd);
    } catch {}
    closeSync(this.fd);
    this.release();
  }
}

/** Marks what is done; cuts a torn last line off; moves damaged lines to damaged.csv. */
async function repair(folder: string, parameters: readonly string[], done: DoneCells): Promise<readonly Damage[]> {
  const file = join(folder, "records.csv");
  if (!existsSync(file)) return [];
  const report = newFileReport();
  let doubles = 0;
  for await (const batch of readRecords(file, parameters, report)) {
    for (const record of batch) if (!done.add(record)) doubles++;
  }
  if (report.tornAt !== null) truncateSync(file, report.tornAt);
  if (report.damage.length === 0 && doubles === 0) return [];
  for (const { line, reason, text } of report.damage) {
    appendFileSync(join(folder, "damaged.csv"), `${line},${canonicalJson(reason)},${text}\n`);
  }
  const kept = new DoneCells(done.design);
  const draft = `${file}.draft`;
  writeFileSync(draft, `${columnsOf(parameters).join(",")}\n`);
  try {
    for await (const batch of readRecords(file, parameters)) {
      const rows = batch.filter((record) => kept.add(record)).map((record) => `${encodeRow(record, parameters)}\n`);
      appendFileSync(draft, rows.join(""));
    }
  } catch (error) {
    unlinkSync(draft);
    throw error;
  }
  renameSync(draft, file);
  return report.damage;
}
