/**
 * Does the cold search of a study find what a search on all rows finds, and what does it cost? Fits of all scenario paths at sizes
 * over the whole range, as a study runs them, each beside a search on all rows with so many random starts, and from the
 * truth. Disagreements are listed, not hidden. Fit k of every path and size comes before fit k + 1 of any, so that a run cut
 * short is still spread over all; what is done stands in build/bench/cold-search-SEED.jsonl and is not run again.
 *
 * npm run bench:search [-- fits per path and size [sizes [paths [seed [random starts on all rows]]]]]
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drawSample, fit, SCENARIO_PATHS, type ScenarioPath, truthAt } from "contaminated-moe";
import { STUDY_UNSEEN } from "#dist/estimation/fit/effort";

const [, , fitsText, sizesText, pathsText, seedText, startsText] = process.argv;
const SEED = Number(seedText ?? 4242);
const SIZES = (sizesText ?? "1000,2150,4640,10000,21500,46400,100000").split(",").map(Number);
const PATHS = SCENARIO_PATHS.filter(({ id }) => (pathsText ?? id).split(",").includes(id));
const PER_CELL = Number(fitsText ?? Math.ceil(2600 / (PATHS.length * SIZES.length)));
const BRUTE_STARTS = Number(startsText ?? 30);
/** Log-likelihoods closer than this are the same optimum. */
const SAME = 1e-6;

interface Comparison {
  readonly path: string;
  readonly n: number;
  readonly replicate: number;
  readonly starts: number;
  /** The highest of the others minus the cold search. */
  readonly lost: number;
  readonly passes: number;
  readonly brutePasses: number;
  readonly certified: boolean;
  readonly nature: string;
}

function compare({ id, path }: ScenarioPath, n: number, replicate: number): Comparison {
  const key = { seed: SEED, path: id, n, replicate };
  const { model } = path;
  const truth = truthAt(path, n);
  const sample = drawSample(model, truth, key);
  const cold = fit(model, sample, { key, unseen: STUDY_UNSEEN });
  const brute = fit(model, sample, { search: "all", starts: BRUTE_STARTS });
  const warm = fit(model, sample, { warm: truth });
  return {
    path: id,
    n,
    replicate,
    starts: BRUTE_STARTS,
    lost: Math.max(brute.logLikelihood, warm.logLikelihood) - cold.logLikelihood,
    passes: cold.passes,
    brutePasses: brute.passes,
    certified: cold.certificate.satisfied,
    nature: cold.nature,
  };
}

function line(name: string, rows: readonly Comparison[]): string {
  const mean = (of: (row: Comparison) => number): string =>
    (rows.reduce((sum, row) => sum + of(row), 0) / rows.length).toFixed(1);
  const wrong = rows.filter(({ lost }) => lost > SAME);
  const lost = wrong.map(({ n, replicate, lost }) => `n = ${n}, replicate ${replicate}: ${lost.toExponential(1)}`);
  return (
    `${name.padEnd(16)} ${rows.length} fits, ${wrong.length} lower; ${mean(({ passes }) => passes)} passes ` +
    `(all rows ${mean(({ brutePasses }) => brutePasses)}), ${rows.filter(({ certified }) => !certified).length} not certified, ` +
    `${rows.filter(({ nature }) => nature === "spike").length} spikes${lost.length > 0 ? `  LOWER ${lost.join("; ")}` : ""}`
  );
}

const build = join(process.cwd(), "build", "bench");
mkdirSync(build, { recursive: true });
const file = join(build, `cold-search-${SEED}.jsonl`);
const kept = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
const rows = kept
  .map((text) => JSON.parse(text) as Comparison)
  .filter(({ path, n, starts }) => starts === BRUTE_STARTS && SIZES.includes(n) && PATHS.some(({ id }) => id === path));
const done = new Set(rows.map(({ path, n, replicate }) => `${path} ${n} ${replicate}`));
const all = PER_CELL * SIZES.length * PATHS.length;
for (let replicate = 0; replicate < PER_CELL; replicate++) {
  for (const n of SIZES) {
    for (const path of PATHS) {
      if (done.has(`${path.id} ${n} ${replicate}`)) continue;
      const row = compare(path, n, replicate);
      rows.push(row);
      appendFileSync(file, `${JSON.stringify(row)}\n`);
      if (row.lost > SAME) console.log(`LOWER ${JSON.stringify(row)}`);
      if (rows.length % 50 === 0) console.log(`${rows.length} of ${all}`);
    }
  }
}
for (const { id } of PATHS) {
  console.log(
    line(
      id,
      rows.filter(({ path }) => path === id),
    ),
  );
}
for (const n of SIZES) {
  console.log(
    line(
      `n = ${n}`,
      rows.filter((row) => row.n === n),
    ),
  );
}
console.log(line("all", rows));
