import { readFileSync } from "node:fs";
import { requirePart } from "../../../optional-part";
import { figureHtml } from "../../display/display";
import { escapeHtml } from "../../display/escape-html";
import type { DescribedFigure } from "./figure";

export type PageSection = DescribedFigure | { readonly text: string } | { readonly html: string };

const STYLE =
  "body{font:15px/1.5 Helvetica,Arial,sans-serif;color:#333;max-width:60rem;margin:2rem auto;padding:0 1rem}" +
  "table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ddd}" +
  "figure{margin:2rem 0}figcaption{color:#555}pre{white-space:pre-wrap}";

/**
 * A page that needs nothing else: plotly.js stands in it (about 10 MB), so it can be mailed and opened anywhere. Where
 * scripts are off, every figure is told by its description.
 *
 * @throws InputError where a figure is to be shown and plotly.js is not installed.
 */
export function htmlPage(title: string, sections: readonly PageSection[]): string {
  const body = sections.map((section) => {
    if ("html" in section) return section.html;
    if ("text" in section) return `<pre>${escapeHtml(section.text)}</pre>`;
    const { figure, id, alt, caption } = section;
    return figureHtml(figure, { id, alt, caption });
  });
  const hasFigure = sections.some((section) => "figure" in section);
  if (hasFigure) requirePart("pages");
  const plotly = hasFigure ? readFileSync(require.resolve("plotly.js-dist"), "utf8") : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<script>${plotly.replace(/<\/script/gi, "<\\/script")}</script>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body.join("\n")}
</body>
</html>
`;
}
