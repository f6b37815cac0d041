import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PublishedStudy } from "contaminated-moe/node";
import { escapeHtml } from "#dist/report/display/escape-html";
import { idPart } from "#dist/report/figures/style/figure";
import { landingPage, repositoryAddress, type Sources } from "./landing-page";
import { allWithNarrowFigures } from "./narrow-figures";
import { readNotebook } from "./notebook-file";
import { type Asset, type NotebookPage, notebookPage } from "./notebook-page";
import type { Page } from "./shell";
import { sourceArchive } from "./source-archive";
import { statusPage } from "./status-page";
import { storyPage } from "./story-page";

/** Compiled to build/site/pages. */
const NOTEBOOKS = resolve(__dirname, "../../../notebooks");
/** Beside the built site, which is made anew every time. */
const NARROW_SHELF = resolve(NOTEBOOKS, "../build/narrow-figures");
const KATEX = "assets/katex.min.css";

function contents(page: NotebookPage): string {
  const entries = page.headings
    .filter(({ level }) => level === 2 || level === 3)
    .map(({ level, id, html }) => `<li class="level-${level}"><a href="#${id}">${html}</a></li>`);
  return `<nav class="contents" aria-label="On this page"><details open><summary>On this page</summary><ul>${entries.join("")}</ul></details></nav>`;
}

function neighbours(pages: readonly NotebookPage[], k: number): string {
  const link = (page: NotebookPage | undefined, rel: "prev" | "next", word: string): string =>
    page
      ? `<a rel="${rel}" href="${page.name}.html"><small>${word}</small> ${escapeHtml(page.title)}</a>`
      : "<span></span>";
  return `<nav class="neighbours" aria-label="Notebooks">${link(pages[k - 1], "prev", "Previous")}${link(pages[k + 1], "next", "Next")}</nav>`;
}

/** The notebook's paths, each a link to where it can be moved and run. */
function explorerLinks({ paths }: NotebookPage): string {
  if (paths.length === 0) return "";
  const links = paths.map((path) => `<a href="explorer.html#preset=${path}">${path}</a>`);
  return `<p class="small">In the explorer: ${links.join(", ")}.</p>`;
}

function notebookDocument(pages: readonly NotebookPage[], k: number): Page {
  const page = pages[k];
  const source = `The notebook itself: <a href="notebooks/${page.name}.ipynb" download>${page.name}.ipynb</a>.`;
  return {
    file: `${page.name}.html`,
    title: page.title,
    description: page.description,
    body:
      `<div class="page">${contents(page)}<article>` +
      `<p class="live-place" id="live-place" hidden><button type="button">Run and edit here</button> <span>Nothing to install: the code of this page runs in your browser.</span></p>` +
      `<p class="tools"><button type="button" id="fold-code" aria-pressed="false" hidden>Show all code</button></p>` +
      `${page.html.replace("</h1>", `</h1>${explorerLinks(page)}`)}<p class="source">${source}</p>${neighbours(pages, k)}</article></div>`,
    styles: [KATEX],
    data: { figures: `assets/figures-${page.name}.js`, notebook: page.name },
  };
}

function searchIndex(pages: readonly NotebookPage[]): Asset {
  const documents = pages
    .flatMap(({ name, title, blocks }) =>
      blocks.map(({ id, ...block }) => ({ href: `${name}.html#${id}`, page: title, ...block })),
    )
    .map((block, id) => ({ id, ...block }));
  return {
    file: "assets/search-index.js",
    content: `globalThis.cmoeSearch = ${JSON.stringify(documents).replace(/</g, "\\u003c")};\n`,
  };
}

/** Where the figure of a path's study is: in the last notebook that is about it, else in the explorer. */
function figureAddress(pages: readonly NotebookPage[], path: string): string {
  const ids = [`risk-${idPart(path)}`, `windows-${idPart(path)}`, path.split("/")[1] ?? path];
  const number = ({ name }: NotebookPage): number => Number(name.slice(0, 2));
  for (const id of ids) {
    // The theorems' own notebooks are 1 to 4, 7, 11 and 12; others show some of their figures again.
    const found = pages.find(
      (page) => [1, 2, 3, 4, 7, 11, 12].includes(number(page)) && page.html.includes(`id="figure-${id}"`),
    );
    if (found) return `${found.name}.html#figure-${id}`;
  }
  return `explorer.html#preset=${path}`;
}

function manifest(): Parameters<typeof repositoryAddress>[0] & { readonly version: string } {
  return JSON.parse(readFileSync(resolve(NOTEBOOKS, "../package.json"), "utf8")) as ReturnType<typeof manifest>;
}

/** The repository that package.json names, else an archive of what was committed. */
function sourcesOf(about: ReturnType<typeof manifest>): {
  readonly sources: Sources | undefined;
  readonly files: readonly Asset[];
} {
  const address = repositoryAddress(about);
  if (address !== undefined) return { sources: { kind: "repository", address }, files: [] };
  const archive = sourceArchive(resolve(NOTEBOOKS, ".."), about.version);
  if (archive === undefined) return { sources: undefined, files: [] };
  return { sources: { kind: "archive", file: archive.file, bytes: archive.content.length }, files: [archive] };
}

/** Every page of the workbook and the files beside them. */
export async function workbookPages(
  studies: readonly PublishedStudy[],
): Promise<{ readonly pages: readonly Page[]; readonly files: readonly Asset[] }> {
  const names = readdirSync(NOTEBOOKS).filter((name) => /^\d\d-.*\.ipynb$/.test(name));
  const drawn = names.sort().map((name) => notebookPage(readNotebook(join(NOTEBOOKS, name))));
  const notebooks = await allWithNarrowFigures(drawn, NARROW_SHELF);
  const about = manifest();
  const { sources, files } = sourcesOf(about);
  return {
    pages: [
      landingPage(notebooks, about.version, sources),
      ...notebooks.map((_, k) => notebookDocument(notebooks, k)),
      storyPage(),
      await statusPage(studies, (path) => figureAddress(notebooks, path)),
    ],
    files: [
      ...notebooks.flatMap(({ assets }) => assets),
      ...names.map((name) => ({ file: `notebooks/${name}`, content: readFileSync(join(NOTEBOOKS, name)) })),
      searchIndex(notebooks),
      ...files,
    ],
  };
}
