import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { longestTask } from "./testing/longest-task";
import { CHROMIUM_HINT, SiteInChromium, SKIP_WITHOUT_CHROMIUM } from "./testing/site-in-chromium";

/** Milliseconds of the main thread's own time. */
const MOST = 100;

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`no task holds a page up${CHROMIUM_HINT}`, () => {
  let site: SiteInChromium;
  let page: Page;
  beforeAll(async () => {
    site = await SiteInChromium.start();
  });
  afterAll(() => site?.stop());
  afterEach(() => page?.close());

  const quiet = async (file: string, drawn: string): Promise<void> => {
    page = await site.open(file);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.waitForSelector(drawn, { state: "attached" });
    await page.waitForLoadState("networkidle");
  };

  it("sees a task that does", async () => {
    await quiet("status.html", "main");
    const busy = "(() => { const until = performance.now() + 400; while (performance.now() < until); })()";
    expect(await longestTask(page, () => page.evaluate(busy))).toBeGreaterThan(20);
  });

  it.each([
    "index.html",
    "status.html",
    "story.html",
    "01-distinguishable.html",
    "04-linear-experts.html",
    "07-paper-style-study.html",
    "explorer.html",
  ])("while %s scrolls", async (file) => {
    await quiet(file, file === "explorer.html" ? "#plot .curve[d]" : "main");
    const longest = await longestTask(page, async () => {
      for (let turn = 0; turn < 15; turn++) {
        await page.mouse.wheel(0, 700);
        await page.waitForTimeout(60);
      }
    });
    expect(longest).toBeLessThan(MOST);
  });

  it("while the explorer's sliders move, a study runs and the surface is started elsewhere", async () => {
    await quiet(
      "explorer.html#preset=L/bias&from=300&to=1200&count=3&replications=20&window=300:1200&n=300",
      "#plot .curve[d]",
    );
    const longest = await longestTask(page, async () => {
      for (const id of ["#n-slider", "#idea-merging", "#idea-vanishing"]) {
        await page.focus(id);
        for (let k = 0; k < 6; k++) await page.keyboard.press(k < 3 ? "ArrowRight" : "ArrowLeft");
      }
      await page.click("#run");
      await page.waitForFunction("document.querySelector('#status').textContent.includes('done')");
      await page.locator("#surface").scrollIntoViewIfNeeded();
      await page.waitForSelector("#surface path.newton", { state: "attached" });
      await page.focus("#surface-start-x");
      for (let k = 0; k < 5; k++) await page.keyboard.press("ArrowLeft");
    });
    expect(longest).toBeLessThan(MOST);
  });
});
