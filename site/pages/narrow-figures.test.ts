import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import UPNG from "upng-js";
import { afterAll, describe, expect, it } from "vitest";
import { closeStaticImages } from "#dist/report/display/static-image";
import { CHROMIUM_HINT, SKIP_WITHOUT_CHROMIUM } from "../testing/site-in-chromium";
import { withNarrowFigures } from "./narrow-figures";
import { notebookPage } from "./notebook-page";

const figure = (width: number) => ({
  data: [{ x: [1, 2], y: [3, 4], name: "line" }],
  layout: {
    width,
    height: 400,
    title: { text: "Two points" },
    margin: { l: 60, r: 20, t: 60, b: 50 },
    xaxis: { domain: [0, 1] },
    yaxis: { domain: [0, 1] },
  },
});

const output = (id: string, width: number) => ({
  kind: "data" as const,
  data: {
    "application/vnd.plotly.v1+json": figure(width),
    "image/png": "iVBORw0KGgo=",
    "text/html": `<figure><div data-cmoe-figure="${id}" aria-label="Points"><img width="${width}" height="400"></div></figure>`,
  },
});

describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`figures for phones${CHROMIUM_HINT}`, () => {
  const shelf = mkdtempSync(join(tmpdir(), "cmoe-narrow-"));
  afterAll(async () => {
    rmSync(shelf, { recursive: true });
    await closeStaticImages();
  });

  it("adds an image of a phone's width to each figure that is wider, and keeps it for the next build", async () => {
    const page = notebookPage({
      name: "99-example",
      cells: [{ kind: "code", id: "one", source: "", outputs: [output("wide", 700), output("small", 300)] }],
    });
    const { html, assets } = await withNarrowFigures(page, shelf);
    expect(html).toMatch(
      /<picture><source media="\(max-width: 30rem\)" srcset="assets\/99-example-wide-narrow.png" width="356" height="\d+"><img [^>]*width="700"[^>]*><\/picture>/,
    );
    expect(html).not.toContain("small-narrow");
    const narrow = assets.find(({ file }) => file.endsWith("wide-narrow.png"))?.content;
    if (!(narrow instanceof Uint8Array)) throw new Error("no image");
    const { width, height } = UPNG.decode(new Uint8Array(narrow).buffer);
    expect(width).toBe(2 * 356);
    expect(html).toContain(`width="356" height="${height / 2}"`);
    expect(readdirSync(shelf).length).toBe(1);
    const again = await withNarrowFigures(page, shelf);
    expect(again.html).toBe(html);
    expect(readdirSync(shelf).length).toBe(1);
  });
});
