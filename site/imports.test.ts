import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(__dirname, "..");

/** What each folder of the site may import besides itself, folders of src by name. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "site/pages": ["site/explorer"],
  "site/browser": [],
  "site/explorer": ["src", "src/numerics", "src/model", "src/estimation", "src/theory", "src/study", "src/report"],
  "site/explorer/ui": ["site/explorer", "src/numerics", "src/model", "src/study", "src/theory", "src/report"],
};

function importsOf(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .filter(({ name }) => name !== "main.ts") // puts the rooms together
    .flatMap(({ name }) => {
      const path = join(ROOT, folder, name);
      return [...readFileSync(path, "utf8").matchAll(/from "(\.[^"]*)"/g)].map(([, target]) =>
        dirname(relative(ROOT, resolve(dirname(path), target))),
      );
    });
}

describe("the site's imports point one way", () => {
  it.each(Object.entries(MAY_IMPORT))("%s", (folder, allowed) => {
    const found = [...new Set(importsOf(folder))].filter((target) => target !== folder);
    expect(found.filter((target) => !allowed.includes(target))).toEqual([]);
    expect(importsOf(folder).length).toBeGreaterThan(2);
  });

  it("has a rule for every folder with code", () => {
    const folders = readdirSync(join(ROOT, "site"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
      .map((entry) => relative(ROOT, entry.parentPath));
    const known = [...Object.keys(MAY_IMPORT), "site", "site/testing"];
    expect([...new Set(folders)].filter((folder) => !known.includes(folder))).toEqual([]);
  });
});
