import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PublishedStudy } from "contaminated-moe/node";
import { escapeHtml } from "#dist/report/display/escape-html";
import { markdownRenderer } from "./markdown";
import { readNotebook } from "./notebook-file";
import { type Asset, type NotebookPage, notebookPage } from "./notebook-page";
import type { Page } from "./shell";
import { statusPage } from "./status-page";

/** Compiled to build/site/pages. */
const NOTEBOOKS = resolve(__dirname, "../../../notebooks");
const KATEX = "assets/katex.min.css";

function contents(page: NotebookPage): string {
  const entries = page.headings
    .filter(({ level }) => level === 2 || level === 3)
    .map(({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${escapeHtml(text)}</a></li>`);
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

function indexDocument(pages: readonly NotebookPage[]): Page {
  const formula = markdownRenderer()(
    "$p(y\\mid x) = (1-\\lambda)\\,f_0(y\\mid h_0(x,\\eta_0),\\nu_0)$ $\\;+\\;\\lambda\\,f(y\\mid h(x,\\eta),\\nu)$.",
  ).html;
  const cards = pages.map(
    ({ name, title, lead }) =>
      `<li class="card"><a href="${name}.html"><strong>${escapeHtml(title)}</strong></a><p>${lead}</p></li>`,
  );
  return {
    file: "index.html",
    title: "Workbook",
    description: "How fast can a prompt be learned beside a frozen model? Derivations, simulations and verdicts.",
    body: `<article class="landing"><h1>How fast can a prompt be learned beside a frozen model?</h1>
<p class="lead">A frozen, pre-trained model is mixed with one trainable prompt:</p>
<div class="lead">${formula}</div>
<p class="lead">When the prompt vanishes, or merges with the frozen model, estimation slows down, and the structure of the
expert decides how much.</p>
<p>This is an executable companion to Yan, Nguyen, Dung, Akbarian and Ho (AISTATS 2025). Every page below is a notebook
with its stored results: derivation, simulation, and a verdict that may say no. <a href="status.html">All verdicts</a> on
one page; every figure can be made again to the last bit. </p>
<p class="start"><a href="explorer.html"><strong>Open the explorer</strong></a> to move the parameters yourself and run a
study in the page; or begin with the first notebook.</p>
<ol class="cards">${cards.join("\n")}</ol></article>`,
    styles: [KATEX],
  };
}

function searchIndex(pages: readonly NotebookPage[]): Asset {
  const documents = pages.flatMap(({ name, title, sections }) =>
    sections.map(({ id, heading, text }) => ({
      id: `${name}.html#${id}`,
      page: title,
      heading,
      text: text.slice(0, 4000),
    })),
  );
  return {
    file: "assets/search-index.js",
    content: `globalThis.cmoeSearch = ${JSON.stringify(documents).replace(/</g, "\\u003c")};\n`,
  };
}

/** Every page of the workbook and the files beside them. */
export async function workbookPages(
  studies: readonly PublishedStudy[],
): Promise<{ readonly pages: readonly Page[]; readonly files: readonly Asset[] }> {
  const names = readdirSync(NOTEBOOKS).filter((name) => /^\d\d-.*\.ipynb$/.test(name));
  const notebooks = names.sort().map((name) => notebookPage(readNotebook(join(NOTEBOOKS, name))));
  return {
    pages: [
      indexDocument(notebooks),
      ...notebooks.map((_, k) => notebookDocument(notebooks, k)),
      await statusPage(studies),
    ],
    files: [...notebooks.flatMap(({ assets }) => assets), searchIndex(notebooks)],
  };
}
