import { InputError } from "../../input-error";
import type { GateKind } from "../by-parameter";
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

/** Half the spacing of doubles near 1. */
const SPACING = 2 ** -53;

/** A prediction that cannot be: where, what it is, and why. */
export interface ImpossiblePrediction {
  /** From 0. */
  readonly row: number;
  readonly column: "mean" | "variance" | "logDensity";
  readonly complaint: string;
}

/**
 * The first prediction that cannot be: not finite; a variance that is not positive, or of which double precision knows nothing; a
 * log density above any that the row's response can have (see {@link highestLogDensity}).
 */
export function impossiblePrediction(
  frozen: FrozenRows,
  y: Float64Array | undefined,
): ImpossiblePrediction | undefined {
  if (frozen.given === "moments") {
    const { mean, variance } = frozen;
    for (let row = 0; row < mean.length; row++) {
      if (!Number.isFinite(mean[row])) {
        return { row, column: "mean", complaint: `the mean is ${mean[row]}; expected a finite number` };
      }
      const spacing = SPACING * Math.max(Math.abs(mean[row]), Math.abs(y?.[row] ?? 0));
      if (variance[row] > 0 && Math.sqrt(variance[row]) < spacing) {
        const complaint = `the variance is ${variance[row]}, whose root is below the spacing of double precision (${spacing.toExponential(1)}) at the mean ${mean[row]} or the response: no such difference can be told`;
        return { row, column: "variance", complaint };
      }
      if (variance[row] > 0 && Number.isFinite(variance[row])) continue;
      const complaint = `the variance is ${variance[row]}; a variance must be positive. A model without noise needs one all the same: that of its residuals on data it was not trained on`;
      return { row, column: "variance", complaint };
    }
    return undefined;
  }
  const { logDensity } = frozen;
  const highest = y === undefined ? () => Number.POSITIVE_INFINITY : highestLogDensity(y);
  for (let row = 0; row < logDensity.length; row++) {
    const value = logDensity[row];
    if (!Number.isFinite(value)) {
      const complaint = `the log density is ${value}; expected a finite number`;
      return { row, column: "logDensity", complaint };
    }
    const limit = y === undefined ? Number.POSITIVE_INFINITY : highest(y[row]);
    if (value <= limit) continue;
    const complaint = `the log density is ${value}, and at most ${limit.toFixed(1)} is possible: the number ${y?.[row]} alone, as finely as the responses are written, would have a probability above 1. Expected is the natural logarithm of a density in the units of the response`;
    return { row, column: "logDensity", complaint };
  }
  return undefined;
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
  const columns = frozen.given === "moments" ? [frozen.mean, frozen.variance] : [frozen.logDensity];
  const wrong = columns.find((column) => column.length !== n);
  if (wrong !== undefined) {
    throw new InputError(`The frozen model's predictions (${what}) have ${wrong.length} rows; the data have ${n}.`);
  }
  const bad = impossiblePrediction(frozen, y);
  if (bad !== undefined) {
    throw new InputError(`The frozen model's predictions (${what}), row ${bad.row + 1}: ${bad.complaint}.`);
  }
  return frozen;
}

/**
 * Mean and variance of f0 at every row of a sample, whether f0 is a function of x or given by the rows; undefined where
 * only its log density is known.
 */
export function frozenMoments({ pretrained }: ContaminatedMoe<GateKind>, rows: Rows): FrozenMoments | undefined {
  const { byRows, expert, eta, nu } = pretrained;
  if (byRows === undefined) {
    return { mean: expertColumn(expert, rows.x, rows.n, eta), variance: new Float64Array(rows.n).fill(nu) };
  }
  const frozen = frozenRowsOf(byRows, rows);
  return frozen.given === "moments" ? frozen : undefined;
}

/** @throws InputError with a remedy where a frozen model is known by its log densities alone; `purpose` begins the sentence. */
export function checkMoments({ pretrained: { byRows } }: ContaminatedMoe<GateKind>, purpose: string): void {
  if (byRows?.given !== "log-density") return;
  throw new InputError(
    `${purpose} needs the frozen model at responses that were not observed; a column of log densities (${frozenColumnsText(byRows)}) knows it at the observed ones only. Give its mean and variance: --frozen-mean, --frozen-variance.`,
  );
}

/** {@link frozenMoments} where nothing can be done without. @throws InputError as {@link checkMoments} */
export function requiredMoments(model: ContaminatedMoe<GateKind>, rows: Rows, purpose: string): FrozenMoments {
  checkMoments(model, purpose);
  const moments = frozenMoments(model, rows);
  if (moments === undefined) throw new InputError(`${purpose} needs the mean and variance of the frozen model.`);
  return moments;
}

/** Where y is expected if f0 made it: its mean, and the mean of all y where only log densities are known. */
export function frozenCentres(model: ContaminatedMoe<GateKind>, sample: Sample): Float64Array {
  const moments = frozenMoments(model, sample);
  if (moments !== undefined) return moments.mean;
  const mean = sample.y.reduce((sum, y) => sum + y / sample.n, 0);
  return new Float64Array(sample.n).fill(mean);
}
