import { combine, leadingShare, type Series, scalar, valuation } from "./power-series";

/** Residual of a unit vector against the others below which it is one of their span. */
export const DEPENDENT = 1e-9;
/** Below it, what is not dependent is nearly so, and said. */
export const NEARLY = 1e-4;

/**
 * A basis of the span of some vectors v_j over the field of Laurent series, with linearly independent leading
 * coefficients: then |sum_i c_i b_i| is of the order of the largest |c_i| |b_i|, nothing cancels, and orders of magnitude are
 * read off (valuation-independent bases; the reduction is that of lattices over k[[t]], Lenstra 1985).
 */
export interface ReducedBasis {
  /** b_i = sum_j transform[i][j] v_j. */
  readonly basis: readonly Series[];
  readonly transform: readonly (readonly Series[])[];
  /** Combinations that vanish as far as the series are known: sum_j null[j] v_j = O(n^(-order/N)). */
  readonly vanishing: readonly { readonly combination: readonly Series[]; readonly order: number }[];
  /** The smallest residual that was still taken for independent, or coefficient for a number rather than rounding. */
  readonly margin: number;
}

function norm(v: Float64Array): number {
  let sum = 0;
  for (const x of v) sum += x * x;
  return Math.sqrt(sum);
}

function dot(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
  return sum;
}

/** Unit vectors taken in one after the other, with what each is made of. */
export class LeadingSpan {
  private readonly units: Float64Array[] = [];
  /** Column i: unit_i in terms of the vectors taken in. */
  private readonly makes: Float64Array[] = [];

  /**
   * The best coefficients of v by the vectors taken in, and the residual's share of |v|; coefficients that are rounding are
   * 0.
   */
  project(v: Float64Array): {
    readonly coefficients: Float64Array;
    readonly residual: Float64Array;
    readonly share: number;
  } {
    const residual = Float64Array.from(v);
    const size = norm(v);
    const coefficients = new Float64Array(this.units.length);
    for (let pass = 0; pass < 2; pass++) {
      this.units.forEach((unit, i) => {
        const c = dot(unit, residual);
        for (let k = 0; k < residual.length; k++) residual[k] -= c * unit[k];
        for (let k = 0; k <= i; k++) coefficients[k] += c * this.makes[i][k];
      });
    }
    return { coefficients, residual, share: size === 0 ? 0 : norm(residual) / size };
  }

  /** Takes v in; its residual must not vanish. */
  add(v: Float64Array): void {
    const { coefficients, residual } = this.project(v);
    const length = norm(residual);
    const make = new Float64Array(this.units.length + 1);
    coefficients.forEach((c, k) => {
      make[k] = -c / length;
    });
    make[this.units.length] = 1 / length;
    this.units.push(residual.map((r) => r / length));
    this.makes.push(make);
  }
}

export function leading(series: Series): Float64Array {
  return series.terms.get(valuation(series))?.coefficient ?? new Float64Array(0);
}

/** The series without its term of one exponent: what has been found to cancel there. */
export function without(series: Series, exponent: number): Series {
  const terms = new Map(series.terms);
  terms.delete(exponent);
  return { terms, precision: series.precision };
}

/** Reduces vectors until their leading coefficients are linearly independent. */
export function reduceBasis(vectors: readonly Series[]): ReducedBasis {
  const rows = vectors.map((series, j) => ({
    series,
    made: vectors.map((_, k) => (k === j ? scalar(0, 1) : combine([]))),
  }));
  const vanishing: { combination: readonly Series[]; order: number }[] = [];
  let margin = 1;
  for (;;) {
    for (let i = rows.length - 1; i >= 0; i--) {
      if (rows[i].series.terms.size > 0) continue;
      const [{ series, made }] = rows.splice(i, 1);
      vanishing.push({ combination: made, order: series.precision });
    }
    rows.sort((left, right) => valuation(left.series) - valuation(right.series));
    const span = new LeadingSpan();
    let smallest = 1;
    const dependent = rows.findIndex(({ series }, i) => {
      const head = leading(series);
      const size = norm(head);
      const unit = head.map((v) => v / size);
      const { coefficients, share } = span.project(unit);
      if (share > DEPENDENT) {
        smallest = Math.min(smallest, share);
        span.add(unit);
        return false;
      }
      const at = valuation(series);
      const parts = Array.from(coefficients, (c, k) => {
        const other = rows[k];
        const factor = Math.abs(c) < DEPENDENT ? 0 : (-c * size) / norm(leading(other.series));
        return { row: other, factor, shift: at - valuation(other.series) };
      });
      const reduced = combine([
        { series, factor: 1 },
        ...parts.map(({ row, factor, shift }) => ({ series: row.series, factor, shift })),
      ]);
      const made = rows[i].made.map((own, j) =>
        combine([
          { series: own, factor: 1 },
          ...parts.map(({ row, factor, shift }) => ({ series: row.made[j], factor, shift })),
        ]),
      );
      rows[i] = { series: without(reduced, at), made };
      return true;
    });
    if (dependent >= 0) continue;
    margin = smallest;
    break;
  }
  for (const { series, made } of rows) margin = Math.min(margin, leadingShare(series), ...made.map(leadingShare));
  return { basis: rows.map(({ series }) => series), transform: rows.map(({ made }) => made), vanishing, margin };
}
