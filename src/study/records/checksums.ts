import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { InputError } from "../../input-error";

/** Beside the data, in the format of sha256sum: `cd data && sha256sum -c SHA256SUMS` reads it, too. */
export const CHECKSUM_FILE = "SHA256SUMS";

/** SHA-256 of every file below a folder, by its path there, sorted; the list itself is left out. */
export function checksumsOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replace(/\\/g, "/"))
    .filter((file) => file !== CHECKSUM_FILE)
    .sort();
  return new Map(
    files.map((file) => [
      file,
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest("hex"),
    ]),
  );
}

/** Writes the list of a folder's checksums into it. */
export function writeChecksums(folder: string): void {
  const lines = [...checksumsOf(folder)].map(([file, sum]) => `${sum}  ${file}\n`);
  writeFileSync(join(folder, CHECKSUM_FILE), lines.join(""));
}

/** How a folder differs from its list, a sentence each; none where every file is what it was. */
export function checksumProblems(folder: string): readonly string[] {
  const list = join(folder, CHECKSUM_FILE);
  if (!existsSync(list)) return [`${list} is missing: nothing says what the data were.`];
  const stated = new Map<string, string>();
  for (const [i, line] of readFileSync(list, "utf8").split("\n").entries()) {
    if (line === "") continue;
    const [, sum, file] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (sum === undefined)
      throw new InputError(`${list}, line ${i + 1}: expected 64 hexadecimal digits, two blanks and a file.`);
    stated.set(file, sum);
  }
  const found = checksumsOf(folder);
  return [
    ...[...stated].flatMap(([file, sum]) => {
      const now = found.get(file);
      if (now === undefined) return [`${file} is listed in ${CHECKSUM_FILE} and missing.`];
      return now === sum ? [] : [`${file} is not the file that was listed: its SHA-256 is ${now}.`];
    }),
    ...[...found.keys()]
      .filter((file) => !stated.has(file))
      .map((file) => `${file} is not listed in ${CHECKSUM_FILE}.`),
  ];
}
