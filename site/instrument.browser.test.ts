import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { placeOf } from "./testing/place";
import { CHROMIUM_HINT, type SiteInChromium, SKIP_WITHOUT_CHROMIUM } from "./testing/site-in-chromium";
import { withSite } from "./testing/with-site";

const SMALL = "#preset=L/resonant&from=300&to=1200&count=3&replications=4&window=300:1200";
const SIZES = [
  [1280, 800],
  [390, 844],
] as const;

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`the explorer as an instrument${CHROMIUM_HINT}`, () => {
  let site: SiteInChromium;
  let page: Page;

  withSite(
    (opened) => {
      site = opened;
    },
    () => page,
  );

  const explorer = async (fragment = ""): Promise<void> => {
    page = await site.open(`explorer.html${fragment}`);
    await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null");
  };
  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? "";
  const status = (words: string): Promise<unknown> =>
    page.waitForFunction(`document.querySelector('#status').textContent.includes('${words}')`);
  const settled = (): Promise<void> => page.waitForTimeout(900);
  const value = (selector: string): Promise<number> =>
    page.evaluate(`document.querySelector('${selector.replace(/\\/g, "\\\\")}').valueAsNumber`);

  it.each(
    SIZES,
  )("has plot, density, Run and a control per idea in the first view at %i x %i, whatever the gate", async (width, height) => {
    for (const [state, ...ideas] of [
      ["", "#idea-vanishing"],
      ["#preset=S/gate-tilted", "#idea-dependence", "#idea-flattening"],
    ]) {
      page = await site.open("index.html");
      await page.setViewportSize({ width, height });
      await page.goto(`${site.root}/explorer.html${state}`);
      await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null");
      const parts = ["#plot svg", "#density svg", "#run", ...ideas, "#idea-merging", "#idea-direction", "#n-slider"];
      for (const part of parts) {
        const box = await placeOf(page, part);
        expect(box.y, part).toBeGreaterThanOrEqual(0);
        expect(box.y + box.height, part).toBeLessThanOrEqual(height);
        expect(box.x + box.width, part).toBeLessThanOrEqual(width);
      }
      await page.close();
    }
  });

  it("is at Run within a dozen tab stops", async () => {
    await explorer();
    let presses = 0;
    do {
      await page.keyboard.press("Tab");
      presses++;
    } while ((await page.evaluate("document.activeElement.id")) !== "run" && presses < 40);
    expect(presses).toBeLessThanOrEqual(12);
  });

  it("moves the model by its ideas, from the keyboard, and the window's sliders never lose their sizes", async () => {
    await explorer("#preset=L/bias");
    await page.focus("#idea-vanishing");
    await page.keyboard.press("ArrowRight");
    expect(await text("#idea-vanishing-value")).toBe("λ ~ n−1/16");
    await page.selectOption("#idea-direction", "variance");
    expect(await text("#finding, #idea-merging-value")).not.toBe("");
    await page.focus("#window-to");
    await page.keyboard.press("Home");
    await page.focus("#window-from");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    expect(await text("#slopes")).not.toMatch(/NaN|undefined/);
    expect(await text("#window-from-value")).toBe("1,000");
    expect(await text("#window-to-value")).toBe("2,150");
    expect(await value("#window-to")).toBe(1);
  });

  it("comes back to resonance exactly by arrow keys: the published errors are there again", async () => {
    await explorer();
    await page.click("#advanced > summary");
    await page.focus("#control-kappa");
    for (const key of ["ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    await page.waitForFunction("document.querySelector('#plot .mean.published') !== null");
    expect(await text("#model-summary")).not.toMatch(/own path/);
  });

  it("keeps the former curve, dimmed, while the next one is computed", async () => {
    await explorer("#preset=S/slope");
    await page.evaluate(`globalThis.dimmed = false; globalThis.bare = false;
      new MutationObserver(() => {
        if (document.querySelector('#plot .former .curve[d]')) globalThis.dimmed = true;
        if (!document.querySelector('#plot .curve[d]')) globalThis.bare = true;
      }).observe(document.querySelector('#plot'), { childList: true, subtree: true });`);
    await page.focus("#idea-merging");
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction("globalThis.dimmed && document.querySelector('#plot .former') === null");
    expect(await page.evaluate("globalThis.bare")).toBe(false);
  });

  it("drags the prompt by mouse and by arrow keys, and the gap follows", async () => {
    await explorer("#preset=L/bias");
    const gap = async (): Promise<number> => Number(await page.getAttribute("#gap-handle", "aria-valuenow"));
    const before = await gap();
    const box = await placeOf(page, "#gap-handle");
    await page.mouse.move(box.x + 13, box.y + 13);
    await page.mouse.down();
    await page.mouse.move(box.x + 43, box.y + 13, { steps: 6 });
    await page.mouse.up();
    await page.waitForFunction(
      `Number(document.querySelector('#gap-handle').getAttribute('aria-valuenow')) > ${before}`,
    );
    const dragged = await gap();
    await page.focus("#gap-handle");
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(
      `Number(document.querySelector('#gap-handle').getAttribute('aria-valuenow')) < ${dragged}`,
    );
    await page.click("#advanced > summary");
    expect(await value("#control-eta\\.1\\.coefficient")).toBeGreaterThan(3);
  });

  it("undoes by button, by Back and by Ctrl+Z, and does again", async () => {
    await explorer();
    expect(await page.isDisabled("#undo")).toBe(true);
    const shown = (): Promise<string> => page.inputValue("#control-preset");
    await page.selectOption("#control-preset", "S/slope");
    await settled();
    await page.selectOption("#control-preset", "D/vanishing");
    await settled();
    await page.click("#undo");
    await page.waitForFunction("document.querySelector('#control-preset').value === 'S/slope'");
    await page.goBack();
    await page.waitForFunction("document.querySelector('#control-preset').value === 'L/resonant'");
    await page.click("#redo");
    await page.waitForFunction("document.querySelector('#control-preset').value === 'S/slope'");
    await page.keyboard.press("Control+z");
    await page.waitForFunction("document.querySelector('#control-preset').value === 'L/resonant'");
    expect(await shown()).toBe("L/resonant");
  });

  it("adds replications to those that are there, and finds the run again after leaving the page", async () => {
    await explorer(SMALL);
    await page.click("#run");
    await status("12 of 12 replicates, done");
    await settled();
    await page.click("#advanced > summary");
    await page.fill("#control-replications", "6");
    await status("12 of 18 replicates, paused");
    await page.click("#run");
    await status("18 of 18 replicates, done");
    await settled();
    await page.goto(`${site.root}/index.html`);
    // Without workers nothing can be computed: what is shown was kept.
    await page.addInitScript("globalThis.Worker = class { postMessage() {} terminate() {} }");
    await page.goBack();
    await status("18 of 18 replicates, done");
    expect(await page.locator("#plot .mean.cold").count()).toBeGreaterThan(0);
  });

  it("pins a run and lays another over it", async () => {
    await explorer(SMALL);
    await page.click("#run");
    await status("done");
    await page.click("#pin");
    expect(await page.getAttribute("#pin", "aria-pressed")).toBe("true");
    await page.selectOption("#idea-direction", "bias");
    await page.waitForFunction("document.querySelector('#plot .mean.pinned') !== null");
    await page.waitForFunction("document.querySelector('#plot .pinned-curve[d]') !== null");
    await page.click("#pin");
    await page.waitForFunction("document.querySelector('#plot .mean.pinned') === null");
  });

  it("extends the picture to the size that a plan asks for", async () => {
    await explorer();
    await page.fill("#control-wanted", "0.005");
    await page.click("#plan");
    await page.waitForFunction("document.querySelectorAll('#plot .plan').length === 2");
    const inside = await page.evaluate(`(() => {
      const svg = document.querySelector('#plot svg').getBoundingClientRect();
      const marks = [...document.querySelectorAll('#plot .plan')].map((m) => m.getBoundingClientRect());
      return marks.every((m) => m.left >= svg.left && m.right <= svg.right);
    })()`);
    expect(inside).toBe(true);
  });

  it("says in the title what is shown, without ids", async () => {
    await explorer();
    expect(await text("#plot .title")).toMatch(/^Error of λ: linear, bias and variance merging/);
    expect(await text("#plot")).not.toMatch(/L\/resonant|lambda|\bnu\b/);
  });

  it("says when a few fits on a bound carry the slope", async () => {
    await explorer("#preset=L/bias&to=10000&count=4");
    await page.waitForFunction("/A few fits carry half/.test(document.querySelector('#slopes').textContent)");
  });
});
