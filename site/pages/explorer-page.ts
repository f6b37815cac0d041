import { SCENARIO_PATHS, summarize } from "contaminated-moe";
import type { PublishedStudy } from "contaminated-moe/node";
import { ACTIVATIONS } from "#dist/model/activation";
import { escapeHtml } from "#dist/report/display/escape-html";
import type { PublishedMeans } from "../explorer/findings/published";
import type { Page } from "./shell";

type Choice = readonly [value: string, text: string];

function options(choices: readonly Choice[]): string {
  return choices.map(([value, text]) => `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`).join("");
}

/** A labelled control with the place where its problem is said. */
function labelled(name: string, label: string, control: string): string {
  return `<div class="field"><label for="control-${name}">${escapeHtml(label)}</label>${control}<p class="problem" id="problem-${name}" role="alert"></p></div>`;
}

function select(name: string, label: string, choices: string): string {
  return labelled(
    name,
    label,
    `<select id="control-${name}" name="${name}" aria-describedby="problem-${name}">${choices}</select>`,
  );
}

function number(name: string, label: string, step = "any"): string {
  const control = `<input type="number" step="${step}" id="control-${name}" name="${name}" aria-describedby="problem-${name}">`;
  return labelled(name, label, control);
}

function check(name: string, label: string): string {
  return `<label class="check"><input type="checkbox" name="${name}"> ${escapeHtml(label)}</label>`;
}

const SCENARIO_NAMES = {
  D: "D: another density",
  H: "H: another expert",
  S: "S: strongly identifiable experts",
  L: "L: linear experts",
} as const;

function presets(): string {
  return (Object.keys(SCENARIO_NAMES) as (keyof typeof SCENARIO_NAMES)[])
    .map((scenario) => {
      const paths = SCENARIO_PATHS.filter((path) => path.scenario === scenario);
      const choices = paths.map(({ id, title }): Choice => [id, `${id}: ${title}`]);
      return `<optgroup label="${SCENARIO_NAMES[scenario]}">${options(choices)}</optgroup>`;
    })
    .join("");
}

const activations = options(ACTIVATIONS.map((name) => [name, name]));

const CONTROLS = `
<form id="controls" aria-label="Model, path and study" novalidate>
${select("preset", "Scenario path", presets())}
<details id="model-choice"><summary>Model: <span id="model-summary"></span></summary><div class="fields">
${select(
  "density",
  "Frozen density f₀",
  options([
    ["gaussian", "Gaussian"],
    ["laplace", "Laplace"],
    ["student-t", "Student t"],
  ]),
)}
${number("df", "Degrees of freedom")}
${select("frozen", "Frozen expert h₀", activations)}
${check("frozenBias", "h₀ has a bias")}
${number("nu0", "Frozen variance ν₀")}
${select("prompt", "Prompt expert h", activations)}
${check("promptBias", "h has a bias")}
${select(
  "law",
  "Covariates",
  options([
    ["uniform", "uniform"],
    ["normal", "normal"],
  ]),
)}
${number("dimension", "Dimension d", "1")}
</div></details>
<details open><summary>How the truth moves with n</summary>
<p class="small">Every parameter is <em>limit + coefficient · n<sup>−exponent</sup></em>. One merges when its limit is the
frozen value.</p>
<div class="scroll" role="region" aria-label="Laws of the parameters" tabindex="0"><table id="laws"><thead><tr><th scope="col"></th><th scope="col">frozen</th>
<th scope="col">limit</th><th scope="col">coefficient</th><th scope="col">exponent</th><th scope="col">merges</th></tr></thead><tbody></tbody></table></div>
<div id="law-problems" role="alert"></div>
<div class="field" id="kappa-field" hidden><label for="control-kappa">Resonance κ = (ν − ν₀) / (b − b₀)²</label> <output id="kappa-value" for="control-kappa"></output>
<input type="range" id="control-kappa" min="-0.5" max="1.5" step="any" list="kappa-marks"><datalist id="kappa-marks"><option value="0"></option><option value="0.3333333333333333"></option><option value="1"></option></datalist>
<div class="buttons"><button type="button" data-kappa="0">0: bias alone</button><button type="button" data-kappa="1/3">1/3: resonance</button><button type="button" data-kappa="1">1</button></div></div>
</details>
<details open><summary>Study</summary><div class="fields">
${number("from", "First n", "1")}
${number("to", "Last n", "1")}
${number("count", "Number of sizes", "1")}
${number("replications", "Replications", "1")}
${number("seed", "Seed", "1")}
${select(
  "start",
  "Fits start",
  options([
    ["cold", "cold: from the data alone"],
    ["warm", "warm: at the truth (cheating)"],
    ["both", "both, on the same data"],
  ]),
)}
</div></details>
</form>`;

const RESULTS = `
<section aria-labelledby="h-theory"><h2 id="h-theory">What theory predicts</h2>
<p id="finding" aria-live="polite"></p>
<div class="scroll" role="region" aria-label="Predicted and measured exponents" tabindex="0"><table id="exponents"><caption>Exponents e in error ~ n<sup>−e</sup>, by parameter</caption>
<thead><tr><th scope="col">parameter</th><th scope="col">guaranteed</th><th scope="col">sharp</th><th scope="col">curve here</th><th scope="col">measured</th></tr></thead><tbody></tbody></table></div>
<p class="small"><em>Guaranteed</em>: what the theorem promises. <em>Sharp</em>: what this path really gives, as n grows without
end. <em>Curve here</em>: the slope of the finite-n information curve over the window below, the fair comparison for
<em>measured</em> (± one standard error).</p>
<div class="guess" role="group" aria-labelledby="guess-label"><label class="check"><input type="checkbox" id="guessing"> <span id="guess-label">Let me guess first</span></label>
<span id="guess-form" hidden><label for="control-guess">My exponent of <span class="shown-parameter"></span></label> <input type="number" id="control-guess" step="any" min="0" max="2" aria-describedby="problem-guess"> <button type="button" id="commit">Commit</button></span>
<p id="guess-result" role="status"></p><p class="problem" id="problem-guess" role="alert"></p></div>
</section>
<section aria-labelledby="h-study"><h2 id="h-study">Error against n</h2>
<div class="toolbar" role="group" aria-label="The study"><button type="button" id="run" class="primary">Run</button><button type="button" id="pause">Pause</button><button type="button" id="step">Step</button><button type="button" id="cancel">Cancel</button>
<progress id="progress" max="1" value="0" aria-label="Replicates done"></progress><span id="status"></span></div><p id="announcement" class="unseen" role="status"></p>
<p class="problem" id="problem-parameter" role="alert"></p>
<div id="plot" class="plot-place"></div>
<div class="brush" role="group" aria-label="Window of n in which slopes are measured"><span class="end"><label for="window-from">Window from</label> <output id="window-from-value" for="window-from"></output></span><input type="range" id="window-from" min="0" step="1"><span class="end"><label for="window-to">to</label> <output id="window-to-value" for="window-to"></output></span><input type="range" id="window-to" min="0" step="1"></div>
<p class="problem" id="problem-window" role="alert"></p>
<p id="slopes"></p>
<p id="plot-notes" class="small"></p>
<div id="verdicts"></div>
<details id="failures" hidden><summary id="failures-summary"></summary><div id="failures-table"></div></details>
</section>
<section aria-labelledby="h-look"><h2 id="h-look">Inside one replicate</h2>
<p id="look-text" class="small">Step, or run, and see how data become a likelihood, an estimate and a dot above.</p>
<div class="pair"><div id="look-data" class="plot-place"></div><div id="look-profile" class="plot-place"></div></div>
</section>
<section aria-labelledby="h-model"><h2 id="h-model">The model at one n</h2>
<div class="fields"><div>${number("n", "Sample size n", "1")}<input type="range" id="n-slider" aria-label="n, by slider" min="0" max="1000" step="1"></div>
<div>${number("at", "Density at x")}<input type="range" id="at-slider" aria-label="x, by slider" min="-1.7" max="1.7" step="0.01"></div></div>
<p id="truth" class="small"></p>
<div class="pair"><div id="density" class="plot-place"></div><div id="sample" class="plot-place"></div></div>
</section>
<section aria-labelledby="h-plan"><h2 id="h-plan">How large a sample?</h2>
<div class="fields">${number("wanted", "Wanted error (RMSE)")}<div class="field"><button type="button" id="plan">Plan</button></div></div>
<div id="plan-result" role="status"></div></section>
<section aria-labelledby="h-export"><h2 id="h-export">Take it with you</h2>
<div class="toolbar" role="group" aria-label="Export"><button type="button" id="copy-link">Copy link</button><button type="button" id="save-svg">SVG</button><button type="button" id="save-png">PNG</button><button type="button" id="save-csv">Records (CSV)</button><button type="button" id="save-model">Model file</button><button type="button" id="open-notebook">Open in notebook</button></div>
<p id="export-status" role="status"></p>
</section>
<dialog id="code-dialog" aria-labelledby="code-title"><h2 id="code-title">The same study in a notebook</h2>
<p class="small">Paste it into a cell of the contaminated-moe kernel (<code>npm run lab</code>): the same seed gives the same records.</p>
<pre tabindex="0"><code id="code"></code></pre>
<div class="toolbar"><button type="button" id="copy-code">Copy</button><button type="button" id="save-notebook">Save as .ipynb</button><button type="button" id="close-code">Close</button></div></dialog>`;

/** Means of the published cold studies, for the dots that are there before the reader has run anything. */
async function publishedMeans(studies: readonly PublishedStudy[]): Promise<readonly PublishedMeans[]> {
  const rows: PublishedMeans[] = [];
  const digits = (value: number): number => Number(value.toPrecision(6));
  for (const study of studies) {
    if (study.design.start !== "cold") continue;
    const { path, replications, cells } = await summarize(study, () => []);
    rows.push({
      path,
      replications,
      seed: study.design.seed,
      cells: cells.map(({ n, parameters, failures }) => ({
        n,
        rmse: parameters.map(({ rmse }) => digits(rmse.value)),
        mcse: parameters.map(({ rmse }) => (rmse.mcse === null ? null : digits(rmse.mcse))),
        failures,
      })),
    });
  }
  return rows;
}

export async function explorerPage(studies: readonly PublishedStudy[]): Promise<Page> {
  const means = JSON.stringify(await publishedMeans(studies)).replace(/</g, "\\u003c");
  return {
    file: "explorer.html",
    title: "Explorer",
    description: "Move the model's parameters, run studies in the page, and compare them with what theory predicts.",
    body: `<div class="explorer"><header><h1>Explorer</h1>
<p class="lead">Choose how the truth moves; see what theory predicts; run the study here, with the library that the
notebooks use, bit for bit.</p><p class="problem" id="page-problem" role="alert"></p>
<noscript><p class="problem">The explorer needs JavaScript. The <a href="index.html">workbook</a> does not.</p></noscript></header>
<div class="columns"><div class="controls">${CONTROLS}</div><div class="results">${RESULTS}</div></div></div>
<script type="application/json" id="published-means">${means}</script>`,
    styles: ["assets/explorer.css"],
    scripts: ["assets/explorer.js"],
  };
}
