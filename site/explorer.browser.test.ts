import { readFileSync } from "node:fs";
import type { Download, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { parseModelFile } from "../src/model/files/model-file";
import { letterOf } from "../src/report/display/for-readers";
import { colourIn } from "../src/report/figures/style/palette";
import { DASHES, LINES } from "../src/report/figures/style/series";
import { designStudy } from "../src/study/design/design-study";
import { scenarioPath } from "../src/study/design/scenarios";
import { runStudy } from "../src/study/engines/run-study";
import { encodeRow } from "../src/study/records/record-row";
import { placeOf } from "./testing/place";
import { CHROMIUM_HINT, SITE_AS_FILES, type SiteInChromium, SKIP_WITHOUT_CHROMIUM } from "./testing/site-in-chromium";
import { withSite } from "./testing/with-site";

const SMALL = "#preset=L/resonant&from=300&to=1200&count=3&replications=4&window=300:1200";

/** "#0072B2" as browsers say it. */
function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;
}

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`the explorer in Chromium${CHROMIUM_HINT}`, () => {
  let site: SiteInChromium;
  let page: Page;

  withSite(
    (opened) => {
      site = opened;
    },
    () => page,
  );

  const explorer = async (fragment = "", from = site.root): Promise<void> => {
    page = await site.open(`explorer.html${fragment}`, from);
    await page.waitForFunction("document.querySelector('#plot svg') !== null");
    await page.evaluate("document.querySelector('#advanced').open = true");
  };
  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? "";
  const value = (selector: string): Promise<string> => page.inputValue(selector);
  const status = (words: string): Promise<unknown> =>
    page.waitForFunction(`document.querySelector('#status').textContent.includes('${words}')`);
  /** The run is over, judged, and all that is predicted is drawn. */
  const complete = async (words: string): Promise<void> => {
    await status(words);
    await page.waitForFunction("document.querySelectorAll('#verdicts tbody tr').length === 4");
    await page.waitForFunction("document.querySelectorAll('#plot .bound[d]').length === 1");
  };
  const link = async (): Promise<string> => {
    await page.waitForTimeout(700); // links are written half a second after the last change
    return new URL(page.url()).hash;
  };
  const saved = async (button: string): Promise<{ readonly name: string; readonly content: Buffer }> => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
    return contentOf(download);
  };
  async function contentOf(download: Download): Promise<{ readonly name: string; readonly content: Buffer }> {
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
  }

  it("shows the resonance finding without a click: curve, exponents, published errors, density, sample", async () => {
    await explorer();
    await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null");
    await page.waitForFunction("document.querySelector('#sample svg') !== null");
    expect(await text("#finding")).toMatch(/guarantee is attained for λ \(n−1\/4\), ν \(n−3\/8\)/);
    expect(await page.locator("#plot .mean.published").count()).toBeGreaterThan(0);
    expect(await page.locator("#density svg .prompt-area").count()).toBe(1);
    const rows = await page.locator("#exponents tbody tr").allTextContents();
    expect(rows.length).toBe(4);
    expect(await text("#slopes")).toMatch(/published study, 7 sizes from n = 1,000 to 100,000: error ~ n−0\.\d{3}/);
  });

  it("weighs less than 600 kB before the first picture is complete", async () => {
    site.bytesServed();
    await explorer();
    expect(site.bytesServed()).toBeLessThan(600_000);
  });

  it.each([
    ["a server", () => site.root],
    ["a file", () => SITE_AS_FILES],
  ])("from %s: gives the records that Node gives, to the bit", async (_, from) => {
    await explorer(SMALL, from());
    await page.selectOption("#control-start", "both");
    await page.click("#run");
    await status("24 of 24 replicates, done");
    const { name, content } = await saved("#save-csv");
    expect(name).toBe("L-resonant-seed-20250503.csv");
    const untimed = (row: string): string => row.replace(/,[\d.]+(?=,\w+$)/, "");
    const rows = content.toString().trimEnd().split("\n").slice(1).map(untimed);
    const { path } = scenarioPath("L/resonant");
    const expected: string[] = [];
    for (const start of ["cold", "warm"] as const) {
      const design = designStudy(path, { sizes: [300, 600, 1200], replications: 4, seed: 20250503, start });
      const study = await runStudy(design, { workers: 0 });
      const records = [];
      for await (const batch of study.records()) records.push(...batch);
      records.sort((a, b) => a.n - b.n || a.replicate - b.replicate);
      expected.push(...records.map((record) => untimed(`${encodeRow(record, ["lambda", "a", "b", "nu"])},${start}`)));
    }
    expect(rows).toEqual(expected);
  });

  it("is reproduced by its link, picture and all", async () => {
    await explorer(SMALL);
    await page.click("#parameter-b");
    await page.focus("#control-replications");
    await page.keyboard.press("ArrowUp");
    await page.click("#run");
    await complete("15 of 15 replicates, done");
    const fragment = await link();
    const picture = (await saved("#save-svg")).content.toString();
    const exponents = await text("#exponents");
    await page.close();
    await explorer(fragment);
    await complete("15 of 15 replicates, done");
    expect(await value("#control-replications")).toBe("5");
    expect((await saved("#save-svg")).content.toString()).toBe(picture);
    expect(await text("#exponents")).toBe(exponents);
    expect(picture).toMatch(/class="mean cold"/);
  });

  it("draws every series in the palette's colour and dash, in light and in dark", async () => {
    await explorer();
    const kinds = ["curve", "guaranteed", "sharp", "bound"] as const;
    for (const kind of kinds) await page.waitForFunction(`document.querySelector('#plot .${kind}') !== null`);
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const kind of kinds) {
        const style = `getComputedStyle(document.querySelector('#plot .${kind}'))`;
        const { colour, dash } = LINES[kind];
        expect(await page.evaluate(`${style}.stroke`)).toBe(rgb(colourIn(theme, colour)));
        const drawn = String(await page.evaluate(`${style}.strokeDasharray`)).match(/[\d.]+/g) ?? [];
        expect(drawn.map(Number)).toEqual(DASHES[dash]);
      }
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
        rgb(colourIn(theme, "paper")),
      );
    }
  });

  it("every control changes the model, by mouse or by keyboard, and the link keeps it", async () => {
    await explorer("#preset=S/slope");
    await page.click("#model-choice > summary");
    await page.selectOption("#control-density", "student-t");
    await page.fill("#control-df", "7");
    await page.selectOption("#control-frozen", "gelu");
    await page.focus('[name="frozenBias"]');
    await page.keyboard.press("Space");
    await page.fill("#control-nu0", "0.5");
    await page.selectOption("#control-prompt", "sin");
    await page.click('[name="promptBias"]');
    await page.selectOption("#control-law", "normal");
    await page.focus("#control-dimension");
    await page.keyboard.press("ArrowUp");
    await page.fill("#control-lambda\\.coefficient", "2");
    await page.fill("#control-lambda\\.limit", "0");
    await page.fill("#control-lambda\\.exponent", "1/5");
    await page.fill("#control-eta\\.0\\.limit", "0.75");
    await page.fill("#control-eta0\\.1", "-0.25");
    await page.fill("#control-from", "500");
    await page.fill("#control-to", "5e4");
    await page.fill("#control-count", "4");
    await page.fill("#control-replications", "9");
    await page.fill("#control-seed", "12");
    await page.selectOption("#control-start", "warm");
    await page.fill("#control-n", "2000");
    await page.focus("#at-slider");
    await page.keyboard.press("ArrowRight");
    await page.fill("#control-wanted", "0.03");
    await page.click("#guessing");
    const fragment = await link();
    const controls =
      "[...document.querySelectorAll('#controls input, #controls select, #control-n, #control-at, #control-wanted, #guessing')].map((c) => c.id + c.name + '=' + (c.type === 'checkbox' ? c.checked : c.value))";
    const before = (await page.evaluate(controls)) as readonly string[];
    for (const shown of ["control-densitydensity=student-t", "control-dfdf=7", "control-dimensiondimension=2"]) {
      expect(before).toContain(shown);
    }
    expect(before).toContain("control-eta0.1=-0.25");
    await page.close();
    await explorer(fragment);
    expect(await page.evaluate(controls)).toEqual(before);
    expect(await page.locator(".problem:not(:empty)").allTextContents()).toEqual([]);
  });

  it("merges and parts a parameter with its box, and tunes the resonance with its slider", async () => {
    await explorer("#preset=L/bias");
    expect(await page.isChecked("#control-eta\\.1\\.merges")).toBe(true);
    await page.click('[data-kappa="1/3"]');
    expect(await text("#finding")).toMatch(/λ \(n−1\/6 instead|λ \(n−1\/6\)/);
    await page.focus("#control-kappa");
    await page.keyboard.press("ArrowLeft");
    expect(Number(await value("#control-nu\\.coefficient"))).toBeLessThan(3);
    await page.focus("#control-eta\\.1\\.merges");
    await page.keyboard.press("Space");
    expect(await page.isVisible("#kappa-field")).toBe(false);
    expect(await value("#control-eta\\.1\\.limit")).toBe("1");
  });

  it("steps: data, likelihood, estimate, a ringed dot; pauses and goes on", async () => {
    await explorer(SMALL);
    await page.focus("#step");
    await page.keyboard.press("Enter");
    await page.waitForFunction("document.querySelector('#plot .highlight') !== null");
    expect(await page.locator("#look-data svg .estimate").count()).toBeGreaterThan(0);
    expect(await page.locator("#look-profile svg .truth").count()).toBeGreaterThan(0);
    expect(await text("#look-text")).toMatch(/^Replicate 0 at n = 300: the estimate of λ is/);
    expect(await text("#status")).toBe("1 of 12 replicates, paused");
    expect(await text("#run")).toBe("Go on");
    await page.click("#run");
    await status("12 of 12 replicates, done");
    expect(await page.isDisabled("#step")).toBe(true);
  });

  it("pauses and cancels a long study and stays usable meanwhile", async () => {
    await explorer("#preset=D/vanishing&replications=2000");
    await page.click("#run");
    await page.waitForFunction("parseInt(document.querySelector('#status').textContent) > 5");
    await page.fill("#control-at", "0.5");
    await page.waitForFunction("document.querySelector('#density .title').textContent.includes('0.5')");
    await page.click("#pause");
    await status("paused");
    await page.click("#run");
    await status("running");
    await page.focus("#cancel");
    await page.keyboard.press("Space");
    await status("cancelled");
    await page.waitForTimeout(300);
    const after = await text("#status");
    await page.waitForTimeout(700);
    expect(await text("#status")).toBe(after);
    expect(await text("#run")).toBe("Run again");
    expect(await link()).not.toContain("ran=1");
  });

  it("hides predictions until a guess is committed, then shows them beside it", async () => {
    await explorer("#preset=L/bias&guessing=1");
    expect(await text("#finding")).not.toMatch(/Theory along this path/);
    expect(await page.locator("#plot .curve, #plot .guaranteed, #plot .sharp").count()).toBe(0);
    expect(await text("#exponents tbody")).not.toMatch(/\d\/\d/);
    await page.fill("#control-guess", "7");
    await page.click("#commit");
    expect(await text("#problem-guess")).toMatch(/from 0 to 2/);
    await page.fill("#control-guess", "0.5");
    await page.keyboard.press("Enter");
    await page.waitForFunction("document.querySelector('#guess-result').textContent.includes('You guessed 0.5')");
    expect(await text("#guess-result")).toMatch(/Guaranteed: 1\/6 = 0\.167\. Sharp: 1\/4 = 0\.250\./);
    await page.waitForFunction("document.querySelector('#plot .guess') !== null");
  });

  it("moves the slope with the window, by slider and by dragging over the plot", async () => {
    await explorer();
    await page.waitForFunction("/curve over the same sizes: n−0/.test(document.querySelector('#slopes').textContent)");
    const whole = await text("#slopes");
    await page.focus("#window-from");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction("document.querySelector('#slopes').textContent.includes('n = 4,640 to 100,000:')");
    expect(await text("#slopes")).not.toBe(whole);
    await page.locator("#plot").scrollIntoViewIfNeeded();
    const box = await placeOf(page, "#plot svg");
    await page.mouse.move(box.x + 70, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.55, box.y + 200, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction("document.querySelector('#slopes').textContent.includes('n = 1,000 to 10,000:')");
    expect(await value("#window-from")).toBe("0");
    expect(await link()).toContain("window=1000:10000");
  });

  it("plans a sample size and marks it in the plot", async () => {
    await explorer();
    await page.fill("#control-wanted", "0.02");
    await page.click("#plan");
    await page.waitForFunction(
      "/needs n = [\\d,]+ for an RMSE of 0.02 of λ/.test(document.querySelector('#plan-result').textContent)",
    );
    await page.waitForFunction("document.querySelectorAll('#plot .plan').length === 2");
    await page.fill("#control-wanted", "1e-9");
    await page.focus("#plan");
    await page.keyboard.press("Enter");
    await page.waitForFunction("/does not reach 10⁻⁹ for λ/.test(document.querySelector('#plan-result').textContent)");
  });

  it("exports PNG, SVG, model file and notebook code", async () => {
    await explorer(SMALL);
    const png = await saved("#save-png");
    expect(png.content.subarray(1, 4).toString()).toBe("PNG");
    expect([png.content.readUInt32BE(16), png.content.readUInt32BE(20)]).toEqual([1600, 960]);
    const svg = await saved("#save-svg");
    expect(svg.content.toString()).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    const model = await saved("#save-model");
    expect(model.name).toBe("L-resonant-seed-20250503-n-10000.json");
    expect(parseModelFile(JSON.parse(model.content.toString())).model).toEqual(scenarioPath("L/resonant").path.model);
    await page.click("#save-csv");
    expect(await text("#export-status")).toMatch(/no records yet/);
    await page.click("#copy-link");
    await page.waitForFunction("/Link/.test(document.querySelector('#export-status').textContent)");
    await page.click("#open-notebook");
    expect(await text("#code")).toMatch(/scenarioPath\("L\/resonant"\)/);
    expect(await site.violations(page)).toEqual([]);
    const notebook = await saved("#save-notebook");
    expect(JSON.parse(notebook.content.toString()).cells.length).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.isVisible("#code-dialog")).toBe(false);
  });

  it.each([
    ["#preset=L/resonant&nu0=-3", "#problem-nu0", /−3 is no variance/],
    ["#preset=L/resonant&n=1e13", "#problem-n", /GiB; the page allows one half/],
    ["#preset=S/variance&n=20", "#problem-n", /The truth is none here. At n = 20/],
    ["#preset=L/resonant&guess=abc", "#problem-guess", /expected a number/],
    ["#preset=L/resonant&to=1e12", "#problem-to", /GiB/],
    ["#preset=<img src=x onerror=alert(1)>", "#problem-preset", /no preset/],
    ["#preset=L/resonant&eta=1:0:0,0:1e308:1/16", "#law-problems", /b, coefficient: At n = 1,000/],
    ["#preset=L/resonant&dimension=999999999", "#problem-dimension", /these experts need/],
    ["#preset=L/resonant&window=-1:NaN", "#problem-window", /expected a number/],
    ["#%E0%A4%A", "#problem-preset", /unknown field/],
  ])("says beside the control what is wrong with %s, and keeps working", async (fragment, place, message) => {
    page = await site.open(`explorer.html${fragment}`);
    await page.waitForFunction(`document.querySelector('${place}').textContent !== ''`);
    expect(await text(place)).toMatch(message);
    await page.selectOption("#control-preset", "S/slope");
    await page.selectOption("#control-preset", "L/resonant");
    await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null");
    expect(await page.locator(".problem:not(:empty)").allTextContents()).toEqual([]);
  });

  it("says beside the control what makes a model impossible while it is typed, and recovers", async () => {
    await explorer(SMALL);
    await page.click("#model-choice > summary");
    await page.fill("#control-nu0", "0");
    expect(await text("#problem-nu0")).toMatch(/0 is no variance/);
    expect(await page.getAttribute("#control-nu0", "aria-invalid")).toBe("true");
    expect(await page.isDisabled("#run")).toBe(true);
    await page.fill("#control-nu0", "");
    expect(await text("#problem-nu0")).toMatch(/no variance/);
    await page.fill("#control-dimension", "300");
    expect(await text("#problem-dimension")).toMatch(/300 is not a whole number from 1 to 16/);
    await page.fill("#control-dimension", "1");
    await page.fill("#control-nu0", "1");
    expect(await page.locator(".problem:not(:empty)").allTextContents()).toEqual([]);
    expect(await page.isDisabled("#run")).toBe(false);
  });

  it("has no serious accessibility violation after a run, and every control can be reached by Tab", async () => {
    await explorer(SMALL);
    await page.click("#run");
    await status("done");
    await page.waitForFunction("document.querySelectorAll('#verdicts tbody tr').length === 4");
    await page.click("#failures-summary");
    expect(await site.violations(page)).toEqual([]);
    const wanted = (await page.evaluate(
      "[...document.querySelectorAll('main input:not([type=radio]), main select, main button, main summary')].filter((c) => c.checkVisibility() && !c.disabled).map((c) => c.id || c.name || c.dataset.kappa || c.textContent)",
    )) as readonly string[];
    await page.focus("#main");
    const reached = new Set<string>();
    for (let press = 0; press < wanted.length + 30; press++) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(
        "(({ activeElement: c }) => c.id || c.name || c.dataset.kappa || c.textContent)(document)",
      );
      reached.add(String(here));
    }
    expect(wanted.filter((control) => !reached.has(control))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(35);
  });

  it("keeps its state when the reader skips to the content", async () => {
    await explorer("#preset=S/slope&seed=77");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(200);
    expect([await value("#control-preset"), await value("#control-seed")]).toEqual(["S/slope", "77"]);
    expect(await page.locator(".problem:not(:empty)").allTextContents()).toEqual([]);
  });

  it("takes every choice of a parameter while a study runs", async () => {
    await explorer("#preset=D/vanishing&replications=500");
    await page.click("#run");
    for (const name of ["a", "b", "nu", "lambda", "a", "b", "nu"]) {
      await page.click(`#parameter-${name}`, { delay: 90 });
      expect(await page.isChecked(`#parameter-${name}`)).toBe(true);
      await page.waitForFunction(
        `document.querySelector('#plot .title').textContent.startsWith('Error of ${letterOf(name)}:')`,
      );
    }
    await page.click("#cancel");
  });

  it("fits a phone, with everything under advanced unfolded", async () => {
    page = await site.open("index.html");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${site.root}/explorer.html`);
    await page.waitForFunction("document.querySelector('#plot .curve[d]') !== null");
    expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBeLessThanOrEqual(390);
    await page.click("#advanced > summary");
    await page.click("#model-choice > summary");
    expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBeLessThanOrEqual(390);
  });
});
