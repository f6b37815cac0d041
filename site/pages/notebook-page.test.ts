import { describe, expect, it } from "vitest";
import { notebookPage } from "./notebook-page";

const PNG = "iVBORw0KGgo=";
const PLOTLY = "application/vnd.plotly.v1+json";

const page = notebookPage({
  name: "99-example",
  cells: [
    { kind: "markdown", source: "# An example\n\nIts first paragraph.\n\n## Step\n\nA kernel of truth." },
    {
      kind: "code",
      id: "first",
      source: "const a: number = 1 < 2 ? 3 : 4;",
      outputs: [
        { kind: "stream", text: "\u001b[31mred\u001b[0m <script>alert(1)</script>" },
        { kind: "data", data: { "text/html": "<b>bold</b><script>alert(2)</script>", "text/plain": "bold" } },
        {
          kind: "data",
          data: {
            [PLOTLY]: { data: [{ x: [123456] }], layout: { title: "</script>" } },
            "image/png": PNG,
            "text/html":
              '<figure><div data-cmoe-figure="risk" aria-label="Errors &lt; 1"><img width="640" height="400"></div>' +
              "<figcaption>Caption</figcaption></figure><script>alert(3)</script>",
          },
        },
      ],
    },
  ],
});

const assetOf = (pattern: RegExp): string | Uint8Array | undefined =>
  page.assets.find(({ file }) => pattern.test(file))?.content;

describe("notebookPage", () => {
  it("takes title, summary and sections from the markdown", () => {
    expect(page).toMatchObject({ name: "99-example", title: "An example", lead: "Its first paragraph." });
    expect([...new Set(page.blocks.map(({ id }) => id))]).toEqual(["an-example", "step"]);
    expect(page.blocks.map(({ text }) => text).join(" ")).toContain("kernel of truth");
  });

  it("finds the paths of either gate that it names", () => {
    const source =
      "# Paths\n\nOn L/bias, S/gate-flat; S/successor-b.ii is not S/successor-b-ii, nor S/slope-gelu S/slopes.";
    const { paths } = notebookPage({ name: "99-paths", cells: [{ kind: "markdown", source }] });
    expect(paths).toEqual(["S/slope-gelu", "L/bias", "S/gate-flat", "S/successor-b.ii"]);
  });

  it("keeps two figures of one kind and path apart: each has its own image and address", () => {
    const figure = (png: string) => ({
      kind: "data" as const,
      data: {
        [PLOTLY]: { data: [], layout: {} },
        "image/png": png,
        "text/html": '<figure><div data-cmoe-figure="risk" aria-label="Errors"></div></figure>',
      },
    });
    const outputs = [figure("AAAA"), figure("BBBB"), figure("CCCC")];
    const twice = notebookPage({ name: "99-twice", cells: [{ kind: "code", id: "a", source: "1", outputs }] });
    const images = twice.assets.filter(({ file }) => file.endsWith(".png"));
    expect(new Set(images.map(({ file }) => file)).size).toBe(3);
    expect(images.map(({ content }) => Buffer.from(content).toString("base64"))).toEqual(["AAAA", "BBBB", "CCCC"]);
    const shown = [...twice.html.matchAll(/src="([^"]+)"/g)].map(([, file]) => file);
    expect(shown).toEqual(images.map(({ file }) => file));
    expect(new Set([...twice.html.matchAll(/<figure id="([^"]+)"/g)].map(([, id]) => id)).size).toBe(3);
  });

  it("folds the code away, highlighted", () => {
    expect(page.html).toContain('<details class="code">');
    expect(page.html).toContain('<span class="hljs-keyword">const</span>');
  });

  it("escapes streams without their colours, and cleans HTML outputs", () => {
    expect(page.html).toContain("red &lt;script&gt;");
    expect(page.html).not.toContain("[31m");
    expect(page.html).toContain("<b>bold</b>");
    expect(page.html).not.toContain("<script");
  });

  it("shows the stored image with its description, and keeps data and image out of the page", () => {
    expect(page.html).toMatch(/<img [^>]*width="640" height="400" alt="Errors &lt; 1"/);
    expect(page.html).toContain("Caption");
    expect(page.html).not.toContain(PNG);
    expect(page.html).not.toContain("123456");
  });

  it("writes the image as bytes and the figures as one classic script", () => {
    expect(assetOf(/risk\.png$/)).toEqual(Buffer.from(PNG, "base64"));
    const script = String(assetOf(/figures-99-example\.js$/));
    expect(script).toContain("123456");
    expect(script).not.toContain("</script");
  });
});
