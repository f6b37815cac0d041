import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CHROMIUM_HINT,
  SITE,
  SITE_AS_FILES,
  SiteInChromium,
  SKIP_WITHOUT_CHROMIUM,
  sitePages,
} from "./testing/site-in-chromium";

const NOTEBOOK = "04-linear-experts.html";

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`the site in Chromium${CHROMIUM_HINT}`, () => {
  let site: SiteInChromium;
  const pages = sitePages();

  beforeAll(async () => {
    site = await SiteInChromium.start();
  });
  afterAll(() => site?.stop());

  it("has a page for every notebook, a first page, the explorer and a status page", () => {
    const notebooks = readdirSync(resolve(__dirname, "../notebooks")).filter((name) => name.endsWith(".ipynb"));
    const expected = [
      "index.html",
      "explorer.html",
      "status.html",
      ...notebooks.map((name) => name.replace(".ipynb", ".html")),
    ];
    expect([...pages].sort()).toEqual(expected.sort());
  });

  it.each(pages)("%s: no error, no serious accessibility violation in light or dark, fits a phone", async (file) => {
    site.problems.length = 0;
    const page = await site.open(file);
    expect(await site.violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBeLessThanOrEqual(390);
    const broken = await page.evaluate(
      "[...document.querySelectorAll('a[href^=\"#\"]')].filter((a) => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map((a) => a.hash)",
    );
    expect(broken).toEqual([]);
    expect(site.problems).toEqual([]);
    await page.close();
  });

  it("links only to pages and files that are there", async () => {
    const page = await site.open("index.html");
    for (const file of pages) {
      await page.goto(`${site.root}/${file}`);
      const links = (await page.evaluate(
        "[...document.querySelectorAll('a')].filter((a) => a.origin === location.origin).map((a) => a.pathname.slice(1))",
      )) as readonly string[];
      expect(links.filter((link) => !existsSync(join(SITE, decodeURIComponent(link))))).toEqual([]);
    }
    await page.close();
  });

  it("makes a figure live when it is scrolled into view, and loads plotly no sooner", async () => {
    const page = await site.open("01-distinguishable.html");
    await page.setViewportSize({ width: 1280, height: 700 });
    site.bytesServed();
    await page.goto(`${site.root}/01-distinguishable.html`);
    await page.waitForTimeout(500);
    expect(await page.evaluate("typeof Plotly")).toBe("undefined");
    const bytes = site.bytesServed();
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(600_000);
    const figure = page.locator("[data-figure]").first();
    await figure.scrollIntoViewIfNeeded();
    await page.waitForFunction("document.querySelector('[data-figure] .main-svg') !== null", undefined, {
      timeout: 30_000,
    });
    await page.close();
  });

  it("folds code and solutions away until asked for, by mouse and by keyboard", async () => {
    const page = await site.open(NOTEBOOK);
    const folded = "document.querySelectorAll('article details:not([open])').length";
    const all = (await page.evaluate("document.querySelectorAll('article details').length")) as number;
    expect(await page.evaluate(folded)).toBe(all);
    const codes = (await page.evaluate("document.querySelectorAll('details.code').length")) as number;
    await page.click("#fold-code");
    expect(await page.evaluate(folded)).toBe(all - codes);
    await page.focus("#fold-code");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(folded)).toBe(all);
    await page.locator("article details:not(.code) > summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate(folded)).toBe(all - 1);
    await page.close();
  });

  it("searches all notebooks from the keyboard", async () => {
    const page = await site.open("index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("resonant");
    await page.waitForFunction("document.querySelectorAll('dialog.search li').length > 1", undefined, {
      timeout: 10_000,
    });
    await page.keyboard.press("ArrowDown");
    await Promise.all([page.waitForURL(/\.html#/), page.keyboard.press("Enter")]);
    expect(page.url()).toMatch(/\d\d-[\w-]+\.html#./);
    await page.click("#search");
    await page.keyboard.type("xyzzyplugh");
    await page.waitForFunction("/Nothing on/.test(document.querySelector('dialog.search p').textContent)");
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.querySelector('dialog.search').open")).toBe(false);
    await page.close();
  });

  it("keeps the chosen colours from page to page", async () => {
    const page = await site.open("index.html");
    const paper = "getComputedStyle(document.body).backgroundColor";
    await page.emulateMedia({ colorScheme: "light" });
    const light = await page.evaluate(paper);
    await page.click("#theme");
    await page.click("#theme");
    const dark = await page.evaluate(paper);
    expect(dark).not.toBe(light);
    await page.goto(`${site.root}/status.html`);
    expect(await page.evaluate(paper)).toBe(dark);
    await page.focus("#theme");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(paper)).toBe(light);
    await page.close();
  });

  it("goes to the next and the previous notebook", async () => {
    const page = await site.open(NOTEBOOK);
    await Promise.all([page.waitForURL(/05-lower-bounds/), page.click("a[rel=next]")]);
    await page.focus("a[rel=prev]");
    await Promise.all([page.waitForURL(/04-linear-experts/), page.keyboard.press("Enter")]);
    await page.close();
  });

  it("opens from a file, with live figures and the search", async () => {
    site.problems.length = 0;
    const page = await site.open(NOTEBOOK, SITE_AS_FILES);
    await page.locator("[data-figure]").first().scrollIntoViewIfNeeded();
    await page.waitForFunction("document.querySelector('.main-svg') !== null", undefined, { timeout: 30_000 });
    await page.keyboard.press("/");
    await page.keyboard.type("heat equation");
    await page.waitForFunction("document.querySelectorAll('dialog.search li').length > 0", undefined, {
      timeout: 10_000,
    });
    expect(site.problems).toEqual([]);
    await page.close();
  });

  it("prints images instead of live figures, and neither code nor navigation", async () => {
    const page = await site.open(NOTEBOOK);
    await page.locator("[data-figure]").first().scrollIntoViewIfNeeded();
    await page.waitForFunction("document.querySelector('.is-live') !== null", undefined, { timeout: 30_000 });
    await page.emulateMedia({ media: "print" });
    const shown = (selector: string): Promise<boolean> => page.locator(selector).first().isVisible();
    expect(await shown(".plot.is-live img")).toBe(true);
    expect(await shown(".live")).toBe(false);
    expect(await shown("details.code")).toBe(false);
    expect(await shown(".site-header")).toBe(false);
    await page.close();
  });
});
