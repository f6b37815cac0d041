import { describe, expect, it } from "vitest";
import { type VerdictRow, verdictHtml, verdictText } from "./verdict-table";

const row: VerdictRow = {
  scenario: "D",
  path: "D/vanishing",
  parameter: "lambda",
  guaranteed: "1/2",
  sharp: "1/2",
  measured: { exponent: 0.48, low: 0.4, high: 0.56 },
  curve: 0.51,
  consistent: "yes",
  tight: "cannot tell",
  agreement: "no",
  sharpness: "yes",
  detectable: 0.0234,
  cautions: ["3 of 9 fits <carry> it."],
  reasons: ["consistent: 0.4 < 0.5 & more."],
  study: "3 sizes",
};

describe("the verdict table", () => {
  it("aligns its columns in a terminal", () => {
    const lines = verdictText([row, { ...row, parameter: "a", measured: null }]).split("\n");
    expect(lines).toHaveLength(4);
    const at = lines[0].indexOf("measured");
    expect(lines[2].slice(at)).toMatch(/^0\.480 \[0\.400, 0\.560\]/);
    expect(lines[3].slice(at)).toMatch(/^-/);
  });

  it("escapes what is not markup", () => {
    const html = verdictHtml([row]);
    expect(html).toContain("0.4 &lt; 0.5 &amp; more.");
    expect(html).toContain("✗ no");
    expect(html).toContain("3 of 9 fits &lt;carry&gt; it.");
    expect(verdictHtml([{ ...row, cautions: [] }])).not.toContain("with care");
    expect(verdictText([row])).toContain("+0.023");
  });

  it("has letters and grouped numbers where it is read, names where it is typed, and its intervals on one line", () => {
    const html = verdictHtml([{ ...row, study: "n = 1000 to 100000", reasons: ["lambda at n = 21500."] }]);
    expect(html).toContain(">λ</td>");
    expect(html).toContain("n = 1,000 to 100,000");
    expect(html).toContain("λ at n = 21,500.");
    expect(html).not.toMatch(/lambda|21500/);
    expect(html).toMatch(/white-space:nowrap">0\.480 \[0\.400, 0\.560\]</);
    expect(verdictText([row])).toContain("lambda");
  });
});
