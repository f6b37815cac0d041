import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** One import, from a file to a file, both relative to the folder that was read, without ".ts". */
export interface Import {
  readonly from: string;
  readonly to: string;
}

const IMPORT = /(?:from|import|require\(|import\()\s*"(\.[^"]*)"/g;

/** The files of a folder that ship: no tests, and nothing that only tests use. */
export function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(testing|fixtures)\//.test(file))
    .sort();
}

/** All imports between the files below a folder; those that lead out of it are left out. */
export function importsBelow(folder: string): readonly Import[] {
  return sourcesBelow(folder).flatMap((file) => {
    const path = join(folder, file);
    const targets = [...readFileSync(path, "utf8").matchAll(IMPORT)].map(([, target]) =>
      relative(folder, resolve(dirname(path), target)).replace(/\.(ts|js)$/, ""),
    );
    return targets.filter((to) => !to.startsWith("..")).map((to) => ({ from: file.replace(/\.ts$/, ""), to }));
  });
}

/** The circles among imports: strongly connected sets of more than one file (Tarjan 1972), each sorted. */
export function circles(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const mine = index.size;
    index.set(file, mine);
    stack.push(file);
    let lowest = mine;
    for (const to of next.get(file) ?? []) {
      if (!index.has(to)) lowest = Math.min(lowest, visit(to));
      else if (stack.includes(to)) lowest = Math.min(lowest, index.get(to) ?? mine);
    }
    low.set(file, lowest);
    if (lowest === mine) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(circle.sort());
    }
    return lowest;
  };
  for (const file of next.keys()) if (!index.has(file)) visit(file);
  return found;
}
