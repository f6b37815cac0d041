import { describe, expect, it } from "vitest";
import { harmlessHtml, markdownRenderer } from "./markdown";

describe("markdown of a notebook", () => {
  it("renders formulas as MathML and HTML", () => {
    const { html } = markdownRenderer()("Rate $n^{-1/2}$ and\n\n$$\\lambda\\ge 0$$");
    expect(html.match(/<math /g)).toHaveLength(2);
    expect(html).toContain('<annotation encoding="application/x-tex">n^{-1/2}</annotation>');
    expect(html).not.toContain("$");
  });

  it("refuses a formula that KaTeX cannot read, instead of printing it in red", () => {
    expect(() => markdownRenderer()("$\\nosuchcommand{x}$")).toThrow(/nosuchcommand/);
  });

  it("gives every heading its own id", () => {
    const render = markdownRenderer();
    const ids = ["## Step 1. The box", "## Step 1. The box", "## ???"].flatMap((s) =>
      render(s).headings.map((h) => h.id),
    );
    expect(ids).toEqual(["step-1-the-box", "step-1-the-box-2", "section"]);
  });

  it("tells the contents a heading with its formulas set, not their source", () => {
    const [{ text, html }] = markdownRenderer()("## The factor $\\lambda$ of $f_0$").headings;
    expect(html).toMatch(/^The factor <span class="katex">[\s\S]*<math[\s\S]*f_0/);
    expect(html).not.toContain("$");
    expect(text).toBe("The factor \\lambda of f_0");
  });

  it("leads links between notebooks to their pages, and leaves others alone", () => {
    const { html } = markdownRenderer()("[a](03-x.ipynb#step) [b](https://arxiv.org/abs/2410.12258)");
    expect(html).toContain('href="03-x.html#step"');
    expect(html).toContain('href="https://arxiv.org/abs/2410.12258"');
  });

  it("keeps solutions folded, with markdown inside", () => {
    const { html } = markdownRenderer()("<details>\n<summary>Solution</summary>\n\nIt is $\\nu$.\n\n</details>");
    expect(html).toMatch(/<details>\s*<summary>Solution<\/summary>[\s\S]*<math[\s\S]*<\/details>/);
  });

  it.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<details ontoggle=alert(1)>",
    "<svg/onload=x",
  ])("shows %s as text", (hostile) => {
    const shown = harmlessHtml(hostile);
    expect(shown).not.toMatch(/<(?!\/?(details|summary|br|sub|sup)>)/);
    expect(shown).toContain("&lt;");
  });
});
