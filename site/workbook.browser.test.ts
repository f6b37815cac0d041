import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CHROMIUM_HINT,
  SITE_AS_FILES,
  SiteInChromium,
  SKIP_WITHOUT_CHROMIUM,
  sitePages,
} from "./testing/site-in-chromium";
import { SITE } from "./testing/site-server";

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
      "story.html",
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

  it("links only to pages that are there", async () => {
    const page = await site.open("index.html");
    for (const file of pages) {
      await page.goto(`${site.root}/${file}`);
      const links = (await page.evaluate(
        "[...document.querySelectorAll('a')].filter((a) => a.origin === location.origin).map((a) => a.pathname.slice(1))",
      )) as readonly string[];
      expect(links.filter((link) => !pages.includes(link) && !existsSync(resolve(SITE, link)))).toEqual([]);
    }
    await page.close();
  });

  it("makes a figure live when the reader asks, and loads plotly no sooner: no long task, no shift while scrolling", async () => {
    const page = await site.open("index.html");
    await page.setViewportSize({ width: 1280, height: 700 });
    site.bytesServed();
    await page.addInitScript(`globalThis.long = []; globalThis.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((e) => globalThis.long.push(e.duration))).observe({ type: "longtask" });
      new PerformanceObserver((list) => list.getEntries().forEach((e) => { if (!e.hadRecentInput) globalThis.shift += e.value; })).observe({ type: "layout-shift", buffered: true });`);
    await page.goto(`${site.root}/01-distinguishable.html`);
    await page.waitForTimeout(500);
    await page.evaluate("globalThis.long.length = 0");
    for (let turn = 0; turn < 12; turn++) {
      await page.mouse.wheel(0, 600);
      await page.waitForTimeout(120);
    }
    expect(await page.evaluate("typeof Plotly")).toBe("undefined");
    expect(await page.evaluate("globalThis.shift")).toBeLessThan(0.05);
    expect(site.bytesServed()).toBeLessThan(2_000_000);
    const figure = page.locator("figure .revive").first();
    await figure.scrollIntoViewIfNeeded();
    await figure.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction("document.querySelector('[data-figure] .main-svg') !== null", undefined, {
      timeout: 90_000,
    });
    await page.close();
  });

  it("draws a live figure in the page's colours and width, on a phone and in the dark, by touch", async () => {
    const page = await site.open("index.html");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${site.root}/${NOTEBOOK}`);
    await page.locator("figure .revive").first().dispatchEvent("click");
    await page.waitForFunction("document.querySelector('.is-live .main-svg') !== null", undefined, { timeout: 90_000 });
    const seen = (await page.evaluate(`(() => {
      const live = document.querySelector('.is-live .main-svg');
      return { width: live.getBoundingClientRect().width, paper: live.style.background };
    })()`)) as { readonly width: number; readonly paper: string };
    expect(seen.width).toBeLessThanOrEqual(390);
    expect(seen.paper).toBe("rgb(21, 23, 26)");
    expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBeLessThanOrEqual(390);
    await page.click("#theme");
    await page.waitForFunction(
      "document.querySelector('.is-live .main-svg').style.background === 'rgb(252, 252, 251)'",
    );
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

  it("finds a letter by its sign and shows set formulas", async () => {
    const page = await site.open("index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("ν");
    await page.waitForFunction("document.querySelectorAll('dialog.search li').length > 1", undefined, {
      timeout: 10_000,
    });
    expect(await page.locator("dialog.search math").count()).toBeGreaterThan(0);
    expect(await page.textContent("dialog.search ul")).not.toMatch(/\\(lambda|nu|eta)|\$/);
    await page.close();
  });

  it("melts the prompt with its slider, and the error rises", async () => {
    const page = await site.open("index.html");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${site.root}/index.html?still`);
    const said = async (): Promise<number> =>
      Number(/± ([\d.]+)/.exec((await page.textContent("#melting-sentence")) ?? "")?.[1]);
    const before = await said();
    await page.focus("#melting-slider");
    await page.keyboard.press("End");
    expect(await said()).toBeGreaterThan(20 * before);
    for (const link of ["a.primary", "a.button:not(.primary)"]) expect(await page.isVisible(link)).toBe(true);
    await page.close();
  });

  it("filters the map of verdicts, whose entries lead to their figures", async () => {
    const page = await site.open("status.html");
    const shown = (): Promise<number> => page.locator(".verdict-map a.verdict:visible").count();
    const all = await shown();
    await page.selectOption("#verdict-question", "agreement");
    for (const answer of ["yes", "no", "cannot tell"]) await page.uncheck(`input[value="${answer}"]`);
    const left = await shown();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(all);
    await page.locator(".verdict-map a.verdict:visible").first().click();
    await page.waitForURL(/\.html#figure-/);
    expect(await page.evaluate("document.querySelector(location.hash) !== null")).toBe(true);
    await page.close();
  });

  it("tells the story: a guess, then the answer in the explorer; in a lecture after the key A", async () => {
    site.problems.length = 0;
    const page = await site.open("story.html#6");
    await page.click('#step-choices input[value="3/8"]');
    expect(await page.textContent("#step-answer")).toMatch(/^Yes\. ν/);
    const frame = page.frameLocator("#step-frame");
    await frame.locator("#plot .curve[d]").first().waitFor({ timeout: 60_000 });
    expect(await frame.locator(".site-header").isVisible()).toBe(false);
    await page.click("#step-next");
    expect(page.url()).toMatch(/#7$/);
    await page.goto(`${site.root}/story.html?lecture#1`);
    await page.click('#step-choices input[value="1/4"]');
    expect(await page.textContent("#step-answer")).toBe("");
    await page.keyboard.press("a");
    expect(await page.textContent("#step-answer")).toMatch(/^No\./);
    expect(site.problems).toEqual([]);
    await page.close();
  });

  it("keeps the chosen colours from page to page", async () => {
    const page = await site.open("index.html");
    // The browser is shared with the tests above, which choose colours too.
    await page.evaluate("localStorage.clear()");
    await page.reload();
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
    await page.locator("figure .revive").first().click();
    await page.waitForFunction("document.querySelector('.main-svg') !== null", undefined, { timeout: 90_000 });
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
    await page.locator("figure .revive").first().click();
    await page.waitForFunction("document.querySelector('.is-live') !== null", undefined, { timeout: 90_000 });
    await page.setViewportSize({ width: 720, height: 900 });
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: "print" });
    const cut = await page.evaluate(
      "[...document.querySelectorAll('.katex-display')].filter((f) => f.scrollWidth > f.clientWidth + 2 && f.checkVisibility()).length",
    );
    expect(cut).toBe(0);
    const shown = (selector: string): Promise<boolean> => page.locator(selector).first().isVisible();
    expect(await shown(".plot.is-live img")).toBe(true);
    expect(await shown(".live")).toBe(false);
    expect(await shown("details.code")).toBe(false);
    expect(await shown(".site-header")).toBe(false);
    await page.close();
  });
});
