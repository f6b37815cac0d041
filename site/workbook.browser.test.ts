import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CHROMIUM = process.env.CMOE_CHROMIUM ?? "/usr/bin/chromium";
const SITE = resolve(__dirname, "../build/workbook");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".png": "image/png",
  ".woff2": "font/woff2",
};
const present = existsSync(CHROMIUM);
const inCi = ["1", "true"].includes(process.env.CI ?? "");
const hint = present ? "" : " (needs Chromium: apt install chromium)";
const NOTEBOOK = "04-linear-experts.html";

describe.skipIf(!present && !inCi)(`the site in Chromium${hint}`, () => {
  let context: BrowserContext;
  let server: Server;
  let root = "";
  let profile = "";
  /** Bytes the server sent, uncompressed. */
  let served = 0;
  const problems: string[] = [];

  beforeAll(async () => {
    if (!existsSync(join(SITE, "index.html"))) throw new Error("build/workbook is missing: run npm run site.");
    server = createServer((request, response) => {
      const file = join(SITE, decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
      if (!file.startsWith(SITE) || !existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      const content = readFileSync(file);
      served += content.length;
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
      response.end(content);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    root = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    profile = mkdtempSync(join(tmpdir(), "cmoe-site-"));
    const { chromium } = await import("playwright-core");
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
    context = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args });
  });

  afterAll(async () => {
    await context?.close();
    server?.close();
    if (profile) rmSync(profile, { recursive: true, force: true });
  });

  async function open(file: string, from = root): Promise<Page> {
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(`${file}: ${message.text()}`);
    });
    page.on("pageerror", (error) => problems.push(`${file}: ${error.message}`));
    page.on("requestfailed", (request) => problems.push(`${file}: ${request.url()} failed`));
    page.on("response", (response) => {
      if (response.status() >= 400) problems.push(`${file}: ${response.url()} answered ${response.status()}`);
    });
    await page.goto(`${from}/${file}`);
    return page;
  }

  const pages = existsSync(SITE) ? readdirSync(SITE).filter((name) => name.endsWith(".html")) : [];

  it("has a page for every notebook, a first page and a status page", () => {
    const notebooks = readdirSync(resolve(__dirname, "../notebooks")).filter((name) => name.endsWith(".ipynb"));
    const expected = ["index.html", "status.html", ...notebooks.map((name) => name.replace(".ipynb", ".html"))];
    expect(pages.sort()).toEqual(expected.sort());
  });

  it.each(pages)("%s: no error, no serious accessibility violation in light or dark, fits a phone", async (file) => {
    problems.length = 0;
    const page = await open(file);
    await page.addScriptTag({ content: AXE });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const found = (await page.evaluate(
        "axe.run().then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes[0].html + ' ' + v.nodes[0].failureSummary))",
      )) as readonly string[];
      expect(found).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBeLessThanOrEqual(390);
    const broken = await page.evaluate(
      "[...document.querySelectorAll('a[href^=\"#\"]')].filter((a) => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map((a) => a.hash)",
    );
    expect(broken).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("links only to pages that are there", async () => {
    const page = await open("index.html");
    for (const file of pages) {
      await page.goto(`${root}/${file}`);
      const links = (await page.evaluate(
        "[...document.querySelectorAll('a')].filter((a) => a.origin === location.origin).map((a) => a.pathname.slice(1))",
      )) as readonly string[];
      expect(links.filter((link) => !pages.includes(link))).toEqual([]);
    }
    await page.close();
  });

  it("makes a figure live when it is scrolled into view, and loads plotly no sooner", async () => {
    const page = await open("01-distinguishable.html");
    await page.setViewportSize({ width: 1280, height: 700 });
    served = 0;
    await page.goto(`${root}/01-distinguishable.html`);
    await page.waitForTimeout(500);
    expect(await page.evaluate("typeof Plotly")).toBe("undefined");
    expect(served).toBeGreaterThan(10_000);
    expect(served).toBeLessThan(600_000);
    const figure = page.locator("[data-figure]").first();
    await figure.scrollIntoViewIfNeeded();
    await page.waitForFunction("document.querySelector('[data-figure] .main-svg') !== null", undefined, {
      timeout: 30_000,
    });
    await page.close();
  });

  it("folds code and solutions away until asked for, by mouse and by keyboard", async () => {
    const page = await open(NOTEBOOK);
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
    const page = await open("index.html");
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
    const page = await open("index.html");
    const paper = "getComputedStyle(document.body).backgroundColor";
    await page.emulateMedia({ colorScheme: "light" });
    const light = await page.evaluate(paper);
    await page.click("#theme");
    await page.click("#theme");
    const dark = await page.evaluate(paper);
    expect(dark).not.toBe(light);
    await page.goto(`${root}/status.html`);
    expect(await page.evaluate(paper)).toBe(dark);
    await page.focus("#theme");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(paper)).toBe(light);
    await page.close();
  });

  it("goes to the next and the previous notebook", async () => {
    const page = await open(NOTEBOOK);
    await Promise.all([page.waitForURL(/05-lower-bounds/), page.click("a[rel=next]")]);
    await page.focus("a[rel=prev]");
    await Promise.all([page.waitForURL(/04-linear-experts/), page.keyboard.press("Enter")]);
    await page.close();
  });

  it("opens from a file, with live figures and the search", async () => {
    problems.length = 0;
    const page = await open(NOTEBOOK, pathToFileURL(SITE).href);
    await page.locator("[data-figure]").first().scrollIntoViewIfNeeded();
    await page.waitForFunction("document.querySelector('.main-svg') !== null", undefined, { timeout: 30_000 });
    await page.keyboard.press("/");
    await page.keyboard.type("heat equation");
    await page.waitForFunction("document.querySelectorAll('dialog.search li').length > 0", undefined, {
      timeout: 10_000,
    });
    expect(problems).toEqual([]);
    await page.close();
  });

  it("prints images instead of live figures, and neither code nor navigation", async () => {
    const page = await open(NOTEBOOK);
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
