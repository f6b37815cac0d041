import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { placeOf } from "./testing/place";
import { CHROMIUM_HINT, type SiteInChromium, SKIP_WITHOUT_CHROMIUM } from "./testing/site-in-chromium";
import { withSite } from "./testing/with-site";

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`the likelihood surface${CHROMIUM_HINT}`, () => {
  let site: SiteInChromium;
  let page: Page;

  withSite(
    (opened) => {
      site = opened;
    },
    () => page,
  );

  const words = async (): Promise<string> => (await page.textContent("#surface-text")) ?? "";
  const says = (text: string): Promise<unknown> =>
    page.waitForFunction(`document.querySelector('#surface-text').textContent.includes('${text}')`);
  const start = async (): Promise<string> => /^M[\d.]+ [\d.]+/.exec((await way("newton")) ?? "")?.[0] ?? "";
  const way = (kind: string): Promise<string | null> => page.getAttribute(`#surface .${kind}[d]:not([d*=h])`, "d");
  const drawn = (): Promise<unknown> =>
    page.waitForFunction(
      "document.querySelector('#surface path.newton') && document.querySelector('#surface path.em')",
    );
  const open = async (fragment: string): Promise<void> => {
    page = await site.open(`explorer.html${fragment}`);
    await page.locator("#h-surface").scrollIntoViewIfNeeded();
    await page.locator("#surface").scrollIntoViewIfNeeded();
    await drawn();
  };

  it("is computed only when it comes into view, and shows both ways, both roots and what becomes of the others", async () => {
    page = await site.open("explorer.html#preset=L/bias&n=1000");
    await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null");
    expect(await page.locator("#surface svg").count()).toBe(0);
    await page.locator("#surface").scrollIntoViewIfNeeded();
    await drawn();
    expect(await page.locator("#surface .shade").count()).toBeGreaterThan(3);
    expect(await page.locator("#surface .farther-cross").count()).toBe(1);
    expect(await words()).toContain("Nothing is held fixed: at every point a, ν have the values that fit best there.");
    expect(await words()).toContain("Another maximum lies at");
    await page.selectOption("#surface-others", "held");
    await says("Held fixed at the truth, as if known: a = 1, ν = 1.");
    await page.selectOption("#surface-y", "nu");
    await says("Held fixed at the truth, as if known: a = 1, b =");
    expect(await site.violations(page)).toEqual([]);
  });

  it("takes its start from the keyboard and the mouse", async () => {
    await open("#preset=L/bias&n=1000");
    const first = await start();
    await page.focus("#surface-start-x");
    for (let k = 0; k < 5; k++) await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(
      `!document.querySelector('#surface path.newton').getAttribute('d').startsWith('${first}')`,
    );
    expect(await page.textContent("#surface-start-x-value")).toBe("λ = 0.85");
    expect(await page.getAttribute("#surface-start-x", "aria-valuetext")).toBe("λ = 0.85");
    const box = await placeOf(page, "#surface svg");
    await page.mouse.click(box.x + 120, box.y + 100);
    // The ways of the keys before may still be drawn: the one that starts at the click has the last word.
    await page.waitForFunction(`(() => {
      const way = document.querySelector('#surface path.newton').getAttribute('d');
      const [, x, y] = /M([\\d.]+) ([\\d.]+)/.exec(way) ?? [];
      return Math.abs(Number(x) - 120) <= 1 && Math.abs(Number(y) - 100) <= 1;
    })()`);
    await says("reaches the maximum");
  });

  it("follows n, and says where a page would wait too long", async () => {
    await open("#preset=L/bias&n=1000");
    await page.evaluate("location.hash = '#preset=L/bias&n=300'");
    await says("n = 300");
    await page.evaluate("location.hash = '#preset=L/bias&n=50000'");
    await page.waitForFunction("document.querySelector('#surface-problem').textContent.includes('Hold the other')");
    await page.selectOption("#surface-others", "held");
    await says("n = 50,000");
  });
});
