import { InputError } from "../../input-error";
import { RandomStream } from "../../numerics/random-stream";
import { COLUMN } from "../sample/columns";
import { type Sample, takeRows } from "../sample/sample";
import { covariateMatrix, readTable, type TableOptions } from "./data-table";
import { inputName } from "./file-bytes";

export type DataFileOptions = Omit<TableOptions, "responses" | "apart">;

export interface DataFile {
  /** In the file's order, each row once. */
  readonly sample: Sample;
  readonly response: string;
  readonly covariates: readonly string[];
  /** One column for each that was asked for. */
  readonly predictions: readonly Float64Array[];
  /** How often each row was observed; undefined without a column of weights. */
  readonly counts: Float64Array | undefined;
  /** Line in the file of every row of the sample (the first line is 1). */
  readonly lines: Float64Array;
  /** Lines of rows left out because a value was missing. */
  readonly omitted: readonly number[];
  /** Does the file name its columns? Otherwise they were taken by position: x1, ..., xd, y. */
  readonly header: boolean;
  /** Columns that nothing asked for, by name. */
  readonly unused: readonly string[];
}

/** Rows after repetition by their weights; more are refused. */
export const REPEATED_ROWS_LIMIT = 5_000_000;

/**
 * Frequency weights: the row was observed so many times. The likelihood of such data is that of the repeated rows, so
 * every result (standard errors, intervals, tests) counts observations, not rows.
 * @throws InputError for weights that are no whole numbers
 */
function checkCounts(name: string, column: string, weights: Float64Array, lines: Float64Array): void {
  const bad = weights.findIndex((weight) => !(Number.isInteger(weight) && weight >= 0));
  if (bad >= 0) {
    throw new InputError(
      `${name}, line ${lines[bad]}, column "${column}": the weight is ${weights[bad]}; weights are counts, whole numbers from 0. Survey or precision weights make no likelihood here; leave them out.`,
    );
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) throw new InputError(`${name}: every weight in column "${column}" is 0; there is no observation.`);
  if (total > REPEATED_ROWS_LIMIT) {
    throw new InputError(
      `${name}: the weights in column "${column}" add up to ${total}; at most ${REPEATED_ROWS_LIMIT} observations are repeated. Take a subset.`,
    );
  }
}

/**
 * Reads covariates and response from CSV or TSV, columns by name: see {@link readTable} and chooseColumns.
 * @throws InputError naming file, line and column.
 */
export function readDataFile(path: string, options: DataFileOptions = {}): DataFile {
  const table = readTable(path, options);
  const { choice, n, y, weights, predictions, lines, omitted, header, unused } = table;
  const name = inputName(path);
  const { response, covariates } = choice;
  if (y === undefined || response === undefined) throw new InputError(`${name} has no response.`);
  if (n > 1 && y.every((value) => value === y[0])) {
    throw new InputError(`${name}: the response, column "${response}", is ${y[0]} in every row; it must vary.`);
  }
  if (weights !== undefined) checkCounts(name, choice.weights ?? "", weights, lines);
  const sample = { n, dimension: covariates.length, x: covariateMatrix(table), y };
  return { sample, response, covariates, predictions, counts: weights, lines, omitted, header, unused };
}

/** The observations of a data file: its rows, each as often as its weight says. */
export function observations({ sample, counts }: Pick<DataFile, "sample" | "counts">): Sample {
  if (counts === undefined) return sample;
  const rows: number[] = [];
  counts.forEach((count, i) => {
    for (let k = 0; k < count; k++) rows.push(i);
  });
  return takeRows(sample, rows);
}

/** The same rows in a seeded random order: nested subsamples of a sorted file would not be representative. */
export function shuffleRows(sample: Sample, seed: number): Sample {
  const { n } = sample;
  const keys = new Float64Array(n);
  new RandomStream({ seed, path: "shuffle", n, replicate: 0 }).uniforms(COLUMN.starts, keys);
  const order = Array.from(keys, (_, i) => i).sort((a, b) => keys[a] - keys[b]);
  return takeRows(sample, order);
}
