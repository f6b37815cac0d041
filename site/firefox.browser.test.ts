import { existsSync } from "node:fs";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { designStudy } from "../src/study/design/design-study";
import { scenarioPath } from "../src/study/design/scenarios";
import { runStudy } from "../src/study/engines/run-study";
import { whenPlaced } from "./testing/place";
import { SITE_AS_FILES } from "./testing/site-in-chromium";
import { SiteServer } from "./testing/site-server";

/** Debian's; driven over WebDriver BiDi, without any download. */
const FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => existsSync(path));
const HINT = FIREFOX === undefined ? " (needs Firefox: apt install firefox-esr)" : "";
const PHONE = { width: 390, height: 844 };

describe.skipIf(FIREFOX === undefined)(`the site in Firefox${HINT}`, () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    const { default: puppeteer } = await import("puppeteer-core");
    browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: FIREFOX ?? "",
      headless: true,
      timeout: 120_000,
    });
    page = await browser.newPage();
    // Firefox lays formulas out while it still reads them, and then misses what comes later.
    const note = (words: string): void => {
      if (!words.includes("Incorrect number of children for <m")) problems.push(words);
    };
    page.on("pageerror", (error) => note(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") note(message.text());
    });
  }, 180_000);
  afterAll(() => browser?.close());

  const text = (selector: string): Promise<string> => page.$eval(selector, (element) => element.textContent ?? "");

  it("melts the prompt on the first page", async () => {
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(`${SITE_AS_FILES}/index.html`);
    const before = await text("#melting-sentence");
    await page.focus("#melting-slider");
    await page.keyboard.press("End");
    expect(await text("#melting-sentence")).not.toBe(before);
    expect(problems).toEqual([]);
  });

  it("has the explorer's first view, and runs a study with the bits of Node", async () => {
    await page.goto(
      `${SITE_AS_FILES}/explorer.html#preset=L/resonant&from=300&to=1200&count=3&replications=4&window=300:1200`,
    );
    await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null", { timeout: 100_000 });
    for (const id of ["#plot svg", "#density svg", "#run", "#idea-merging", "#n-slider"]) {
      const box = await whenPlaced(id, async () => (await page.$(id))?.boundingBox());
      expect(box.y + box.height, id).toBeLessThanOrEqual(800);
    }
    await page.click("#run");
    await page.waitForFunction("document.querySelector('#status').textContent.includes('12 of 12 replicates, done')", {
      timeout: 100_000,
    });
    const { path } = scenarioPath("L/resonant");
    const design = designStudy(path, { sizes: [300, 600, 1200], replications: 4, seed: 20250503, start: "cold" });
    const study = await runStudy(design, { workers: 0 });
    let sum = 0;
    let count = 0;
    for await (const batch of study.records()) {
      for (const { n, error } of batch) {
        if (n !== 1200 || error === null) continue;
        sum += error[0] ** 2;
        count++;
      }
    }
    const label = await page.$eval("#plot svg", (svg) => svg.getAttribute("aria-label") ?? "");
    expect(label).toContain(`${Math.sqrt(sum / count).toPrecision(3)} at 1,200`);
    expect(problems).toEqual([]);
  }, 240_000);

  it("brings a page to life and runs its first cell with the library", async () => {
    const server = await SiteServer.start();
    try {
      await page.setViewport({ width: 1280, height: 800 });
      await page.goto(`${server.root}/01-distinguishable.html`);
      await page.click("#live-place button");
      await page.waitForSelector("section.cell.is-live", { timeout: 100_000 });
      await page.click("section.cell .cm-content");
      await page.keyboard.down("Control");
      await page.keyboard.press("a");
      await page.keyboard.up("Control");
      await page.keyboard.type(
        'import { scenarioPath } from "contaminated-moe"; [scenarioPath("L/bias").path.title, 6 * 7]',
      );
      await page.keyboard.down("Control");
      await page.keyboard.press("Enter");
      await page.keyboard.up("Control");
      await page.waitForFunction("document.querySelector('section.cell').dataset.state === 'done'", {
        timeout: 200_000,
      });
      expect(await text("section.cell .outputs")).toContain(`[ '${scenarioPath("L/bias").path.title}', 42 ]`);
      expect(problems).toEqual([]);
    } finally {
      await page.goto("about:blank");
      server.stop();
    }
  }, 400_000);

  it("fits a phone", async () => {
    await page.setViewport(PHONE);
    for (const file of ["index.html", "explorer.html", "status.html", "story.html", "04-linear-experts.html"]) {
      await page.goto(`${SITE_AS_FILES}/${file}`);
      expect(await page.evaluate("document.scrollingElement.scrollWidth"), file).toBeLessThanOrEqual(PHONE.width);
    }
    expect(problems).toEqual([]);
  }, 240_000);
});
