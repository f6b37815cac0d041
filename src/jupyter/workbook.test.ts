import { execFile } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareOutputs, formatDifference } from "./runner/compare-outputs";
import { PROJECT_ROOT } from "./runner/kernel-spec";
import { readNotebook, writeNotebook } from "./runner/notebook-file";
import { ClassicServer, executeAll, OfflineBrowser, saveNotebook } from "./testing/classic-server";
import { needsAll, needsChromium, needsPython, PYTHON } from "./testing/requirement";

/**
 * Every notebook in both front ends takes some twenty minutes on two cores: CMOE_WORKBOOK=1 runs that. Continuous
 * integration has time for two notebooks in each.
 */
const every = process.env.CMOE_WORKBOOK !== undefined;
const wanted = every || process.env.CI !== undefined;
const STAND_INS = /^1[03]-/;

// A notebook takes a minute or less; what is allowed is for a machine that is shared.
const MINUTES = 60_000;
const directory = join(PROJECT_ROOT, "build", "workbook-runs");
const run = promisify(execFile);
const environment = {
  ...process.env,
  JUPYTER_PATH: join(PROJECT_ROOT, "jupyter"),
  JUPYTER_CONFIG_DIR: join(directory, "config"),
  JUPYTER_DATA_DIR: join(directory, "data"),
  JUPYTER_RUNTIME_DIR: join(directory, "runtime"),
};
const notebooks = readdirSync(join(PROJECT_ROOT, "notebooks")).filter((name) => name.endsWith(".ipynb"));
const chosen = every ? notebooks : notebooks.filter((name) => STAND_INS.test(name));

/** Where the outputs of a front end are not those of the published notebook. */
function differences(name: string, folder: string): readonly string[] {
  const published = readNotebook(join(PROJECT_ROOT, "notebooks", name));
  return compareOutputs(name, published, readNotebook(join(directory, folder, name))).map(formatDifference);
}

/** A copy without outputs, so that every output found in it later is a fresh one. */
function copyTo(folder: string, name: string): string {
  const file = join(directory, folder, name);
  const { metadata, cells } = readNotebook(join(PROJECT_ROOT, "notebooks", name));
  writeNotebook(file, { metadata, cells: cells.map((cell) => ({ ...cell, outputs: [], executionCount: null })) });
  expect(differences(name, folder)).not.toEqual([]);
  return file;
}

describe.skipIf(!wanted)("a notebook of the workbook has its published outputs", () => {
  beforeAll(() => rmSync(directory, { recursive: true, force: true }));

  it("of which there are some", () => {
    expect(notebooks.length).toBeGreaterThan(5);
  });

  const nbconvert = needsPython(["nbconvert", "nbclient"], "jupyter-nbconvert");
  describe.skipIf(nbconvert.skip)(nbconvert.title("in nbconvert, which runs it with nbclient"), () => {
    it.each(chosen)("%s", { timeout: 40 * MINUTES }, async (name) => {
      const flags = ["--to", "notebook", "--inplace", "--execute", "--ExecutePreprocessor.timeout=1800"];
      await run(PYTHON, ["-m", "nbconvert", ...flags, copyTo("nbconvert", name)], { env: environment });
      expect(differences(name, "nbconvert")).toEqual([]);
    });
  });

  const classic = needsAll(needsPython(["notebook"], "jupyter-notebook"), needsChromium());
  describe.skipIf(classic.skip)(classic.title("in the classic notebook server"), () => {
    const browser = new OfflineBrowser();
    let server: ClassicServer | undefined;
    afterAll(async () => {
      await browser.close();
      await server?.stop();
    });

    it.each(chosen)("%s", { timeout: 40 * MINUTES }, async (name) => {
      server ??= await ClassicServer.start(environment);
      const file = copyTo("classic", name);
      const page = await browser.page();
      await server.open(page, file);
      await executeAll(page, 35 * MINUTES);
      // The last outputs may come after the numbers of the cells.
      const saved = async (): Promise<readonly string[]> => {
        await saveNotebook(page);
        return differences(name, "classic");
      };
      await expect.poll(saved, { timeout: 120_000, interval: 2000 }).toEqual([]);
      await page.evaluate("Jupyter.notebook.session.delete()");
      await page.close();
    });
  });
});
