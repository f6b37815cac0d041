import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { Finger } from "./testing/finger";
import { placeOf } from "./testing/place";
import { CHROMIUM_HINT, type SiteInChromium, SKIP_WITHOUT_CHROMIUM } from "./testing/site-in-chromium";
import { withSite } from "./testing/with-site";

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`a finger on a phone${CHROMIUM_HINT}`, () => {
  let site: SiteInChromium;
  let page: Page;
  let finger: Finger;

  withSite(
    (opened) => {
      site = opened;
    },
    () => page,
  );

  const open = async (file: string, drawn: string): Promise<void> => {
    page = await site.open("status.html");
    await page.setViewportSize({ width: 390, height: 844 });
    finger = await Finger.on(page);
    await page.goto(`${site.root}/${file}`);
    await page.waitForSelector(drawn, { state: "attached" });
  };
  const middle = async (selector: string): Promise<{ readonly x: number; readonly y: number }> => {
    const box = await placeOf(page, selector);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? "";
  const top = (): Promise<unknown> => page.evaluate("document.scrollingElement.scrollTop");

  it("melts the prompt on the first page", async () => {
    await open("index.html", "#melting-densities svg");
    const before = await text("#melting-sentence");
    const slider = await placeOf(page, "#melting-slider");
    const y = slider.y + slider.height / 2;
    await finger.drag({ x: slider.x + 8, y }, { x: 300, y });
    expect(await text("#melting-sentence")).not.toBe(before);
  });

  it("drags the gap in the explorer and runs a study", async () => {
    await open(
      "explorer.html#preset=L/resonant&from=300&to=1200&count=3&replications=4&window=300:1200",
      "#plot .curve[d]",
    );
    const handle = await middle("#gap-handle");
    const before = await page.getAttribute("#gap-handle", "aria-valuenow");
    await finger.drag(handle, { x: handle.x + 40, y: handle.y });
    const after = await page.getAttribute("#gap-handle", "aria-valuenow");
    expect(Number(after)).toBeGreaterThan(Number(before) + 0.1);
    expect(await top()).toBe(0);
    await finger.tap(await middle("#run"));
    await page.waitForFunction("document.querySelector('#status').textContent.includes('12 of 12 replicates, done')");
  });

  it("scrolls over the plot without moving the window of slopes", async () => {
    await open("explorer.html#preset=L/resonant&n=1000", "#plot .curve[d]");
    const window = await text("#window-from-value");
    const plot = await middle("#plot svg");
    await finger.drag(plot, { x: plot.x + 5, y: plot.y - 250 });
    await page.waitForFunction("document.scrollingElement.scrollTop > 50");
    expect(await text("#window-from-value")).toBe(window);
  });

  it("starts both methods where the likelihood surface is tapped", async () => {
    await open("explorer.html#preset=L/bias&n=300", "#plot .curve[d]");
    await page.locator("#surface").scrollIntoViewIfNeeded();
    await page.waitForSelector("#surface path.newton", { state: "attached" });
    const value = await text("#surface-start-x-value");
    const { x, y } = await middle("#surface svg");
    await finger.tap({ x: x - 30, y });
    await page.waitForFunction(`document.querySelector('#surface-start-x-value').textContent !== '${value}'`);
  });

  it("makes a figure live and shows its code", async () => {
    await open("01-distinguishable.html", "figure .revive");
    await page.locator("figure .revive").first().scrollIntoViewIfNeeded();
    await finger.tap(await middle("figure .revive"));
    await page.waitForSelector("[data-figure] .main-svg", { state: "attached", timeout: 90_000 });
    await page.locator("details.code summary").first().scrollIntoViewIfNeeded();
    await finger.tap(await middle("details.code summary"));
    await page.waitForSelector("details.code[open]");
  });
});
