import { SCENARIO_PATHS, summarize } from "contaminated-moe";
import type { PublishedStudy } from "contaminated-moe/node";
import { ACTIVATIONS } from "#dist/model/activation";
import { forReaders } from "#dist/report/display/for-readers";
import { NAMED_PATHS } from "#dist/study/design/named-paths";
import { SOFTMAX_PATHS } from "#dist/study/design/softmax-paths";
import { type PublishedMeans, packedMeans } from "../explorer/findings/published";
import { type Choice, check, number, options, select } from "./form-controls";
import type { Page } from "./shell";

const SCENARIO_NAMES = {
  D: "D: another density",
  H: "H: another expert",
  S: "S: strongly identifiable experts",
  L: "L: linear experts",
} as const;

function capital(text: string): string {
  return text.replace(/^./u, (first) => first.toUpperCase());
}

function group(label: string, paths: readonly { readonly id: string; readonly title: string }[]): string {
  const choices = paths.map(({ id, title }): Choice => [id, forReaders(capital(title))]);
  return `<optgroup label="${label}">${options(choices)}</optgroup>`;
}

/** The paths of a constant gate by their scenario, then those whose gate depends on x. */
function presets(): string {
  const constant = (Object.keys(SCENARIO_NAMES) as (keyof typeof SCENARIO_NAMES)[])
    .map((scenario) =>
      group(
        SCENARIO_NAMES[scenario],
        SCENARIO_PATHS.filter((path) => path.scenario === scenario),
      ),
    )
    .join("");
  return constant + group("The gate depends on x", SOFTMAX_PATHS);
}

const activations = options(ACTIVATIONS.map((name) => [name, name]));

function idea(id: string, label: string, control: string): string {
  return `<div class="idea" id="${id}-place"><label for="${id}">${label}</label> <output id="${id}-value" for="${id}"></output>${control}</div>`;
}

/** A slider with stops; the page's script says how many. */
function stops(id: string): string {
  return `<input type="range" id="${id}" min="0" step="1">`;
}

/** The first view: what is asked, the picture, the density, and one control per idea. */
const INSTRUMENT = `
<header class="bar"><h1>Explorer</h1>${select("preset", "Path", presets())}
<div class="field"><label for="shown-parameter">Error of</label><select id="shown-parameter"></select></div>
<div class="toolbar" role="group" aria-label="The study"><button type="button" id="run" class="primary">Run</button><button type="button" id="pause">Pause</button><button type="button" id="step">Step</button><button type="button" id="cancel">Cancel</button></div>
<div class="toolbar" role="group" aria-label="The picture" id="picture-tools"><button type="button" id="pin" aria-pressed="false">Pin</button><button type="button" id="undo" disabled>Undo</button><button type="button" id="redo" disabled>Redo</button></div></header>
<p class="problem" id="page-problem" role="alert"></p><p class="problem" id="problem-parameter" role="alert"></p>
<p id="announcement" class="unseen" role="status"></p>
<noscript><p class="problem">The explorer needs JavaScript. The <a href="index.html">workbook</a> does not.</p></noscript>
<div class="instrument">
<section class="errors" aria-labelledby="h-study"><h2 id="h-study" class="unseen">Error against n</h2>
<div class="progress"><progress id="progress" max="1" value="0" aria-label="Replicates done"></progress> <span id="status">not run yet: press Run</span></div><div id="plot" class="plot-place"></div></section>
<section id="gate-place" aria-labelledby="h-gate" hidden><h2 id="h-gate" class="unseen">The share of the prompt</h2>
<div id="gate" class="plot-place"></div><p id="gate-text" class="small" aria-live="polite"></p></section>
<section class="side" aria-labelledby="h-ideas"><h2 id="h-ideas" class="unseen">What moves, and the density</h2>
<div class="density-place"><div id="density" class="plot-place"></div><button type="button" id="gap-handle" role="slider" aria-label="The prompt, drag it" aria-orientation="horizontal" aria-valuemin="-1000" aria-valuemax="1000" aria-valuenow="0" hidden></button></div>
<div class="ideas">
${idea("idea-vanishing", "How fast the prompt vanishes", stops("idea-vanishing"))}
${idea("idea-dependence", "How much the gate depends on x", stops("idea-dependence"))}
${idea("idea-flattening", "How fast the gate flattens", stops("idea-flattening"))}
${idea("idea-merging", "How fast it merges", stops("idea-merging"))}
${idea("idea-direction", "In which direction", '<select id="idea-direction"></select>')}
${idea("n-slider", "Sample size n", '<input type="range" id="n-slider" min="0" max="1000" step="1">')}
</div></section>
</div>`;

const RESULTS = `
<div class="brush" role="group" aria-label="Window of n in which slopes are measured"><span class="end"><label for="window-from">Window from</label> <output id="window-from-value" for="window-from"></output></span><input type="range" id="window-from" min="0" step="1"><span class="end"><label for="window-to">to</label> <output id="window-to-value" for="window-to"></output></span><input type="range" id="window-to" min="0" step="1"></div>
<p class="problem" id="problem-window" role="alert"></p>
<p id="slopes"></p>
<p id="plot-notes" class="small"></p><p id="kept" class="small" role="status"></p>
<div id="verdicts"></div>
<section aria-labelledby="h-theory"><h2 id="h-theory">What theory predicts</h2>
<p id="finding" aria-live="polite"></p>
<div class="scroll" role="region" aria-label="Predicted and measured exponents" tabindex="0"><table id="exponents"><caption>Exponents e in error ~ n<sup>−e</sup>, by parameter</caption>
<thead><tr><th scope="col">parameter</th><th scope="col">guaranteed</th><th scope="col">sharp</th><th scope="col">curve here</th><th scope="col">measured</th></tr></thead><tbody></tbody></table></div>
<p class="small"><em>Guaranteed</em>: what the theorem promises. <em>Sharp</em>: what this path really gives, as n grows without
end. <em>Curve here</em>: the slope of the finite-n information curve over the window above, the fair comparison for
<em>measured</em> (± one standard error).</p>
<div class="guess" role="group" aria-labelledby="guess-label"><label class="check"><input type="checkbox" id="guessing"> <span id="guess-label">Let me guess first</span></label>
<span id="guess-form" hidden><label for="control-guess">My exponent of <span class="shown-parameter"></span></label> <input type="number" id="control-guess" step="any" min="0" max="2" aria-describedby="problem-guess"> <button type="button" id="commit">Commit</button></span>
<p id="guess-result" role="status"></p><p class="problem" id="problem-guess" role="alert"></p></div>
</section>
<details id="failures" hidden><summary id="failures-summary"></summary><div id="failures-table"></div></details>
<details id="advanced"><summary>Advanced: numbers and laws</summary>
<form id="controls" aria-label="Model, path and study" novalidate>
<div class="fields">${number("n", "Sample size n", "1")}${number("at", "Density at x")}<div class="field"><label for="at-slider">x, by slider</label><input type="range" id="at-slider" min="-1.7" max="1.7" step="0.01"></div></div>
<details id="model-choice"><summary>Model: <span id="model-summary"></span></summary><div class="fields">
${select(
  "gate",
  "Share of the prompt",
  options([
    ["constant", "constant: λ"],
    ["softmax", "softmax gate: π(x)"],
  ]),
)}
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
frozen value; λ vanishes, and a gate flattens, when the limit is 0. Below a softmax gate the share of the prompt is π(x) = 1 / (1 + e<sup>−(βᵀx + τ)</sup>).</p>
<div class="scroll" role="region" aria-label="Laws of the parameters" tabindex="0"><table id="laws"><thead><tr><th scope="col"></th><th scope="col">frozen</th>
<th scope="col">limit</th><th scope="col">coefficient</th><th scope="col">exponent</th><th scope="col">merges</th></tr></thead><tbody></tbody></table></div>
<div id="law-problems" role="alert"></div>
<div class="field" id="kappa-field" hidden><label for="control-kappa">Resonance κ = (ν − ν₀) / (b − b₀)²</label> <output id="kappa-value" for="control-kappa"></output>
<input type="range" id="control-kappa" min="-30" max="90" step="1" list="kappa-marks"><datalist id="kappa-marks"><option value="0"></option><option value="20"></option><option value="60"></option></datalist>
<div class="buttons"><button type="button" data-kappa="0">0: bias alone</button><button type="button" data-kappa="1/3">1/3: resonance</button><button type="button" data-kappa="1">1</button></div></div>
</details>
<details open id="study-choice"><summary>Study</summary><div class="fields">
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
</form></details>
<section aria-labelledby="h-model"><h2 id="h-model">A sample at this n</h2>
<p id="truth" class="small"></p><div id="sample" class="plot-place"></div></section>
<section aria-labelledby="h-look"><h2 id="h-look">Inside one replicate</h2>
<p id="look-text" class="small">Step, or run, and see how data become a likelihood, an estimate and a dot above.</p>
<div class="pair"><div id="look-data" class="plot-place"></div><div id="look-profile" class="plot-place"></div></div>
</section>
<section aria-labelledby="h-surface"><h2 id="h-surface">The likelihood from above</h2>
<p class="small">Where the prompt merges, the likelihood of two parameters becomes a ridge: many pairs explain the data nearly as well. Press a point to start there.</p>
<div class="surface"><div id="surface" class="plot-place"></div>
<div class="fields"><div class="field"><label for="surface-x">Across</label><select id="surface-x"></select></div>
<div class="field"><label for="surface-y">Upwards</label><select id="surface-y"></select></div>
<div class="field"><label for="surface-others">The other parameters</label><select id="surface-others">${options([
  ["best", "at their best"],
  ["held", "held at the truth"],
])}</select></div>
<div class="field"><label for="surface-start-x">Start, across</label> <output id="surface-start-x-value" for="surface-start-x"></output><input type="range" id="surface-start-x" min="0" max="100" step="1" disabled></div>
<div class="field"><label for="surface-start-y">Start, upwards</label> <output id="surface-start-y-value" for="surface-start-y"></output><input type="range" id="surface-start-y" min="0" max="100" step="1" disabled></div>
</div></div>
<p class="problem" id="surface-problem" role="alert"></p><p id="surface-text" aria-live="polite"></p>
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

/** Means of the published cold studies of its presets, for the dots that are there before the reader has run anything. */
async function publishedMeans(studies: readonly PublishedStudy[]): Promise<readonly PublishedMeans[]> {
  const rows: PublishedMeans[] = [];
  // An error that is itself known to a tenth needs no more than four digits, its own error no more than three: the page has some thousands of them.
  const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));
  for (const study of studies) {
    const preset = NAMED_PATHS.some(({ id }) => id === study.design.path.id);
    if (study.design.start !== "cold" || !preset) continue;
    const { path, replications, cells } = await summarize(study, () => []);
    rows.push({
      path,
      replications,
      seed: study.design.seed,
      cells: cells.map(({ n, parameters, failures, records }) => ({
        n,
        rmse: parameters.map(({ rmse }) => rounded(rmse.value, 4)),
        mcse: parameters.map(({ rmse }) => (rmse.mcse === null ? null : rounded(rmse.mcse, 3))),
        failures,
        estimates: records - failures,
        carriers: parameters.map(({ carriers }) => [carriers?.fits ?? 0, carriers?.atBound ?? 0] as const),
      })),
    });
  }
  return rows;
}

/** @param version of the library in the page: runs kept between visits are those of one version */
export async function explorerPage(studies: readonly PublishedStudy[], version: string): Promise<Page> {
  const means = packedMeans(await publishedMeans(studies)).replace(/</g, "\\u003c");
  return {
    file: "explorer.html",
    title: "Explorer",
    description: "Move the model's parameters, run studies in the page, and compare them with what theory predicts.",
    body: `<div class="explorer">${INSTRUMENT}<div class="results">${RESULTS}</div></div>
<script type="application/json" id="published-means">${means}</script>`,
    styles: ["assets/explorer.css"],
    scripts: ["assets/explorer.js"],
    data: { version },
  };
}
