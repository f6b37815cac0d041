/**
 * Does the nested cold search find what brute force finds, and what does it cost? 2,000 fits spread over all scenario
 * paths at n = 1e3, 1e4 and 1e5, each also with every start on all rows. Disagreements are listed, not hidden.
 *
 * npm run bench:search [-- fits per path and size]   -> build/bench/cold-search.json
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawSample, fit, SCENARIO_PATHS, truthAt } from "contaminated-moe";

const SEED = 4242;
const SIZES = [1e3, 1e4, 1e5];
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
}

function compare(path: (typeof SCENARIO_PATHS)[number], n: number, fits: number): Row {
  const disagreements: { replicate: number; lost: number }[] = [];
  const passes: number[] = [];
  let brutePasses = 0;
  for (let replicate = 0; replicate < fits; replicate++) {
    const key = { seed: SEED, path: path.id, n, replicate };
    const { model } = path.path;
    const sample = drawSample(model, truthAt(path.path, n), key);
    const nested = fit(model, sample, { key, search: "nested" });
    const brute = fit(model, sample, { key, search: "all" });
    passes.push(nested.passes);
    brutePasses += brute.passes;
    const lost = brute.logLikelihood - nested.logLikelihood;
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
  };
}

const perCell = Number(process.argv[2] ?? Math.ceil(2000 / (SCENARIO_PATHS.length * SIZES.length)));
const rows: Row[] = [];
for (const n of SIZES) {
  for (const path of SCENARIO_PATHS) {
    const row = compare(path, n, perCell);
    rows.push(row);
    const cost = `${row.meanPasses.toFixed(1)} passes (at most ${row.maxPasses.toFixed(1)}; brute force ${row.brutePasses.toFixed(0)})`;
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
