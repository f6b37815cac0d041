import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareOutputs, formatDifference } from "../../src/jupyter/runner/compare-outputs";
import { type Notebook, readNotebook } from "../../src/jupyter/runner/notebook-file";
import type { Output } from "../../src/jupyter/runner/output-log";
import { CHROMIUM_HINT, SiteInChromium, SKIP_WITHOUT_CHROMIUM } from "../testing/site-in-chromium";

const FOLDER = resolve(__dirname, "../../notebooks");
const MINUTES = 60_000;

/** All notebooks take some ten minutes on two cores: CMOE_WORKBOOK=1 runs that. Else these stand for them: */
const STAND_INS = [
  "08-tone-perception.ipynb", // reads files, computes tests in threads
  "09-your-own-expert.ipynb", // a study of one's own functions, which no thread can be sent
  "10-how-we-could-be-wrong.ipynb", // published records
];
const notebooks = readdirSync(FOLDER).filter((name) => name.endsWith(".ipynb"));
const chosen = process.env.CMOE_WORKBOOK === undefined ? STAND_INS : notebooks;

/**
 * Numbers of figures to 12 digits. The library's own results have the same bits everywhere; places in figures are also
 * computed with Math.pow and the like, whose last bit depends on the engine's version.
 */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === "number" && !Number.isInteger(part) ? Number(part.toPrecision(12)) : part,
  );
}

/** Without images: a page draws its figures itself, so there are none, and the HTML of figures holds them. */
function withoutImages(output: Output): Output {
  const data = output.data as Readonly<Record<string, unknown>> | undefined;
  if (data?.["application/vnd.plotly.v1+json"] === undefined) return output;
  const kept = Object.entries(data).filter(([type]) => type !== "image/png" && type !== "text/html");
  return { ...output, data: Object.fromEntries(kept.map(([type, value]) => [type, rounded(value)])) };
}

function read(file: string): Notebook {
  const { cells, ...rest } = readNotebook(file);
  return { ...rest, cells: cells.map((cell) => ({ ...cell, outputs: cell.outputs.map(withoutImages) })) };
}

const STATES = "[...document.querySelectorAll('section.cell')].map((cell) => cell.dataset.state)";

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`a live notebook gives the outputs that Node gave${CHROMIUM_HINT}`, () => {
  const directory = mkdtempSync(join(tmpdir(), "cmoe-live-"));
  let site: SiteInChromium;
  beforeAll(async () => {
    site = await SiteInChromium.start();
  });
  afterAll(async () => {
    await site?.stop();
    rmSync(directory, { recursive: true });
  });

  it.each(chosen)("%s", { timeout: 15 * MINUTES }, async (name) => {
    const began = performance.now();
    const page = await site.open(name.replace(".ipynb", ".html"));
    await page.click("#live-place button");
    await page.click("text=Run all");
    const running = `!${STATES}.some((state) => ["waiting", "running"].includes(state))`;
    await page.waitForFunction(running, undefined, { timeout: 14 * MINUTES, polling: 500 });
    expect(new Set((await page.evaluate(STATES)) as readonly string[])).toEqual(new Set(["done"]));
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Download .ipynb")]);
    const file = join(directory, name);
    await download.saveAs(file);
    const [stored, fresh] = [read(join(FOLDER, name)), read(file)];
    expect(fresh.cells.length).toBe(stored.cells.length);
    expect(fresh.cells.filter(({ type, executionCount }) => type === "code" && executionCount === null)).toEqual([]);
    expect(compareOutputs(name, stored, fresh).map(formatDifference)).toEqual([]);
    process.stderr.write(`${name} in Chromium: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
    await page.close();
  });
});
