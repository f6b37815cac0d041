import highlight from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeHtml } from "#dist/report/display/escape-html";
import { NAMED_PATHS } from "#dist/study/design/named-paths";
import type { StoredFigure } from "../browser/figures/fitted-figure";
import { figureColours } from "./figure-colours";
import { type Heading, markdownRenderer } from "./markdown";
import type { Notebook, Output } from "./notebook-file";
import { textOf } from "./notebook-file";
import { sanitisedOutput } from "./sanitised-output";
import { type SearchBlock, searchBlocks } from "./search-index";

highlight.registerLanguage("typescript", typescript);

/** A file the page needs beside it, relative to the site's folder. */
export interface Asset {
  readonly file: string;
  readonly content: string | Uint8Array;
}

export interface NotebookPage {
  readonly name: string;
  readonly title: string;
  /** Named paths that the notebook names. */
  readonly paths: readonly string[];
  /** The first paragraph, as HTML and as words. */
  readonly lead: string;
  readonly description: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  /** What the search looks through. */
  readonly blocks: readonly SearchBlock[];
  readonly assets: readonly Asset[];
  /** As plotly takes them, by the ids that the page gives them. */
  readonly figures: Readonly<Record<string, StoredFigure>>;
}

const ESCAPE_SEQUENCES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

function attributeOf(html: string, pattern: RegExp): string | undefined {
  return pattern.exec(html)?.[1];
}

class PageBuilder {
  readonly #parts: string[] = [];
  readonly #assets: Asset[] = [];
  readonly figures: Record<string, StoredFigure> = {};
  #code = 0;

  constructor(readonly name: string) {}

  get html(): string {
    return this.#parts.join("\n");
  }

  assets(): readonly Asset[] {
    const figures = JSON.stringify(this.figures).replace(/</g, "\\u003c");
    return [
      ...this.#assets,
      {
        file: this.figureScript,
        content: `globalThis.cmoeFigures = ${figures};\nglobalThis.cmoeColours = ${JSON.stringify(figureColours())};\n`,
      },
    ];
  }

  get figureScript(): string {
    return `assets/figures-${this.name}.js`;
  }

  add(html: string): void {
    this.#parts.push(html);
  }

  code(source: string): void {
    this.#code++;
    const { value } = highlight.highlight(source, { language: "typescript" });
    // What is imported says little of what a cell does.
    const code = source.replace(/^(import [^;]*;\s*)+/, "");
    const [first] = (code === "" ? source : code).split("\n");
    this.add(
      `<details class="code"><summary>Code <span class="code-hint">${escapeHtml(first.slice(0, 160))}</span></summary>` +
        `<div class="scroll" role="region" aria-label="Code of cell ${this.#code}" tabindex="0"><pre><code class="hljs">${value}</code></pre></div></details>`,
    );
  }

  output(output: Output): void {
    if (output.kind !== "data") {
      const text = escapeHtml(output.text.replace(ESCAPE_SEQUENCES, ""));
      const columns = /\S {2,}\S/.test(text) ? " columns" : "";
      this.add(
        `<pre class="output ${output.kind}${columns}" tabindex="0" role="region" aria-label="Output">${text}</pre>`,
      );
      return;
    }
    if (output.data["application/vnd.plotly.v1+json"] !== undefined) this.#figure(output.data);
    else if (output.data["text/html"] !== undefined) {
      const html = sanitisedOutput(textOf(output.data["text/html"]));
      // A wide table scrolls alone: what is told beside it wraps with the page.
      const tables = html.replace(
        /<table[\s>][\s\S]*?<\/table>/g,
        (table) => `<div class="scroll" role="region" aria-label="Table" tabindex="0">${table}</div>`,
      );
      this.add(
        tables === html
          ? `<div class="output scroll" role="region" aria-label="Output" tabindex="0">${html}</div>`
          : `<div class="output">${tables}</div>`,
      );
    } else this.add(`<pre class="output" tabindex="0">${escapeHtml(textOf(output.data["text/plain"]))}</pre>`);
  }

  /** The still image is there at once, for print and without scripts; the live figure takes its place when seen. */
  #figure(data: Readonly<Record<string, unknown>>): void {
    const html = textOf(data["text/html"]);
    const own = attributeOf(html, /data-cmoe-figure="([\w-]+)"/) ?? "figure";
    // A page may show one kind of figure of one path twice.
    const alike = Object.keys(this.figures).filter((other) => other.replace(/-again\d*$/, "") === own).length;
    const id = alike === 0 ? own : `${own}-again${alike}`;
    const alt = attributeOf(html, /aria-label="([^"]*)"/) ?? "Figure";
    const width = Number(attributeOf(html, /<img[^>]* width="(\d+)"/) ?? 700);
    const height = Number(attributeOf(html, /<img[^>]* height="(\d+)"/) ?? 450);
    const caption = sanitisedOutput(attributeOf(html, /<figcaption>([\s\S]*?)<\/figcaption>/) ?? "");
    this.figures[id] = data["application/vnd.plotly.v1+json"] as StoredFigure;
    const png = textOf(data["image/png"]);
    const file = `assets/${this.name}-${id}.png`;
    if (png !== "") this.#assets.push({ file, content: Buffer.from(png, "base64") });
    const still =
      png === ""
        ? `<p>${alt}</p>`
        : `<img loading="lazy" src="${file}" width="${width}" height="${height}" alt="${alt}">`;
    this.add(
      `<figure id="figure-${id}"><div class="scroll" role="region" aria-label="Figure: ${alt}" tabindex="0">` +
        `<div class="plot" data-figure="${id}">${still}</div></div>` +
        `<figcaption>${caption}</figcaption></figure>`,
    );
  }
}

/** A notebook as the main part of a page. */
export function notebookPage(notebook: Notebook): NotebookPage {
  const builder = new PageBuilder(notebook.name);
  const render = markdownRenderer();
  const headings: Heading[] = [];
  const headingsOf: (readonly string[])[] = [];
  for (const cell of notebook.cells) {
    if (cell.kind === "markdown") {
      const rendered = render(cell.source);
      headings.push(...rendered.headings);
      headingsOf.push(rendered.headings.map(({ id }) => id));
      builder.add(rendered.html);
    } else {
      builder.add(`<section class="cell" data-cell="${escapeHtml(cell.id)}">`);
      builder.code(cell.source);
      builder.add('<div class="outputs">');
      for (const output of cell.outputs) builder.output(output);
      builder.add("</div></section>");
    }
  }
  const title = (headings.find(({ level }) => level === 1)?.text ?? notebook.name).replace(/^0(?=\d )/, "");
  const blocks = searchBlocks(notebook, headingsOf);
  const sources = notebook.cells.map(({ source }) => source).join("\n");
  const first = /<p>([\s\S]*?)<\/p>/.exec(builder.html)?.[1] ?? "";
  return {
    name: notebook.name,
    title,
    lead: first,
    description: blocks[0]?.text.slice(0, 160) ?? "",
    html: builder.html,
    paths: NAMED_PATHS.map(({ id }) => id).filter((id) =>
      new RegExp(`\\b${id.replace(/\./g, "\\.")}\\b(?!-)`).test(sources),
    ),
    headings,
    blocks,
    assets: builder.assets(),
    figures: builder.figures,
  };
}
