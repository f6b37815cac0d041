import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(__dirname, "..");

/** What each folder of the site may import besides itself, folders of src by name. */
const EXPLORER = "site/explorer";
const LIBRARY = ["src", "src/numerics", "src/model", "src/estimation", "src/theory", "src/study", "src/report"];
const LIVE = "site/live";
const BROWSER = "site/browser";
const STATE = ["state", "state/ideas", "state/link"] as const;
const rooms = (...names: readonly string[]): readonly string[] => names.map((name) => `${EXPLORER}/${name}`);
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "site/pages": [...rooms("findings"), `${BROWSER}/figures`, `${BROWSER}/pages`],
  [BROWSER]: [],
  [`${BROWSER}/figures`]: [BROWSER],
  [`${BROWSER}/pages`]: [BROWSER],
  [`${BROWSER}/search`]: [BROWSER],
  [LIVE]: ["src/jupyter"], // the messages between page and kernel
  [`${LIVE}/node`]: [],
  [`${LIVE}/library`]: [`${LIVE}/node`, ...LIBRARY],
  [`${LIVE}/kernel`]: [LIVE, `${LIVE}/node`, `${LIVE}/library`, "src/jupyter", "src/course"],
  [`${LIVE}/page`]: [LIVE, `${BROWSER}/figures`, "src/jupyter"],
  [`${EXPLORER}/findings`]: LIBRARY,
  [`${EXPLORER}/state`]: [...rooms("findings"), ...LIBRARY],
  [`${EXPLORER}/state/ideas`]: [...rooms("state"), ...LIBRARY],
  [`${EXPLORER}/state/link`]: [...rooms("state"), ...LIBRARY],
  [`${EXPLORER}/work`]: [...rooms("findings", "state"), ...LIBRARY],
  [`${EXPLORER}/session`]: [...rooms("findings", ...STATE, "work"), ...LIBRARY],
  [`${EXPLORER}/export`]: [...rooms("state"), ...LIBRARY],
  [`${EXPLORER}/ui/plots`]: [...rooms("findings", "work"), ...LIBRARY],
  [`${EXPLORER}/ui/instrument`]: [
    ...rooms("findings", ...STATE, "session", "work", "ui/plots", "ui/panels"),
    ...LIBRARY,
  ],
  [`${EXPLORER}/ui/panels`]: [...rooms("findings", ...STATE, "session", "work", "export", "ui/plots"), ...LIBRARY],
};

/** A room of src counts as one, whatever rooms it has inside. */
function roomOf(folder: string): string {
  return folder.startsWith("src/") ? folder.split("/").slice(0, 2).join("/") : folder;
}

function importsOf(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .filter(({ name }) => name !== "main.ts") // puts the rooms together
    .flatMap(({ name }) => {
      const path = join(ROOT, folder, name);
      return [...readFileSync(path, "utf8").matchAll(/from "(\.[^"]*)"/g)].map(([, target]) =>
        roomOf(dirname(relative(ROOT, resolve(dirname(path), target)))),
      );
    });
}

describe("the site's imports point one way", () => {
  it.each(Object.entries(MAY_IMPORT))("%s", (folder, allowed) => {
    const found = [...new Set(importsOf(folder))].filter((target) => target !== folder);
    expect(found.filter((target) => !allowed.includes(target))).toEqual([]);
    expect(importsOf(folder).length).toBeGreaterThan(0);
  });

  it("has a rule for every folder with code", () => {
    const folders = readdirSync(join(ROOT, "site"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
      .map((entry) => relative(ROOT, entry.parentPath));
    const known = [...Object.keys(MAY_IMPORT), "site", "site/testing", EXPLORER]; // main.ts puts the rooms together
    expect([...new Set(folders)].filter((folder) => !known.includes(folder))).toEqual([]);
  });
});
