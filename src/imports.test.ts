import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** What each room may import besides itself; the house's one-way street. Files beside the rooms are open to all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  numerics: [],
  assembly: [],
  model: ["numerics"],
  estimation: ["numerics", "model"],
  theory: ["numerics", "model"],
  study: ["numerics", "model", "estimation", "theory"],
  report: ["numerics", "model", "estimation", "theory", "study"],
  jupyter: [],
  cli: ["numerics", "model", "estimation", "theory", "study", "report", "jupyter"],
};

const SRC = __dirname;

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

function imports(): readonly Import[] {
  const found: Import[] = [];
  for (const entry of readdirSync(SRC, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts") || entry.name.endsWith(".test.ts")) continue;
    const path = join(entry.parentPath, entry.name);
    const file = relative(SRC, path);
    const from = file.split("/")[0];
    for (const [, target] of readFileSync(path, "utf8").matchAll(/(?:from|import|require\()\s*"(\.[^"]*)"/g)) {
      const to = relative(SRC, resolve(dirname(path), target)).split("/");
      if (to.length > 1) found.push({ file, from, to: to[0] });
    }
  }
  return found;
}

describe("imports point one way", () => {
  const all = imports();

  it("finds the imports it is to judge", () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.some((i) => i.from === "study" && i.to === "theory")).toBe(true);
  });

  it("has a rule for every room", () => {
    const rooms = readdirSync(SRC, { withFileTypes: true }).filter((e) => e.isDirectory());
    expect(rooms.map((r) => r.name).filter((name) => !(name in MAY_IMPORT))).toEqual([]);
  });

  it("numerics <- model <- {estimation, theory} <- study <- report <- cli; jupyter apart", () => {
    const wrong = all.filter(({ file, from, to }) => {
      if (!file.includes("/")) return false; // index.ts and what every room may use
      return from !== to && !MAY_IMPORT[from]?.includes(to);
    });
    expect(wrong.map((i) => `${i.file} imports ${i.to}`)).toEqual([]);
  });
});
