import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { StudyRecord } from "./record";
import { columnsOf, decodeRow } from "./record-row";

/** A line of a record file that cannot be trusted, and why; lines count from 1, the header's. */
export interface Damage {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** What reading a record file has found beside its records; filled while reading. */
export interface FileReport {
  readonly damage: Damage[];
  /** Byte at which an unfinished last line begins: the process was killed while writing it. */
  tornAt: number | null;
  rows: number;
}

export function newFileReport(): FileReport {
  return { damage: [], tornAt: null, rows: 0 };
}

/** Batches of complete lines with the bytes they came from; the last batch may be a torn line. */
async function* lineBatches(
  stream: Readable,
): AsyncGenerator<{ readonly lines: readonly string[]; readonly torn: boolean; readonly start: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    const end = bytes.lastIndexOf(10);
    if (end >= 0) {
      yield { lines: bytes.toString("utf8", 0, end).split("\n"), torn: false, start: offset };
      offset += end + 1;
    }
    rest = bytes.subarray(end + 1);
  }
  if (rest.length > 0) yield { lines: [rest.toString("utf8")], torn: true, start: offset };
}

/**
 * Streams the records of a file (.csv or .csv.gz), some thousands at a time. Damaged lines are skipped and put into
 * `report` with their number; a torn last line is not a record and not damage.
 */
export async function* readRecords(
  file: string,
  parameters: readonly string[],
  report: FileReport = newFileReport(),
): AsyncGenerator<readonly StudyRecord[]> {
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  const gunzip = file.endsWith(".gz") ? createGunzip({ chunkSize: 1 << 20 }) : undefined;
  if (gunzip) raw.on("error", (error) => gunzip.destroy(error));
  const stream: Readable = gunzip ? raw.pipe(gunzip) : raw;
  const header = columnsOf(parameters).join(",");
  let line = 0;
  try {
    for await (const batch of lineBatches(stream)) {
      if (batch.torn) {
        report.tornAt = batch.start;
        break;
      }
      const records: StudyRecord[] = [];
      for (const text of batch.lines) {
        line++;
        if (line === 1 && text === header) continue;
        const record = line === 1 ? "its header is not the expected one" : decodeRow(text, parameters);
        if (typeof record === "string") report.damage.push({ line, reason: record, text });
        else records.push(record);
      }
      report.rows += records.length;
      yield records;
    }
  } catch (error) {
    if (!gunzip || (error as NodeJS.ErrnoException).code?.startsWith("Z") !== true) throw error;
    const reason = `the compressed file ends or breaks after it (${(error as Error).message})`;
    report.damage.push({ line, reason, text: "" });
  } finally {
    raw.destroy();
  }
}

/** "line 17 (its checksum does not match), line 18 (...)": at most five lines, then their number. */
export function describeDamage(damage: readonly Damage[]): string {
  const shown = damage.slice(0, 5).map(({ line, reason }) => `line ${line} (${reason})`);
  const more = damage.length > 5 ? ` and ${damage.length - 5} more` : "";
  return shown.join(", ") + more;
}
