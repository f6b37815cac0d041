import { type Sample, takeRows } from "../../model/sample/sample";
import type { StreamKey } from "../../numerics/random-stream";
import type { Likelihood } from "../likelihood/likelihood";
import { likelihoodOf } from "../likelihood/wasm-likelihood";
import { Multistart } from "../search/multistart";
import type { FoundOptimum } from "../search/optima/distinct-optima";
import type { Precision } from "../search/rules";
import { windowRule } from "./effort";
import { ON_ALL_ROWS } from "./search-result";

/** Two disjoint windows of so many rows are searched apart: what one hides the other shows. */
const WINDOW_ROWS = 512;
const WINDOWS = 2;
/** Each stage has so many times the rows of the one before; the last may jump further. */
const STAGE_FACTOR = 4;
const LAST_FACTOR = 16;
/**
 * Optima this far (in log-likelihood) below the best interior one of a subsample are not followed further: one that is
 * truly better falls so far behind with probability below 0.0025 (Markov's inequality for the likelihood ratio) in either
 * window.
 */
const SURVIVAL_MARGIN = 6;
/** On all rows, an optimum this far below the best is not worth its last iterations. */
const LISTING_MARGIN = 1;
const ON_SUBSAMPLE: Precision = {
  run: { shortfall: 0.1, tolerance: 1 },
  distance: 1,
  merge: false,
  margin: SURVIVAL_MARGIN,
  thorough: false,
};

/** A window of consecutive rows, as a sample of its own. */
function rowsFrom(sample: Sample, from: number, rows: number): Sample {
  return takeRows(
    sample,
    Int32Array.from({ length: rows }, (_, i) => from + i),
  );
}

/** What a nested search found, on all rows. */
export interface NestedSearch {
  readonly last: Multistart;
  /** Starts on the windows. */
  readonly starts: number;
  /** Passes over the windows, in units of all rows. */
  readonly passes: number;
}

/**
 * Starts screened on growing subsamples: every start runs on one of two disjoint windows of 512 rows; the distinct optima
 * within 6 log-likelihood units of the best interior one, each with its far root (secondRoot), go on to 2048, 8192, ...
 * and at last to all rows. Spikes never raise that bar, so they cannot hide what lies below them; they go on as well, and
 * die where more rows do not carry them. The rows must be in random order.
 */
export function nestedSearch(
  likelihood: Likelihood,
  warm: Float64Array | undefined,
  key: StreamKey,
  draws: number | undefined,
): NestedSearch {
  const { n } = likelihood.sample;
  const rows = Math.min(n, WINDOW_ROWS);
  let starts = 0;
  let passes = 0;
  /** The optima to follow, by the round of starts in which they were found. */
  let rounds: FoundOptimum[][] = [];
  const windows = warm ? 1 : Math.max(1, Math.min(WINDOWS, Math.floor(n / WINDOW_ROWS)));
  for (let window = 0; window < windows; window++) {
    const part = likelihoodOf(likelihood.model, rowsFrom(likelihood.sample, window * rows, rows));
    const search = new Multistart(part, rows, ON_SUBSAMPLE);
    if (warm) search.run(warm);
    else {
      const share = draws === undefined ? undefined : Math.floor((draws + windows - 1 - window) / windows);
      search.search({ ...key, path: `${key.path} ${window}` }, windowRule(share));
    }
    part.release();
    starts += search.starts;
    passes += part.passes * (rows / n);
    collect(rounds, search.survivors(SURVIVAL_MARGIN));
  }
  for (let before = rows; ; ) {
    const next = before * LAST_FACTOR >= n ? n : before * STAGE_FACTOR;
    const precision = next < n ? ON_SUBSAMPLE : { ...ON_ALL_ROWS, margin: LISTING_MARGIN };
    const stage = new Multistart(likelihood, next, precision);
    for (const round of rounds) {
      for (const optimum of round) stage.run(optimum.maximum.theta, optimum.reached);
      for (const optimum of round) stage.followFarRoot(optimum);
      // What was one hill on fewer rows may be two on more: then only the roots of this stage's own optima lead to the other.
      stage.followFarRoots();
      stage.endRound();
    }
    if (next === n) return { last: stage, starts, passes };
    rounds = [];
    collect(rounds, stage.survivors(SURVIVAL_MARGIN));
    before = next;
  }
}

function collect(rounds: FoundOptimum[][], survivors: readonly FoundOptimum[]): void {
  const best = [...survivors].sort((a, b) => b.maximum.pass.logLikelihood - a.maximum.pass.logLikelihood);
  for (const optimum of best) {
    while (rounds.length <= optimum.round) rounds.push([]);
    rounds[optimum.round].push(optimum);
  }
}
