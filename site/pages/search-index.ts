import katex from "@vscode/markdown-it-katex";
import MarkdownIt from "markdown-it";
import type { Notebook } from "./notebook-file";

/** A paragraph that the search finds, and what it shows of it. */
export interface SearchBlock {
  /** Of the section's heading on the page. */
  readonly id: string;
  /** The section's heading and the paragraph as markup, formulas set as MathML. */
  readonly heading: string;
  readonly html: string;
  /** The same as words: LaTeX commands name their symbols. */
  readonly text: string;
}

/** Formulas as MathML: small, set by the browser itself. */
function inlineRenderer(): (markdown: string) => string {
  const renderer = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const plugin = (katex as unknown as { default?: typeof katex }).default ?? katex;
  renderer.use(plugin, { throwOnError: true, strict: "ignore", output: "mathml" });
  const frame =
    /<\/?(?:a|p|ul|ol|li|h\d|table|thead|tbody|tr|t[dh]|blockquote|strong|em|code|pre|div|hr|br|img)\b[^>]*>/g;
  return (markdown) =>
    renderer
      .render(markdown)
      .replace(/<annotation[\s\S]*?<\/annotation>/g, "")
      .replace(frame, " ")
      .replace(/\s+/g, " ")
      .trim();
}

/** The words of a paragraph in markdown: formulas as they are written, marks left out. */
export function wordsOf(markdown: string): string {
  return markdown
    .replace(/<\/?\w+>/g, " ")
    .replace(/\]\([^)]*\)/g, " ")
    .replace(/[#*`>|[\]$]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Paragraphs, a displayed formula with the one before it; fenced code stays whole. */
function paragraphs(source: string): readonly string[] {
  const blocks: string[] = [];
  for (const piece of source.split(/\n\s*\n/)) {
    if (piece.trim() === "") continue;
    const last = blocks.at(-1);
    const open =
      last !== undefined &&
      ((last.match(/\$\$/g) ?? []).length % 2 === 1 || (last.match(/```/g) ?? []).length % 2 === 1);
    const formula = /^\s*\$\$/.test(piece) && last !== undefined && !/^#/.test(last);
    if (open || formula) blocks[blocks.length - 1] = `${last}\n\n${piece}`;
    else blocks.push(piece);
  }
  return blocks;
}

/**
 * What the search looks through of a notebook.
 * @param headingsOf the ids of the headings of each markdown cell, in order, as the page has them
 */
export function searchBlocks(notebook: Notebook, headingsOf: readonly (readonly string[])[]): readonly SearchBlock[] {
  const render = inlineRenderer();
  const blocks: SearchBlock[] = [];
  let [id, heading] = ["", ""];
  const cells = notebook.cells.flatMap((cell) => (cell.kind === "markdown" ? [cell.source] : []));
  cells.forEach((source, k) => {
    const ids = [...(headingsOf[k] ?? [])];
    for (const block of paragraphs(source)) {
      const [, title] = /^#{1,6}\s+(.*)/.exec(block) ?? [];
      if (title !== undefined) [id, heading] = [ids.shift() ?? id, render(title)];
      const body = block.replace(/^#{1,6}\s+.*\n?/, "");
      const text = wordsOf(`${title ?? ""} ${body}`);
      if (id !== "" && text !== "") blocks.push({ id, heading, html: render(body), text });
    }
  });
  return blocks;
}
