import { InputError } from "../../input-error";
import type { ContaminatedMoe } from "../contaminated-moe";
import { type FrozenByRows, type FrozenRows, frozenColumnsText } from "../frozen-by-rows";
import { expertColumn } from "./columns";
import { highestLogDensity } from "./highest-log-density";
import type { Sample } from "./sample";

/** Mean and variance of f0 at every row. */
export interface FrozenMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

type Rows = Pick<Sample, "n" | "x" | "frozen">;

/** @throws InputError naming the row whose prediction cannot be */
function checkColumns(stated: FrozenByRows, frozen: FrozenRows, n: number, y: Float64Array | undefined): void {
  const columns = frozen.given === "moments" ? [frozen.mean, frozen.variance] : [frozen.logDensity];
  const wrong = columns.find((column) => column.length !== n);
  const what = `The frozen model's predictions (${frozenColumnsText(stated)})`;
  if (wrong !== undefined) throw new InputError(`${what} have ${wrong.length} rows; the data have ${n}.`);
  const highest = frozen.given === "log-density" && y !== undefined ? highestLogDensity(y) : undefined;
  for (let i = 0; i < n; i++) {
    const bad = columns.find((column) => !Number.isFinite(column[i]));
    if (bad !== undefined) throw new InputError(`${what} hold ${bad[i]} in row ${i + 1}; expected finite numbers.`);
    if (frozen.given === "moments" && !(frozen.variance[i] > 0)) {
      throw new InputError(
        `${what} have the variance ${frozen.variance[i]} in row ${i + 1}; a variance must be positive.`,
      );
    }
    if (frozen.given === "log-density" && y !== undefined && highest && frozen.logDensity[i] > highest(y[i])) {
      throw new InputError(
        `${what} hold ${frozen.logDensity[i]} in row ${i + 1}, where at most ${highest(y[i]).toFixed(1)} is possible: the one number y = ${y[i]}, as finely as it is written, would have a probability above 1. Give the natural logarithm of a density in the units of y.`,
      );
    }
  }
}

/**
 * The predictions that a sample carries for a frozen model by rows, checked.
 * @throws InputError when the sample carries none, or others, or rows that do not match
 */
export function frozenRowsOf(stated: FrozenByRows, { n, frozen }: Rows, y?: Float64Array): FrozenRows {
  const what = frozenColumnsText(stated);
  if (frozen === undefined) {
    throw new InputError(
      `The frozen model is known by its rows (${what}), but the data carry no predictions: give them as sample.frozen, or name their columns (--frozen-mean, --frozen-logdensity).`,
    );
  }
  if (frozen.given !== stated.given) {
    throw new InputError(
      `The model expects the ${stated.given} of the frozen model by rows (${what}); the data carry its ${frozen.given}.`,
    );
  }
  checkColumns(stated, frozen, n, y);
  return frozen;
}

/**
 * Mean and variance of f0 at every row of a sample, whether f0 is a function of x or given by the rows; undefined where
 * only its log density is known.
 */
export function frozenMoments({ pretrained }: ContaminatedMoe, rows: Rows): FrozenMoments | undefined {
  const { byRows, expert, eta, nu } = pretrained;
  if (byRows === undefined) {
    return { mean: expertColumn(expert, rows.x, rows.n, eta), variance: new Float64Array(rows.n).fill(nu) };
  }
  const frozen = frozenRowsOf(byRows, rows);
  return frozen.given === "moments" ? frozen : undefined;
}

/** @throws InputError with a remedy where a frozen model is known by its log densities alone; `purpose` begins the sentence. */
export function checkMoments({ pretrained: { byRows } }: ContaminatedMoe, purpose: string): void {
  if (byRows?.given !== "log-density") return;
  throw new InputError(
    `${purpose} needs the frozen model at responses that were not observed; a column of log densities (${frozenColumnsText(byRows)}) knows it at the observed ones only. Give its mean and variance: --frozen-mean, --frozen-variance.`,
  );
}

/** {@link frozenMoments} where nothing can be done without. @throws InputError as {@link checkMoments} */
export function requiredMoments(model: ContaminatedMoe, rows: Rows, purpose: string): FrozenMoments {
  checkMoments(model, purpose);
  const moments = frozenMoments(model, rows);
  if (moments === undefined) throw new InputError(`${purpose} needs the mean and variance of the frozen model.`);
  return moments;
}

/** Where y is expected if f0 made it: its mean, and the mean of all y where only log densities are known. */
export function frozenCentres(model: ContaminatedMoe, sample: Sample): Float64Array {
  const moments = frozenMoments(model, sample);
  if (moments !== undefined) return moments.mean;
  const mean = sample.y.reduce((sum, y) => sum + y / sample.n, 0);
  return new Float64Array(sample.n).fill(mean);
}
