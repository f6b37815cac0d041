import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { PACKAGE_ROOT } from "./package-root";

const LONGEST = 10;
/** What only tests use, or only data made elsewhere: told of in the README above. */
const NO_ROOM = /(^|\/)(testing|fixtures|reference)(\/|$)/;
const SOURCE = /\.(ts|css|mjs|py|c|R)$/;

/** Every folder of the house that holds sources, itself or in rooms of its own, and the folders of data and documents. */
function rooms(): readonly string[] {
  const found = new Set(["data", "docs"]);
  for (const top of ["src", "site", "bench", "packaging"]) {
    const files = readdirSync(join(PACKAGE_ROOT, top), { recursive: true, withFileTypes: true });
    for (const file of files) {
      if (!file.isFile() || !SOURCE.test(file.name)) continue;
      let room = relative(PACKAGE_ROOT, file.parentPath).split("\\").join("/");
      for (; room !== "."; room = dirname(room)) if (!NO_ROOM.test(room)) found.add(room);
    }
  }
  return [...found].sort();
}

describe("every room says what it is for", () => {
  it("finds the rooms it is to judge", () => {
    for (const known of ["src/study/engines/queue", "src/report/figures", "site/styles", "bench/peers"]) {
      expect(rooms()).toContain(known);
    }
  });

  it.each(rooms())("%s, in at most ten lines", (room) => {
    const file = join(PACKAGE_ROOT, room, "README.md");
    expect(existsSync(file), `${room}/README.md`).toBe(true);
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^# .+\n/);
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(LONGEST);
    expect(text).toMatch(/Start with /);
  });

  it.each(rooms())("%s, and points at files that exist", (room) => {
    const text = readFileSync(join(PACKAGE_ROOT, room, "README.md"), "utf8");
    const named = [...text.matchAll(/`([\w./-]+\.(?:ts|css|mjs|py|c|R))`/g)].map(([, name]) => name);
    for (const name of named) {
      const places = [join(PACKAGE_ROOT, room, name), join(PACKAGE_ROOT, "src", name), join(PACKAGE_ROOT, name)];
      expect(places.some(existsSync), `${room}/README.md names ${name}`).toBe(true);
    }
  });
});
