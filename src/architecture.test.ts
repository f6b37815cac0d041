import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importsBelow, sourcesBelow } from "../docs/import-graph";
import { roomsPicture } from "../docs/rooms-picture";
import { PACKAGE_ROOT } from "./package-root";

const page = readFileSync(join(PACKAGE_ROOT, "docs/architecture.md"), "utf8");
const src = join(PACKAGE_ROOT, "src");

describe("docs/architecture.md", () => {
  it("shows the rooms as they are (npx vitest run src/architecture.test.ts -u draws them again)", async () => {
    const picture = roomsPicture(importsBelow(src), sourcesBelow(src));
    await expect(picture).toMatchFileSnapshot("../docs/rooms.svg");
    expect(page).toContain("](rooms.svg)");
  });

  it("names only files and folders that exist", () => {
    const named = [...page.matchAll(/`((?:src|site|docs|notebooks|data|bench|jupyter)\/[\w./-]*)`/g)].map(
      ([, path]) => path,
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(PACKAGE_ROOT, path)))).toEqual([]);
  });
});
