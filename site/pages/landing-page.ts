import { fisherInformation, scenarioPath } from "contaminated-moe";
import { escapeHtml } from "#dist/report/display/escape-html";
import { densities, errorCurve, type Melting, sentence } from "../browser/pages/melting";
import { markdownRenderer } from "./markdown";
import type { NotebookPage } from "./notebook-page";
import type { Page } from "./shell";

const PAPER = "https://arxiv.org/abs/2410.12258";
const SHARE = 0.3;
const N = 10_000;
const [WIDEST, CLOSEST, STEP] = [4, 0.3, 0.05];

/**
 * The error of the share of a Gaussian prompt with a bias beside a frozen linear expert, by the bias: from the information
 * curve, all parameters unknown.
 */
export function melting(): Melting {
  const { model } = scenarioPath("L/bias").path;
  const count = Math.round((WIDEST - CLOSEST) / STEP) + 1;
  const gaps = Array.from({ length: count }, (_, k) => Number((WIDEST - STEP * k).toFixed(2)));
  const deviations = gaps.map(
    (gap) => fisherInformation(model, { lambda: SHARE, eta: [1, gap], nu: 1 }, 1e-6).deviations[0],
  );
  return {
    share: SHARE,
    n: N,
    gaps,
    errors: deviations.map((deviation) => Number((deviation / Math.sqrt(N)).toPrecision(6))),
    needed: deviations.map((deviation) => Math.ceil((deviation / (0.1 * SHARE)) ** 2)),
  };
}

const CITATION = `@inproceedings{yan2025understanding,
  title     = {Understanding Expert Structures on Minimax Parameter Estimation in Contaminated Mixture of Experts},
  author    = {Yan and Nguyen and Dung and Akbarian and Ho},
  booktitle = {Proceedings of the 28th International Conference on Artificial Intelligence and Statistics (AISTATS 2025)},
  series    = {PMLR 258},
  pages     = {4501--4509},
  year      = {2025},
  url       = {${PAPER}}
}`;

function citation(version: string): string {
  const software = `@software{contaminatedmoe,
  title   = {contaminated-moe: an executable companion to minimax estimation in contaminated mixtures of experts},
  author  = {{The contaminated-moe contributors}},
  version = {${version}},
  license = {MIT}
}`;
  return `<details class="cite"><summary>How to cite</summary><p>The paper whose theorems are examined here, and this software:</p>
<pre tabindex="0">${CITATION}

${software}</pre></details>`;
}

/** The address that package.json gives as its repository, for a reader: https, without "git+" and ".git". */
export function repositoryAddress(manifest: {
  readonly repository?: string | { readonly url?: string };
}): string | undefined {
  const { repository } = manifest;
  const written = typeof repository === "string" ? repository : repository?.url;
  const [, host, path] =
    /^(?:git\+)?(?:https|git|ssh):\/\/(?:[^@/]+@)?([^/]+)\/(.+?)(?:\.git)?$/.exec(written ?? "") ?? [];
  if (path !== undefined) return `https://${host}/${path}`;
  // npm's short form.
  const [short] = /^(?:github:)?[\w.-]+\/[\w.-]+$/.exec(written ?? "") ?? [];
  return short && `https://github.com/${short.replace(/^github:/, "")}`;
}

/** Where a reader gets the sources: the repository, or an archive in the site's own folder. */
export type Sources =
  | { readonly kind: "repository"; readonly address: string }
  | { readonly kind: "archive"; readonly file: string; readonly bytes: number };

function sourcesLink(sources: Sources | undefined): string {
  if (sources === undefined) return "";
  if (sources.kind === "repository") return ` <a href="${escapeHtml(sources.address)}">The repository</a>.`;
  const size = `${Math.max(1, Math.round(sources.bytes / 1e6))} MB`;
  return ` <a href="${escapeHtml(sources.file)}" download>The sources</a> (tar.gz, ${size}).`;
}

/**
 * The first page: a picture that moves, why it matters, two ways in, the notebooks.
 * @param sources where the sources are, if a reader can get them
 */
export function landingPage(notebooks: readonly NotebookPage[], version: string, sources?: Sources): Page {
  const formula = markdownRenderer()(
    "$p(y\\mid x) = (1-\\lambda)\\,f_0(y\\mid h_0(x,\\eta_0),\\nu_0)$ $\\;+\\;\\lambda\\,f(y\\mid h(x,\\eta),\\nu)$",
  ).html;
  const data = melting();
  const cards = notebooks.map(
    ({ name, title, lead }) =>
      `<li class="card"><a href="${name}.html"><strong>${escapeHtml(title)}</strong></a><p>${lead}</p><a class="small" href="notebooks/${name}.ipynb" download>${name}.ipynb</a></li>`,
  );
  return {
    file: "index.html",
    title: "How fast can a prompt be learned beside a frozen model?",
    description:
      "Melt a prompt into a frozen model and watch the error rise: theory, simulations and verdicts in the page.",
    body: `<article class="landing"><h1>How fast can a prompt be learned beside a frozen model?</h1>
<section class="melting" aria-label="A prompt melts into a frozen model">
<div class="pair"><div id="melting-densities">${densities(data, 0)}</div><div id="melting-error">${errorCurve(data, 0)}</div></div>
<label for="melting-slider">Melt the prompt into the frozen model</label>
<input type="range" id="melting-slider" min="0" max="${data.gaps.length - 1}" step="1" value="0">
<p id="melting-sentence">${sentence(data, 0)}</p>
<p class="start"><a class="button primary" href="explorer.html">Play</a> <a class="button" href="00-start-here.html">Read</a> <a href="story.html">or guess your way through a story</a></p>
</section>
<p class="lead">A large model is frozen and a small prompt is trained beside it: the data are a mixture of the two. When the
prompt is rare, or says nearly what the frozen model says already, the two can hardly be told apart, and how slow learning
then becomes depends on the structure of the expert. Here every such speed is derived, predicted at finite sample sizes,
measured by fits that start from the data alone, and judged by a rule that may say no.</p>
<div class="formula">${formula}</div>
<p>An executable companion to Yan, Nguyen, Dung, Akbarian and Ho, <a href="${PAPER}">Understanding Expert Structures on Minimax
Parameter Estimation in Contaminated Mixture of Experts</a> (AISTATS 2025). <a href="status.html">All verdicts</a> on one
page; every figure can be made again to the last bit.${sourcesLink(sources)}</p>
${citation(version)}
<h2>The notebooks</h2>
<ol class="cards">${cards.join("\n")}</ol></article>
<script type="application/json" id="melting-data">${JSON.stringify(data)}</script>`,
    styles: ["assets/katex.min.css"],
    scripts: ["assets/landing.js"],
  };
}
