import katex from "@vscode/markdown-it-katex";
import MarkdownIt from "markdown-it";
import { escapeHtml } from "#dist/report/display/escape-html";

/** A heading of a page: where the table of contents and the search lead. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  /** As it is written, without signs of markup. */
  readonly text: string;
  /** With its formulas set. */
  readonly html: string;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

const HARMLESS = /^<\/?(details|summary|br|sub|sup)\s*\/?>$/i;

/** Raw HTML in markdown: the few tags that carry no attributes stay, everything else is shown as text. */
export function harmlessHtml(html: string): string {
  return html.replace(/<[^>]*>?/g, (tag) => (HARMLESS.test(tag) ? tag : escapeHtml(tag)));
}

/** "Step 1. The heat equation" -> "step-1-the-heat-equation" */
export function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "") || "section"
  );
}

/** Notebooks link to each other as files; on the site they are pages. */
function pageAddress(href: string): string {
  return href.replace(/^([\w-]+)\.ipynb(#.*)?$/, "$1.html$2");
}

/** Makes a renderer for one page; ids of headings are unique on it. */
export function markdownRenderer(): (source: string) => Rendered {
  const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });
  const plugin = (katex as unknown as { default?: typeof katex }).default ?? katex;
  markdown.use(plugin, { throwOnError: true, strict: "ignore", output: "htmlAndMathml" });
  const taken = new Map<string, number>();
  let headings: Heading[] = [];

  markdown.renderer.rules.html_block = (tokens, k) => harmlessHtml(tokens[k].content);
  markdown.renderer.rules.html_inline = (tokens, k) => harmlessHtml(tokens[k].content);
  markdown.renderer.rules.heading_open = (tokens, k, options, env) => {
    const text = (tokens[k + 1]?.content ?? "").replace(/[$*`]/g, "");
    const base = slug(text);
    const times = taken.get(base) ?? 0;
    taken.set(base, times + 1);
    const id = times === 0 ? base : `${base}-${times + 1}`;
    const level = Number(tokens[k].tag.slice(1));
    const html = markdown.renderer.renderInline(tokens[k + 1]?.children ?? [], options, env);
    headings.push({ level, id, text, html });
    return `<${tokens[k].tag} id="${id}">`;
  };
  markdown.renderer.rules.table_open = () =>
    '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>';
  markdown.renderer.rules.table_close = () => "</table></div>";
  // A formula and the punctuation beside it are one word, but for long formulas, which break at their relations.
  const formula = markdown.renderer.rules.math_inline;
  markdown.renderer.rules.math_inline = (tokens, k, options, env, self) => {
    const html = formula?.(tokens, k, options, env, self) ?? "";
    const after = tokens[k + 1];
    const [, closing = ""] = (after?.type === "text" && /^([.,;:!?)\]"]+)/.exec(after.content)) || [];
    const long = html.split('class="base"').length > 2;
    if (long || closing === "") return html;
    if (after) after.content = after.content.slice(closing.length);
    return `<span class="whole">${html}${escapeHtml(closing)}</span>`;
  };
  const link = markdown.renderer.rules.link_open;
  markdown.renderer.rules.link_open = (tokens, k, options, env, self) => {
    const href = tokens[k].attrGet("href");
    if (href !== null) tokens[k].attrSet("href", pageAddress(String(href)));
    return link ? link(tokens, k, options, env, self) : self.renderToken(tokens, k, options);
  };
  return (source) => {
    headings = [];
    const html = markdown
      .render(source)
      .replaceAll(
        '<span class="katex-display">',
        '<span class="katex-display" tabindex="0" role="group" aria-label="Formula">',
      );
    if (html.includes("katex-error")) {
      const [, unreadable] = /katex-error" title="([^"]*)"/.exec(html) ?? [];
      throw new Error(`A formula cannot be read: ${unreadable}`);
    }
    return { html, headings };
  };
}
