import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { vectorNames } from "../src/model/parameters";
import { softmaxPath } from "../src/study/design/softmax-paths";
import { publishedStudy } from "../src/study/records/published-study";
import { encodeRow } from "../src/study/records/record-row";
import { CHROMIUM_HINT, SITE_AS_FILES, type SiteInChromium, SKIP_WITHOUT_CHROMIUM } from "./testing/site-in-chromium";
import { withSite } from "./testing/with-site";

/** A row without its seconds, which no checksum covers. */
const untimed = (row: string): string => row.replace(/,[\d.]+$/, "");

/** The published records of a path for some sizes and the first replications, as rows of a file. */
async function publishedRows(id: string, sizes: readonly number[], replications: number): Promise<readonly string[]> {
  const rows: string[] = [];
  const names = vectorNames(softmaxPath(id).path.model);
  for await (const batch of publishedStudy(id)?.records() ?? []) {
    for (const record of batch) {
      if (sizes.includes(record.n) && record.replicate < replications) rows.push(untimed(encodeRow(record, names)));
    }
  }
  return rows.sort();
}

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`a gate that depends on x, in the explorer${CHROMIUM_HINT}`, () => {
  let site: SiteInChromium;
  let page: Page;

  withSite(
    (opened) => {
      site = opened;
    },
    () => page,
  );

  const explorer = async (fragment: string, from = site.root): Promise<void> => {
    page = await site.open(`explorer.html${fragment}`, from);
    await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null");
  };
  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? "";
  const says = (selector: string, words: string): Promise<unknown> =>
    page.waitForFunction(`document.querySelector('${selector}').textContent.includes(${JSON.stringify(words)})`);
  const estimated = (): Promise<unknown> => page.waitForSelector("#gate .estimate[d]", { state: "attached" });
  const truth = async (): Promise<string> => (await page.getAttribute("#gate .truth[d]", "d")) ?? "";
  const recordRows = async (): Promise<readonly string[]> => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save-csv")]);
    const [, ...rows] = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\n");
    // The page's last column says how the fit started.
    return rows.map((row) => untimed(row.replace(/,cold$/, ""))).sort();
  };

  it.each([
    ["S/gate-tilted", "a server", () => site.root, [1000, 3160, 10_000], 4],
    ["S/successor-b.i", "a file", () => SITE_AS_FILES, [1000, 1270], 2],
  ] as const)("runs %s from %s and gives the published records, to the bit", async (id, _, from, sizes, replications) => {
    const [first, last] = [sizes[0], sizes[sizes.length - 1]];
    await explorer(`#preset=${id}&from=${first}&to=${last}&count=${sizes.length}&replications=${replications}`, from());
    expect(await page.locator("#plot .mean.published").count()).toBeGreaterThan(0);
    await page.click("#run");
    await says("#status", "replicates, done");
    const rows = await recordRows();
    expect(rows.length).toBe(sizes.length * replications);
    expect(rows).toEqual(await publishedRows(id, sizes, replications));
    const names = vectorNames(softmaxPath(id).path.model);
    await page.waitForFunction(`document.querySelectorAll('#verdicts tbody tr').length === ${names.length}`);
  });

  it("shows pi(x), true and estimated, and is clean in light and in dark and on a phone", async () => {
    await explorer("#preset=S/gate-tilted&n=2000");
    await estimated();
    expect(await text("#gate-text")).toMatch(/^True: τ = 0, β = 1\. Estimated from the first data set at n = 2,000: τ/);
    expect(await text("#density")).toMatch(/π\(x\) f/);
    expect(await page.isVisible("#idea-vanishing")).toBe(false);
    expect(await text("#finding")).toMatch(/The same with β\* = 1/);
    expect(await page.locator("#exponents tbody tr").allTextContents()).toHaveLength(4);
    expect(await site.violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.click("#advanced > summary");
    await page.click("#model-choice > summary");
    expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBeLessThanOrEqual(390);
  });

  it("moves the gate from the keyboard, and the link keeps it", async () => {
    await explorer("#preset=S/gate-tilted&n=2000");
    await estimated();
    const before = await truth();
    await page.focus("#idea-dependence");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(`document.querySelector('#gate .truth[d]').getAttribute('d') !== '${before}'`);
    expect(await text("#idea-dependence-value")).toBe("|β| = 1.5");
    await page.focus("#idea-flattening");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await text("#idea-flattening-value")).toBe("β ~ n−1/8");
    await page.waitForFunction("location.hash.includes('beta=0:3.557')"); // 1.5 at n = 1000
    await page.focus("#control-preset");
    await page.keyboard.press("End");
    expect(await page.inputValue("#control-preset")).toBe("S/successor-b.ii");
    await says("#plot-notes", "The information curve over 8 covariates is computed");
    await says("#gate-text", "‖β‖ = 1. Estimated");
    expect(await page.locator("#exponents tbody tr").count()).toBe(18);
    await page.keyboard.press("Home");
    await page.waitForFunction("document.querySelector('#gate-place').hidden");
    expect(await page.isVisible("#idea-dependence")).toBe(false);
    expect(await page.isVisible("#idea-vanishing")).toBe(true);
  });

  it("turns a constant gate into a softmax gate and back, by mouse", async () => {
    await explorer("#preset=L/bias&n=2000");
    expect(await page.isVisible("#gate-place")).toBe(false);
    await page.click("#advanced > summary");
    await page.click("#model-choice > summary");
    await page.selectOption("#control-gate", "softmax");
    // It is estimated once it is seen.
    await page.locator("#gate").scrollIntoViewIfNeeded();
    await estimated();
    expect(await page.locator("#laws tbody th").allTextContents()).toEqual(["τ", "β", "a", "b", "ν"]);
    expect(await page.inputValue("#control-beta\\.0\\.limit")).toBe("0");
    await page.fill("#control-tau\\.limit", "40");
    expect(await text("#law-problems")).toMatch(/τ, limit: At n = 1,000 it is 40\.00: it is sought between −10 and 10/);
    await page.fill("#control-tau\\.limit", "0.5");
    await page.waitForFunction("location.hash.includes('gate=softmax&tau=0.5:0:0')");
    expect(await page.locator(".problem:not(:empty)").allTextContents()).toEqual([]);
    await page.fill("#control-tau\\.limit", "0");
    await page.selectOption("#control-gate", "constant");
    await page.waitForFunction("document.querySelector('#plot .mean.published') !== null");
    expect(await text("#model-summary")).not.toMatch(/own path|softmax/);
  });

  it("shows the likelihood of the gate from above, and plans by its parameters", async () => {
    await explorer("#preset=L/gate-tilted&n=500&parameter=beta");
    await page.locator("#surface").scrollIntoViewIfNeeded();
    await page.waitForSelector("#surface path.em", { state: "attached" });
    expect([await page.inputValue("#surface-x"), await page.inputValue("#surface-y")]).toEqual(["tau", "b"]);
    await page.fill("#control-wanted", "0.05");
    await page.click("#plan");
    await says("#plan-result", "for an RMSE of 0.05 of β");
    await page.click("#step");
    await page.waitForFunction("document.querySelector('#look-profile svg') !== null");
    expect(await text("#look-text")).toMatch(/the estimate of β is/);
  });

  it.each([
    ["#preset=S/gate-tilted&beta=1:0:0,1:0:0", "#problem-gate", /beta has 2 entries|β has 2 entries/],
    ["#preset=L/bias&gate=sigmoid", "#problem-gate", /expected one of constant, softmax/],
    ["#preset=L/bias&tau=0:0:0", "#law-problems", /this gate is constant/],
  ])("says what is wrong with %s, and keeps working", async (fragment, place, message) => {
    page = await site.open(`explorer.html${fragment}`);
    await page.waitForFunction(`document.querySelector('${place}').textContent !== ''`);
    expect(await text(place)).toMatch(message);
    await page.selectOption("#control-preset", "S/gate-flat");
    await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null");
    expect(await page.locator(".problem:not(:empty)").allTextContents()).toEqual([]);
  });
});
