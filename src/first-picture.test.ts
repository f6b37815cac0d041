import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { firstPicture } from "../docs/first-picture";
import { PACKAGE_ROOT } from "./package-root";
import { summarize } from "./study/measures/summary";
import { publishedStudy } from "./study/records/published-study";

it("the README's picture is drawn from the published records (npx vitest run src/first-picture.test.ts -u draws it again)", async () => {
  const study = publishedStudy("L/resonant");
  if (study === undefined) throw new Error("L/resonant is not published in data/");
  await expect(firstPicture(await summarize(study))).toMatchFileSnapshot("../docs/first-picture.svg");
  expect(readFileSync(join(PACKAGE_ROOT, "README.md"), "utf8")).toContain("](docs/first-picture.svg)");
});
