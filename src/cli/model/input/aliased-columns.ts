import { InputError } from "../../../input-error";
import type { Sample } from "../../../model/sample/sample";
import { TriangularFactor } from "../../../numerics/triangular-factor";

/** Less than this of a column's size left by the columns before it: its slope will have a standard error to match. */
const NEARLY = 1e-4;

/** What is left of a column after its regression on those before it. */
interface Aliasing {
  readonly column: number;
  /** Relative to its size. */
  readonly left: number;
  /** Is nothing left but the rounding of the numbers? */
  readonly nothing: boolean;
  /** Its value where that is the same in every row. */
  readonly constant: number | undefined;
}

/** The columns given, in turn, without their means where there is an intercept, by Householder reflections. */
function aliasing(sample: Sample, columns: readonly number[], intercept: boolean): readonly Aliasing[] {
  const { n, x } = sample;
  const width = columns.length;
  const values = columns.map((j) => x.subarray(j * n, (j + 1) * n));
  const constants = values.map((column) => (column.every((value) => value === column[0]) ? column[0] : undefined));
  // The mean of equal values is a rounding away from them.
  const shifts = values.map((column, k) =>
    intercept ? (constants[k] ?? column.reduce((mean, value) => mean + value / n, 0)) : 0,
  );
  const scales = values.map((column) => column.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1);
  const factor = new TriangularFactor(width);
  for (let i = 0; i < n; i++) {
    const { buffer, offset } = factor.nextRow();
    for (let k = 0; k < width; k++) buffer[offset + k] = (values[k][i] - shifts[k]) / scales[k];
  }
  const r = factor.fold();
  return columns.map((column, k) => {
    let square = 0;
    for (let i = 0; i <= k; i++) square += r[i * width + k] ** 2;
    const size = Math.sqrt(square);
    const rest = Math.abs(r[k * width + k]);
    // Entries are below 1: rounding them leaves eps in each.
    const nothing = rest <= 16 * Number.EPSILON * Math.sqrt(n);
    return { column, left: size === 0 ? 0 : rest / size, nothing, constant: constants[k] };
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
  for (const [k, { column, left, nothing, constant }] of aliasing(sample, columns, intercept).entries()) {
    const name = names[column];
    const before = columns.slice(0, k).map((j) => `"${names[j]}"`);
    if (nothing && constant !== undefined) {
      throw new InputError(
        `${source}: column "${name}" is ${constant} in every row, so its slope cannot be told ${intercept ? "from the bias" : "at all"}. Leave it out: a model with "dimension": 0 has an intercept only.`,
      );
    }
    if (nothing) {
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
