import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { CHROMIUM_FLAGS, findChromium } from "../../src/report/display/chromium";
import { SITE, SiteServer } from "./site-server";

export const SITE_AS_FILES = pathToFileURL(SITE).href;
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
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
    private readonly server: SiteServer,
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  get root(): string {
    return this.server.root;
  }

  static async start(): Promise<SiteInChromium> {
    const server = await SiteServer.start();
    const profile = mkdtempSync(join(tmpdir(), "cmoe-site-"));
    const { chromium } = await import("playwright-core");
    const options = { executablePath: chromiumPath ?? "chromium", args: [...CHROMIUM_FLAGS], acceptDownloads: true };
    const context = await chromium.launchPersistentContext(profile, options);
    return new SiteInChromium(server, context, profile);
  }

  async stop(): Promise<void> {
    await this.context.close();
    this.server.stop();
    rmSync(this.profile, { recursive: true, force: true });
  }

  /** Bytes the server has sent, uncompressed, since the last call. */
  bytesServed(): number {
    return this.server.bytesServed();
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
