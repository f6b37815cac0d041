import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { hasActivation } from "../../model/expert";
import { vectorLength } from "../likelihood/likelihood";
import { iterationRows, type StopRule } from "../search/rules";

/** Up to this size every start of a single fit runs on all rows, and of one that is made by the hundred. */
const FULL_SEARCH_ROWS = 10_000;
const STUDY_SEARCH_ROWS = 3000;
/** Up to this size a screened search that misses its certificate is followed by one on all rows. */
export const CONFIRMED_ROWS = 200_000;
/** How much smaller the unseen mass must be where few rows carry the best optimum, responses lie far out or are tied, or basins are narrow. */
const STRICTER = 8;

/** Starts none of which finds anything new bound the unseen mass by three over their number: so many serve, and so many where all rows are searched. */
const LEAST_STARTS = 30;
const FULL_STARTS = 120;
/** Where the bound is stricter: eight times 30 starts, on samples of 250 to 1,000 rows 30,000 over the rows in place of 30, on smaller ones 120. */
const ROW_STARTS = 30_000;
/** Rows of all iterations, and those, after which a search that is not certified ends, about half a second; of a single fit fewer. */
const MOST_ROWS = 30_000_000;
const SINGLE_MOST_ROWS = 24_000_000;
/** With more parameters than so many a row takes longer, and a single fit has fewer in proportion. */
const FEW_PARAMETERS = 7;
/** Of a single fit at most so many iterations, however few the rows are: what is found at all in a small sample is found in the first thousands, but for sin. */
const SINGLE_MOST_ITERATIONS = 60_000;
/** So many iterations a large sample gets whatever they take: some fifty starts, which is what a tenth unseen asks for. */
const LEAST_ITERATIONS = 1500;

/** Every frequency of sin has its own basin, 1/sd wide: the next one is far from all that a few starts have seen. */
function narrowBasins({ prompt: { expert } }: ContaminatedMoe<GateKind>): boolean {
  return hasActivation(expert, "sin");
}

/** The iterations of a single fit that is not certified. Frequencies of sin are sought for long: every further covariate hides them better. */
function mostSingleIterations(model: ContaminatedMoe<GateKind>, rows: number): number {
  const affordable = SINGLE_MOST_ROWS / (rows + iterationRows(true));
  if (narrowBasins(model)) return affordable;
  return Math.min(SINGLE_MOST_ITERATIONS, affordable * Math.min(1, FEW_PARAMETERS / vectorLength(model)));
}

/**
 * When random starts on `rows` rows end: when at most a tenth of further starts would find an unseen contender (with
 * 95 % confidence), a fortieth where all rows are searched. Where other sets of rows must be feared, and for sin where all rows are searched, an eightieth, on
 * samples of up to 250 rows a quarter of that, in between what lies between. Or, not certified, after half a second's iterations, or 1500.
 * `unseen` asks for another bound, whatever carries the best optimum.
 */
export function stopRule(
  model: ContaminatedMoe<GateKind>,
  rows: number,
  draws: number | undefined,
  unseen: number | undefined,
): StopRule {
  const worth = Math.max(LEAST_STARTS, Math.min(FULL_STARTS, ROW_STARTS / rows));
  const strictTarget = unseen ?? 3 / worth / STRICTER;
  const full = rows <= FULL_SEARCH_ROWS;
  const target = unseen ?? (full && narrowBasins(model) ? strictTarget : 3 / (full ? FULL_STARTS : LEAST_STARTS));
  const most = unseen === undefined ? mostSingleIterations(model, rows) : MOST_ROWS / (rows + iterationRows(false));
  return {
    draws,
    target,
    strictTarget,
    mostIterations: Math.max(LEAST_ITERATIONS, most),
  };
}

/**
 * The bound of the unseen mass for fits that are made by the hundred: about thirty starts, the same for every size, so that
 * the errors of a study are those of one estimator.
 */
export const STUDY_UNSEEN = 0.1;

/**
 * Up to this size every start runs on all rows; beyond, starts are screened on subsamples of the rows. A subsample can mislead
 * where few rows decide, as with huge outliers, and a single fit of some thousand rows can afford all of them.
 */
export function fullSearchRows(unseen: number | undefined): number {
  return unseen === undefined ? FULL_SEARCH_ROWS : STUDY_SEARCH_ROWS;
}

/** Random starts on one of the two windows of a nested search end sooner: together they meet the bound. */
export function windowRule(draws: number | undefined): StopRule {
  const target = 3 / 24;
  return { draws, target, strictTarget: target, mostIterations: 1500 };
}
