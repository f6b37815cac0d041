import type { GateSeries } from "./gate-series";
import { combine, monomial, multiply, type Series, truncate } from "./power-series";
import type { ExpertSeries } from "./prompt-series";

/** The scores on one part of the covariates' support, in its own stretch of orthonormal coordinates. */
export interface ScoreBlock {
  readonly scores: readonly Series[];
  readonly second: (left: readonly Series[], right: readonly Series[]) => Series;
}

/** Where a block's coordinates lie, and what turns functions of y into them. */
export interface BlockFrame {
  /** One triangle per node, times the root of the node's weight. */
  readonly frames: readonly Float64Array[];
  /** The functions of y: f, f', f'', .. and last f0. */
  readonly slots: number;
  /** All coordinates, and where this block's begin. */
  readonly total: number;
  readonly offset: number;
}

/** How many functions of y a block's expansion takes: as many derivatives as have terms, four more, and f0. */
export function slotsOf(coefficients: readonly Series[]): number {
  return coefficients.length + 5;
}

/** Scores and second derivatives of p from the expert's series and the c_k. */
export function scoreBlock(
  { gradient, hessian }: ExpertSeries,
  coefficients: readonly Series[],
  { share, slope, bend: shareBend, regressors }: GateSeries,
  { frames, slots, total, offset }: BlockFrame,
): ScoreBlock {
  /** A function of x times the function of y in one slot, in orthonormal coordinates. */
  const place = (series: Series, slot: number): Series => {
    const terms = [...series.terms].map(([exponent, { coefficient }]) => {
      const vector = new Float64Array(total);
      frames.forEach((frame, i) => {
        const value = coefficient[coefficient.length === 1 ? 0 : i];
        for (let row = 0; row < slots; row++) vector[offset + i * slots + row] = value * frame[row * slots + slot];
      });
      return { series: monomial(exponent, vector), factor: 1 };
    });
    return truncate(combine(terms), series.precision);
  };
  /** series(x) d^k f/dh^k. */
  const derivative = (series: Series, k: number): Series =>
    combine(coefficients.map((c, l) => ({ series: place(multiply(c, series), k + l), factor: 1 })));

  /** series(x) (f - f0). */
  const difference = (series: Series): Series =>
    combine([
      { series: derivative(series, 0), factor: 1 },
      { series: place(series, slots - 1), factor: -1 },
    ]);
  const scores = [
    ...regressors.map((z) => difference(multiply(slope, z))),
    ...gradient.map((h) => derivative(multiply(share, h), 1)),
    combine([{ series: derivative(share, 2), factor: 0.5 }]),
  ];
  const g = regressors.length;

  const along = (direction: readonly Series[]): Series =>
    combine(gradient.map((h, j) => ({ series: multiply(direction[g + j], h), factor: 1 })));
  /** d share along a direction. */
  const shareAlong = (direction: readonly Series[]): Series =>
    combine(regressors.map((z, k) => ({ series: multiply(multiply(direction[k], z), slope), factor: 1 })));
  const oddsAlong = (direction: readonly Series[]): Series =>
    combine(regressors.map((z, k) => ({ series: multiply(direction[k], z), factor: 1 })));
  const second = (left: readonly Series[], right: readonly Series[]): Series => {
    const [sl, sr] = [shareAlong(left), shareAlong(right)];
    const [hl, hr] = [along(left), along(right)];
    const [vl, vr] = [left[left.length - 1], right[right.length - 1]];
    const q = gradient.length;
    const bend = combine(
      hessian.map((h, jk) => ({
        series: multiply(multiply(left[g + Math.floor(jk / q)], right[g + (jk % q)]), h),
        factor: 1,
      })),
    );
    const sum = (...parts: readonly (readonly [Series, Series, number])[]): Series =>
      combine(parts.map(([a, b, factor]) => ({ series: multiply(a, b), factor })));
    const first = sum([sl, hr, 1], [sr, hl, 1], [share, bend, 1]);
    const variance = sum([sl, vr, 0.5], [sr, vl, 0.5], [share, multiply(hl, hr), 1]);
    const third = multiply(share, sum([hl, vr, 0.5], [hr, vl, 0.5]));
    const fourth = multiply(share, combine([{ series: multiply(vl, vr), factor: 0.25 }]));
    const ofShare = multiply(shareBend, multiply(oddsAlong(left), oddsAlong(right)));
    return combine([
      { series: difference(ofShare), factor: 1 },
      { series: derivative(first, 1), factor: 1 },
      { series: derivative(variance, 2), factor: 1 },
      { series: derivative(third, 3), factor: 1 },
      { series: derivative(fourth, 4), factor: 1 },
    ]);
  };
  return { scores, second };
}
