/** A grid on which all values lie: offset + step * whole numbers. */
export interface Rounding {
  readonly step: number;
  readonly offset: number;
}

/** Values agree with a grid when they are this near to it, relative to their size and range. */
const TOLERANCE = 1e-9;
/** A grid with more steps than this over the range of the values changes nothing. */
const MOST_STEPS = 1e6;
/** When so many values lie on no grid, more of them do not either. */
const SCREENED = 1000;
/** Fewer distinct values than this lie on a grid by accident: two always do. */
const FEWEST_VALUES = 3;
/** A grid that random values of this range would be near to with a larger probability than this is one by accident. */
const ACCIDENT = 1e-4;

/**
 * The coarsest grid that holds all values, as rounding leaves it (integers, quarters, one decimal, converted units): the greatest
 * common divisor of their differences, by Euclid's algorithm with least remainders and a tolerance. undefined when the values lie
 * on none, or on one so fine that it is no matter.
 */
export function roundingOf(values: Float64Array): Rounding | undefined {
  const screened = values.length > SCREENED && new Set(values.subarray(0, SCREENED)).size >= FEWEST_VALUES;
  if (screened && roundingOf(values.slice(0, SCREENED)) === undefined) return undefined;
  const distinct = Float64Array.from(new Set(values)).sort();
  if (distinct.length < FEWEST_VALUES) return undefined;
  const [low, high] = [distinct[0], distinct[distinct.length - 1]];
  const range = high - low;
  const tolerance = TOLERANCE * Math.max(range, Math.abs(low), Math.abs(high));
  const finest = Math.max(range / MOST_STEPS, 4 * tolerance);
  let step = range;
  for (const value of distinct) {
    step = commonDivisor(step, value - low, tolerance);
    if (!(step >= finest)) return undefined;
  }
  // The range is a whole number of steps: that gives the step more digits than Euclid does.
  step = range / Math.round(range / step);
  const fits = distinct.every((value) => Math.abs(value - toGrid({ step, offset: low }, value)) <= 2 * tolerance);
  // The lowest and the highest value make range/step grids or fewer; any other lies within 2 tolerance of one by chance.
  const chance = (range / step) * Math.min(1, (4 * tolerance) / step) ** (distinct.length - 2);
  if (!fits || chance > ACCIDENT) return undefined;
  const plain = Number(step.toPrecision(9));
  const whole = distinct.every((value) => Math.abs(value - plain * Math.round(value / plain)) <= 2 * tolerance);
  return whole ? { step: plain, offset: 0 } : { step, offset: low };
}

function commonDivisor(left: number, right: number, tolerance: number): number {
  let [a, b] = [left, right];
  while (b > tolerance) [a, b] = [b, Math.abs(a - b * Math.round(a / b))];
  return a;
}

/** The grid point nearest to a value. */
export function toGrid({ step, offset }: Rounding, value: number): number {
  return offset + step * Math.round((value - offset) / step);
}

/** The sample as it would have been written down on the grid. */
export function rounded<S extends { readonly y: Float64Array }>(sample: S, rounding: Rounding | undefined): S {
  return rounding === undefined ? sample : { ...sample, y: sample.y.map((value) => toGrid(rounding, value)) };
}
