import { InputError } from "../../../input-error";
import type { Sample } from "../../../model/sample/sample";
import { TriangularFactor } from "../../../numerics/triangular-factor";

/** Less than this of a column's size left by the columns before it: its slope will have a standard error to match. */
const NEARLY = 1e-4;

/** What is left of a column after its regression on those before it, relative to its size. */
interface Aliasing {
  readonly column: number;
  readonly left: number;
  /** Below it nothing is left but the rounding of the numbers. */
  readonly rounding: number;
}

/** The columns given, in turn, without their means where there is an intercept, by Householder reflections. */
function aliasing(sample: Sample, columns: readonly number[], intercept: boolean): readonly Aliasing[] {
  const { n, x } = sample;
  const values = columns.map((j) => x.subarray(j * n, (j + 1) * n));
  const shifts = values.map((column) => (intercept ? column.reduce((mean, value) => mean + value / n, 0) : 0));
  const largest = values.map((column) => column.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  // The mean of equal values is a rounding away from them: a column is constant when its values are equal.
  const still = values.map((column) => intercept && column.every((value) => value === column[0]));
  const factor = new TriangularFactor(columns.length + 1);
  for (let i = 0; i < n; i++) {
    const { buffer, offset } = factor.nextRow();
    for (let k = 0; k < columns.length; k++) {
      buffer[offset + k] = still[k] || largest[k] === 0 ? 0 : (values[k][i] - shifts[k]) / largest[k];
    }
    buffer[offset + columns.length] = 0;
  }
  const r = factor.fold();
  const width = columns.length + 1;
  return columns.map((column, k) => {
    let square = 0;
    for (let i = 0; i <= k; i++) square += r[i * width + k] ** 2;
    const size = Math.sqrt(square);
    // A column's entries are below 1: rounding them leaves eps in each.
    const rounding = size === 0 ? 0 : (16 * Number.EPSILON * Math.sqrt(n)) / size;
    return { column, left: size === 0 ? 0 : Math.abs(r[k * width + k]) / size, rounding };
  });
}

/**
 * Slopes that these rows cannot tell apart: a column that is a linear function of those before it (and of the intercept).
 * @param columns the covariates whose slopes are free, 0-based
 * @param intercept is there a free bias?
 * @returns a remark for every column of which little is left; it is estimated, with an error to match
 * @throws InputError naming the column of which nothing is left, and the remedy
 */
export function checkAliased(
  source: string,
  sample: Sample,
  names: readonly string[],
  columns: readonly number[],
  intercept: boolean,
): readonly string[] {
  const remarks: string[] = [];
  for (const [k, { column, left, rounding }] of aliasing(sample, columns, intercept).entries()) {
    const name = names[column];
    const before = columns.slice(0, k).map((j) => `"${names[j]}"`);
    if (left <= rounding) {
      const values = sample.x.subarray(column * sample.n, (column + 1) * sample.n);
      if (values.every((value) => value === values[0])) {
        throw new InputError(
          `${source}: column "${name}" is ${values[0]} in every row, so its slope cannot be told ${intercept ? "from the bias" : "at all"}. Leave it out: a model with "dimension": 0 has an intercept only.`,
        );
      }
      throw new InputError(
        `${source}: column "${name}" is a linear function of ${before.join(", ")}${intercept ? " and a constant" : ""}, so their slopes cannot be told apart. Leave one of them out, or hold a slope with --fix.`,
      );
    }
    if (left < NEARLY) {
      remarks.push(
        `${source}: all but ${left.toExponential(1)} of column "${name}" is a linear function of ${before.join(", ")}: their slopes can hardly be told apart`,
      );
    }
  }
  return remarks;
}
