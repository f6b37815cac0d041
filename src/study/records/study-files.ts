import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** "records.csv" or, in published data, "records.csv.gz". */
export function recordFile(folder: string): string {
  const plain = join(folder, "records.csv");
  return !existsSync(plain) && existsSync(`${plain}.gz`) ? `${plain}.gz` : plain;
}

/** The folders below `out` that hold a study, by name. */
export function studyFolders(out: string): readonly string[] {
  if (!existsSync(out)) return [];
  return readdirSync(out)
    .sort()
    .map((name) => join(out, name))
    .filter((folder) => existsSync(join(folder, "study.json")));
}
