/**
 * Does the cold search find what brute force finds, and what does it cost? Fits spread over all scenario paths and sizes, as
 * a study runs them, each also with 100 random starts on all rows and from the truth. Disagreements are listed, not hidden.
 *
 * npm run bench:search [-- fits per path and size [sizes [paths [seed [first replicate]]]]]   -> build/bench/cold-search.json
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawSample, fit, SCENARIO_PATHS, truthAt } from "contaminated-moe";
import { STUDY_UNSEEN } from "#dist/estimation/fit/effort";

const [, , fitsText, sizesText, pathsText, seedText, firstText] = process.argv;
const SEED = Number(seedText ?? 4242);
const FIRST = Number(firstText ?? 0);
const SIZES = (sizesText ?? "1000,4640,10000,100000").split(",").map(Number);
const PATHS = SCENARIO_PATHS.filter(({ id }) => (pathsText ?? id).split(",").includes(id));
const BRUTE_STARTS = 100;
/** Log-likelihoods closer than this are the same optimum. */
const SAME = 1e-6;

interface Row {
  readonly path: string;
  readonly n: number;
  readonly fits: number;
  readonly disagreements: readonly { readonly replicate: number; readonly lost: number }[];
  readonly meanPasses: number;
  readonly maxPasses: number;
  readonly brutePasses: number;
  readonly uncertified: number;
  readonly spikes: number;
}

function compare(path: (typeof SCENARIO_PATHS)[number], n: number, fits: number): Row {
  const disagreements: { replicate: number; lost: number }[] = [];
  const passes: number[] = [];
  let [brutePasses, uncertified, spikes] = [0, 0, 0];
  for (let replicate = FIRST; replicate < FIRST + fits; replicate++) {
    const key = { seed: SEED, path: path.id, n, replicate };
    const { model } = path.path;
    const truth = truthAt(path.path, n);
    const sample = drawSample(model, truth, key);
    const cold = fit(model, sample, { key, unseen: STUDY_UNSEEN });
    const brute = fit(model, sample, { search: "all", starts: BRUTE_STARTS });
    const warm = fit(model, sample, { warm: truth });
    passes.push(cold.passes);
    brutePasses += brute.passes;
    if (!cold.certificate.satisfied) uncertified++;
    if (cold.nature === "spike") spikes++;
    const lost = Math.max(brute.logLikelihood, warm.logLikelihood) - cold.logLikelihood;
    if (lost > SAME) disagreements.push({ replicate, lost });
  }
  const meanPasses = passes.reduce((sum, value) => sum + value, 0) / fits;
  return {
    path: path.id,
    n,
    fits,
    disagreements,
    meanPasses,
    maxPasses: Math.max(...passes),
    brutePasses: brutePasses / fits,
    uncertified,
    spikes,
  };
}

const perCell = Number(fitsText ?? Math.ceil(2600 / (PATHS.length * SIZES.length)));
const rows: Row[] = [];
for (const n of SIZES) {
  for (const path of PATHS) {
    const row = compare(path, n, perCell);
    rows.push(row);
    const cost = `${row.meanPasses.toFixed(1)} passes (at most ${row.maxPasses.toFixed(1)}; brute force ${row.brutePasses.toFixed(0)}), ${row.uncertified} not certified, ${row.spikes} spikes`;
    const lost = row.disagreements.map((d) => `replicate ${d.replicate} lost ${d.lost.toExponential(1)}`).join(", ");
    console.log(`${path.id.padEnd(16)} n = ${String(n).padEnd(7)} ${cost}${lost ? `  DISAGREES: ${lost}` : ""}`);
  }
}
const total = rows.reduce((sum, row) => sum + row.fits, 0);
const wrong = rows.reduce((sum, row) => sum + row.disagreements.length, 0);
console.log(`${total} fits, ${wrong} disagreements: agreement ${((100 * (total - wrong)) / total).toFixed(2)} %`);
const build = join(process.cwd(), "build", "bench");
mkdirSync(build, { recursive: true });
writeFileSync(join(build, "cold-search.json"), `${JSON.stringify({ seed: SEED, rows }, null, 2)}\n`);
