import { describe, expect, it } from "vitest";
import { sanitisedOutput } from "./sanitised-output";

const HOSTILE = [
  "<script>alert(1)</script>",
  "<p onclick='alert(1)' onload=alert(1)>text</p>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)><circle/></svg>",
  '<a href="javascript:alert(1)">here</a>',
  '<a href="  jAvAsCrIpT&#58;alert(1)">here</a>',
  '<a href="data:text/html,<script>alert(1)</script>">here</a>',
  '<a href="//elsewhere.example/x">here</a>',
  '<iframe src="https://elsewhere.example"></iframe>',
  '<p style="background: url(https://elsewhere.example/x.png)">text</p>',
  '<p style="text-align: url(javascript:alert(1))">text</p>',
  '<p style="position: fixed; inset: 0">text</p>',
  "<form action='https://elsewhere.example'><input name=x></form>",
  "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
  '<object data="x"></object><embed src="x"><base href="//elsewhere.example"><meta http-equiv=refresh content=0>',
];

describe("sanitisedOutput", () => {
  it.each(HOSTILE)("disarms %s", (html) => {
    const clean = sanitisedOutput(html);
    expect(clean).not.toMatch(
      /<\s*(script|img|svg|iframe|style|form|input|object|embed|base|meta|math|link)|<[^>]*\son\w+\s*=/i,
    );
    expect(clean).not.toMatch(/javascript\s*:|data:text|url\(|href="\/\/|position|inset/i);
  });

  it("keeps tables, folds, progress and the alignment of text", () => {
    const html =
      '<table><caption>c</caption><tr><th style="text-align:left">a</th><td colspan="2">1</td></tr></table>' +
      '<details><summary>Why</summary><ul><li><b>x</b></li></ul></details><progress value="1" max="2"></progress>';
    const clean = sanitisedOutput(html);
    for (const part of ["<caption>c", "text-align:left", 'colspan="2"', "<summary>Why", 'max="2"']) {
      expect(clean).toContain(part);
    }
  });

  it("keeps links to the web", () => {
    expect(sanitisedOutput('<a href="https://arxiv.org/abs/2410.12258">x</a>')).toContain("https://arxiv.org");
  });
});
