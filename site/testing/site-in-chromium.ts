import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { CHROMIUM_FLAGS, findChromium } from "../../src/report/display/chromium";

/** The built site. */
export const SITE = resolve(__dirname, "../../build/workbook");
export const SITE_AS_FILES = pathToFileURL(SITE).href;
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

const chromiumPath = findChromium();
const inCi = ["1", "true"].includes(process.env.CI ?? "");
/** Without Chromium these tests are skipped, but never in CI. */
export const SKIP_WITHOUT_CHROMIUM = chromiumPath === undefined && !inCi;
export const CHROMIUM_HINT = chromiumPath ? "" : " (needs Chromium: apt install chromium)";

/** The names of the site's pages; empty before it is built. */
export function sitePages(): readonly string[] {
  return existsSync(SITE) ? readdirSync(SITE).filter((name) => name.endsWith(".html")) : [];
}

/** The built site behind a local server, and a browser that looks at it. */
export class SiteInChromium {
  /** Errors on consoles, failed requests and answers of 400 and above, since last emptied. */
  readonly problems: string[] = [];

  private constructor(
    readonly root: string,
    private readonly server: Server,
    private readonly context: BrowserContext,
    private readonly profile: string,
    private readonly counter: { bytes: number },
  ) {}

  static async start(): Promise<SiteInChromium> {
    if (!existsSync(join(SITE, "index.html"))) throw new Error("build/workbook is missing: run npm run site.");
    const counter = { bytes: 0 };
    const server = createServer((request, response) => {
      const file = join(SITE, decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
      if (!file.startsWith(SITE) || !existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      const content = readFileSync(file);
      counter.bytes += content.length;
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
      response.end(content);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const root = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    const profile = mkdtempSync(join(tmpdir(), "cmoe-site-"));
    const { chromium } = await import("playwright-core");
    const options = { executablePath: chromiumPath ?? "chromium", args: [...CHROMIUM_FLAGS], acceptDownloads: true };
    const context = await chromium.launchPersistentContext(profile, options);
    return new SiteInChromium(root, server, context, profile, counter);
  }

  async stop(): Promise<void> {
    await this.context.close();
    this.server.close();
    rmSync(this.profile, { recursive: true, force: true });
  }

  /** Bytes the server has sent, uncompressed, since the last call. */
  bytesServed(): number {
    const { bytes } = this.counter;
    this.counter.bytes = 0;
    return bytes;
  }

  /** A page of the site; `file` may have a fragment. */
  async open(file: string, from = this.root): Promise<Page> {
    const page = await this.context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(`${file}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.problems.push(`${file}: ${error.message}`));
    page.on("requestfailed", (request) => {
      // A worker whose page is left before its script is read.
      const left = request.url().startsWith("blob:") && request.failure()?.errorText === "net::ERR_ABORTED";
      if (!left) this.problems.push(`${file}: ${request.url()} failed`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) this.problems.push(`${file}: ${response.url()} answered ${response.status()}`);
    });
    await page.goto(`${from}/${file}`);
    return page;
  }

  /** Serious and critical violations that axe-core finds, in light and in dark. */
  async violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(AXE);
    const found: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const here = await page.evaluate(
        "axe.run().then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes[0].html + ' ' + v.nodes[0].failureSummary))",
      );
      found.push(...(here as readonly string[]).map((text) => `${colorScheme}: ${text}`));
    }
    return found;
  }
}
