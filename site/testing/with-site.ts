import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { SiteInChromium } from "./site-in-chromium";

/**
 * Opens the site for the tests of a block, hands it over, and closes it after them. After each test its page is closed, and the
 * browser must have had nothing to complain of.
 */
export function withSite(use: (site: SiteInChromium) => void, page: () => Page | undefined): void {
  let site: SiteInChromium | undefined;
  beforeAll(async () => {
    site = await SiteInChromium.start();
    use(site);
  });
  afterAll(() => site?.stop());
  beforeEach(() => {
    if (site) site.problems.length = 0;
  });
  afterEach(async () => {
    await page()?.close();
    expect(site?.problems).toEqual([]);
  });
}
