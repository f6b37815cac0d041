/** The fewest fits that carry half of a sum of squared errors; about one in eight where errors are normal. */
export interface Carriers {
  readonly fits: number;
  /** How many of them ended on a bound of the box. */
  readonly atBound: number;
}

/** `onBound[i]` is 1 where fit i ended on a bound; NaN errors are left out, and errors that are all zero are carried by none. */
export function carriersOf(errors: Float64Array, onBound: Uint8Array): Carriers {
  const order = Array.from(errors.keys()).filter((i) => errors[i] !== 0 && !Number.isNaN(errors[i]));
  order.sort((i, k) => Math.abs(errors[k]) - Math.abs(errors[i]));
  const scale = order.length === 0 ? 1 : Math.abs(errors[order[0]]);
  const total = order.reduce((sum, i) => sum + (errors[i] / scale) ** 2, 0);
  let carried = 0;
  let fits = 0;
  let atBound = 0;
  for (const i of order) {
    if (carried >= 0.5 * total) break;
    carried += (errors[i] / scale) ** 2;
    fits++;
    atBound += onBound[i];
  }
  return { fits, atBound };
}
