import { afterAll, afterEach, describe, expect, it } from "vitest";
import { findChromium } from "./chromium";
import { figureHtml, progress, show, showBundle } from "./display";
import { closeStaticImages, renderPng } from "./static-image";

const PUBLISH = Symbol.for("contaminated-moe.publish");
type Sent = readonly [string, Readonly<Record<string, unknown>>];

/** Stands in for the kernel: keeps what would go to the front end. */
function listen(): readonly Sent[] {
  const sent: Sent[] = [];
  Object.assign(globalThis, { [PUBLISH]: (...message: Sent) => sent.push(message) });
  return sent;
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, PUBLISH);
});
afterAll(closeStaticImages);

const figure = { data: [{ x: Float64Array.of(1, 2), y: [3, 4], name: "</script><b>" }], layout: { height: 300 } };
const options = { id: "two-points", alt: 'Two "points"', caption: "1 < 2" };

const missing = findChromium() === undefined;
const skip = missing && process.env.CI !== "true";
const hint = missing ? " (needs Chromium: apt install chromium)" : "";

describe("show", () => {
  it.skipIf(skip)(`sends one bundle with every representation, the same twice${hint}`, async () => {
    const sent = listen();
    await show(figure, options);
    await show(figure, options);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
    const data = sent[0]?.[1].data as Readonly<Record<string, unknown>>;
    expect(Object.keys(data).sort()).toEqual([
      "application/vnd.plotly.v1+json",
      "image/png",
      "text/html",
      "text/plain",
    ]);
    expect(data["application/vnd.plotly.v1+json"]).toMatchObject({ data: [{ x: [1, 2], y: [3, 4] }], config: {} });
    expect(data["text/plain"]).toBe('[figure two-points] Two "points"\n1 < 2');
    expect(
      Buffer.from(data["image/png"] as Uint8Array)
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });

  it.skipIf(skip)(`draws the image 1.5 times as wide and high as the figure${hint}`, async () => {
    const png = Buffer.from((await renderPng({ data: [], layout: {} }, { width: 400, height: 200 })) ?? []);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([600, 300]);
  });

  it("refuses an id that would not do in a page", async () => {
    await expect(show(figure, { ...options, id: "two points" })).rejects.toThrow(/id is "two points"/);
  });
});

describe("the page", () => {
  const html = figureHtml({ data: [{ name: "</script><b>" }], layout: {} }, options, Uint8Array.of(1, 2, 3));

  it("inlines the data once, escaped, and names no other host", () => {
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html.match(/u003c\/script/g)).toHaveLength(1);
    expect(html).not.toMatch(/https?:/);
  });

  it("has the image and the description where scripts are dropped", () => {
    const still = html.replace(/<script>[\s\S]*<\/script>/, "");
    expect(still).toContain('<img alt="Two &quot;points&quot;"');
    expect(still).toContain("data:image/png;base64,AQID");
    expect(still).toContain("<figcaption>1 &lt; 2</figcaption>");
  });
});

describe("progress", () => {
  it("moves in place and ends in a line without a bar", () => {
    const sent = listen();
    const bar = progress(3, "fits");
    bar.update(3);
    bar.end();
    const ids = sent.map(([, content]) => (content.transient as { readonly display_id: string }).display_id);
    expect(new Set(ids).size).toBe(1);
    expect(sent[0]?.[0]).toBe("display_data");
    expect(sent.slice(1).every(([type]) => type === "update_display_data")).toBe(true);
    expect(sent.at(-1)?.[1].data).toEqual({
      "text/plain": "fits: 3 of 3 done",
      "text/html": "<div>fits: 3 of 3 done</div>",
    });
  });
});

describe("a bundle", () => {
  it("is sent as it is", () => {
    const sent = listen();
    showBundle({ "text/html": "<b>1</b>", "text/plain": "1" });
    expect(sent[0]?.[1].data).toEqual({ "text/html": "<b>1</b>", "text/plain": "1" });
  });
});
