/**
 * Formal Puiseux series in 1/n whose coefficients are functions, held by their values on a fixed set of nodes (one value:
 * a scalar series). A term of exponent e stands for c n^(-e/N), N common to a calculation, e any whole number: sparse,
 * so that speeds such as 1/13 beside 1/60 cost no more than 1/8. Terms from `precision` on are unknown.
 */

/** One term. */
export interface Term {
  readonly coefficient: Float64Array;
  /** The size of what was added up to get the coefficient: what is small beside it is rounding, not a number. */
  readonly scale: number;
}

export interface Series {
  readonly terms: ReadonlyMap<number, Term>;
  /** Exponents below it are known. */
  readonly precision: number;
}

/** A coefficient this small beside its scale is an exact zero seen through rounding. */
export const ROUNDING = 1e-10;

export function largest(values: Float64Array): number {
  let size = 0;
  for (const v of values) size = Math.max(size, Math.abs(v));
  return size;
}

/** The term c n^(-exponent/N), known exactly. */
export function monomial(exponent: number, coefficient: Float64Array): Series {
  const scale = largest(coefficient);
  return { terms: scale === 0 ? new Map() : new Map([[exponent, { coefficient, scale }]]), precision: Infinity };
}

/** The series of a number. */
export function scalar(exponent: number, value: number): Series {
  return monomial(exponent, Float64Array.of(value));
}

export const ZERO: Series = { terms: new Map(), precision: Number.POSITIVE_INFINITY };

/** The smallest exponent present, or the precision where there is none: the series is O(n^(-valuation/N)). */
export function valuation(series: Series): number {
  let least = series.precision;
  for (const e of series.terms.keys()) least = Math.min(least, e);
  return least;
}

/** The series without the terms from `precision` on. */
export function truncate(series: Series, precision: number): Series {
  if (precision >= series.precision) return series;
  return { terms: new Map([...series.terms].filter(([e]) => e < precision)), precision };
}

/** Collects terms, then drops those that have cancelled. */
class Sum {
  private readonly terms = new Map<number, { coefficient: Float64Array; scale: number }>();

  constructor(private readonly precision: number) {}

  /** Adds factor * coefficient (pointwise times `by`, where given) at an exponent. */
  add(exponent: number, { coefficient, scale }: Term, factor: number, by?: Term): void {
    if (exponent >= this.precision) return;
    const length = by === undefined ? coefficient.length : Math.max(coefficient.length, by.coefficient.length);
    let into = this.terms.get(exponent);
    if (into === undefined) {
      into = { coefficient: new Float64Array(length), scale: 0 };
      this.terms.set(exponent, into);
    }
    const target = into.coefficient;
    const [one, two] = [coefficient.length === 1 ? 0 : 1, by === undefined || by.coefficient.length === 1 ? 0 : 1];
    let size = 0;
    for (let i = 0; i < length; i++) {
      const term = factor * coefficient[i * one] * (by === undefined ? 1 : by.coefficient[i * two]);
      size = Math.max(size, Math.abs(term));
      target[i] += term;
    }
    // What a factor had already lost to cancellation stays lost.
    const lossy = scale / largest(coefficient) + (by === undefined ? 0 : by.scale / largest(by.coefficient) - 1);
    into.scale += size * lossy;
  }

  done(): Series {
    for (const [e, { coefficient, scale }] of this.terms) {
      if (largest(coefficient) <= ROUNDING * scale) this.terms.delete(e);
    }
    return { terms: this.terms, precision: this.precision };
  }
}

/** sum_i factor_i n^(-shift_i/N) series_i. */
export function combine(
  parts: readonly { readonly series: Series; readonly factor: number; readonly shift?: number }[],
): Series {
  const precision = parts.reduce((p, { series, shift = 0 }) => Math.min(p, series.precision + shift), Infinity);
  const sum = new Sum(precision);
  for (const { series, factor, shift = 0 } of parts) {
    if (factor !== 0) for (const [e, term] of series.terms) sum.add(e + shift, term, factor);
  }
  return sum.done();
}

/** The product, pointwise in the nodes; `precision` cuts it. */
export function multiply(left: Series, right: Series, precision = Number.POSITIVE_INFINITY): Series {
  const known = Math.min(precision, left.precision + valuation(right), right.precision + valuation(left));
  const sum = new Sum(known);
  for (const [e, term] of left.terms) for (const [f, by] of right.terms) sum.add(e + f, term, 1, by);
  return sum.done();
}

/** sum_k coefficients[k] powers of `series`, pointwise; the series must have a positive valuation. */
export function compose(coefficients: readonly Float64Array[], series: Series, precision: number): Series {
  const parts: { series: Series; factor: number }[] = [];
  let power: Series = { terms: new Map([[0, { coefficient: Float64Array.of(1), scale: 1 }]]), precision: Infinity };
  for (let k = 0; k < coefficients.length; k++) {
    parts.push({ series: multiply(monomial(0, coefficients[k]), power, precision), factor: 1 });
    power = multiply(power, series, precision);
    // An exact zero has no further powers; a small series none below the precision.
    if (power.terms.size === 0 && power.precision >= precision) return truncate(combine(parts), precision);
  }
  return truncate(combine(parts), Math.min(precision, valuation(power)));
}
