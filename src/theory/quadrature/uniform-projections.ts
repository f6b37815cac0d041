import { cos, sin } from "../../numerics/elementary";

/** The density of xi times E[(1, x)(1, x)^T | xi], (d + 1) x (d + 1) row-major, at every point of the grid. */
export interface ProjectedMoments {
  readonly points: readonly (readonly number[])[];
  readonly values: Float64Array;
}

const ROOT3 = Math.sqrt(3);

/** E cos(s X), E X sin(s X), E X^2 cos(s X) for X uniform on [-sqrt3, sqrt3]. */
function trigonometricMoments(s: number, out: Float64Array, offset: number): void {
  const t = ROOT3 * s;
  const square = t * t;
  if (square < 0.01) {
    out[offset] = 1 - (square / 6) * (1 - (square / 20) * (1 - (square / 42) * (1 - square / 72)));
    out[offset + 1] = ROOT3 * (t / 3) * (1 - (square / 10) * (1 - (square / 28) * (1 - square / 54)));
    out[offset + 2] = 1 - (square * 3) / 10 + (square * square) / 56 - (square * square * square) / 2160;
    return;
  }
  const [a, c] = [sin(t) / t, cos(t)];
  out[offset] = a;
  out[offset + 1] = (ROOT3 * (a - c)) / t;
  out[offset + 2] = 3 * (a + (2 * (c - a)) / square);
}

interface Waves {
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** cos and sin of pi k x / reach for k = 0..count and every x of an axis, by rows of k. */
function waves(axis: Float64Array, reach: number, count: number): Waves {
  const cosine = new Float64Array((count + 1) * axis.length);
  const sine = new Float64Array((count + 1) * axis.length);
  for (let k = 0; k <= count; k++) {
    for (let i = 0; i < axis.length; i++) {
      const angle = (Math.PI * k * axis[i]) / reach;
      cosine[k * axis.length + i] = cos(angle);
      sine[k * axis.length + i] = sin(angle);
    }
  }
  return { cosine, sine };
}

/** out += factor * wave[from..]: small functions, which engines compile after a few calls. */
function addWave(out: Float64Array, factor: number, wave: Float64Array, from: number): void {
  for (let x = 0; x < out.length; x++) out[x] += factor * wave[from + x];
}

/** Row x of the sum over frequencies: c cos + s sin at every point of axis 2. */
function addRow(
  sum: Float64Array,
  to: number,
  c: number,
  s: number,
  { cosine, sine }: Waves,
  from: number,
  n2: number,
): void {
  for (let y = 0; y < n2; y++) sum[to + y] += c * cosine[from + y] + s * sine[from + y];
}

/** One moment of every point to its two places in the points' matrices. */
function placeMoment(values: Float64Array, sum: Float64Array, size: number, upper: number, lower: number): void {
  for (let p = 0; p < sum.length; p++) {
    values[p * size + upper] = sum[p];
    values[p * size + lower] = sum[p];
  }
}

/** The product over coordinates of their moments of kind 0, but for i and k, at entry `at` of the table. */
function productOf(table: Float64Array, at: number, d: number, i: number, k: number): number {
  let product = 1;
  for (let j = 0; j < d; j++) {
    const kind = i === k && j === i ? 2 : j === i || j === k ? 1 : 0;
    product *= table[(at * d + j) * 3 + kind];
  }
  return i >= 0 && k >= 0 && i !== k ? -product : product;
}

/**
 * Moments of x uniform on [-sqrt3, sqrt3]^d given its projections xi = B^T x on r <= 2 orthonormal vectors. The law of xi lives
 * on the box |xi_k| <= reach_k, where it is its own Fourier series; with s_j = (B t)_j the coefficients are products
 * over coordinates:
 *
 *   density: prod_j E cos(s_j X);  x_i: i E[X sin(s_i X)] prod_(j != i);  x_i x_k: -E[X sin(s_i X)] E[X sin(s_k X)] prod_(j != i, k);
 *   x_i^2: E[X^2 cos(s_i X)] prod_(j != i)
 *
 * Axes must be symmetric to the last bit, axis[n - 1 - i] = -axis[i]. The coefficients decay like one power of the frequency per coordinate that a direction involves.
 */
export function uniformMoments(
  basis: readonly Float64Array[],
  reaches: readonly number[],
  axes: readonly Float64Array[],
  frequencies: number,
  d: number,
): ProjectedMoments {
  const m = d + 1;
  const zero = new Float64Array(d);
  const lone = Float64Array.of(0);
  const [first, second] = [basis[0] ?? zero, basis[1] ?? zero];
  const [reach1, reach2] = [reaches[0] ?? 1, reaches[1] ?? 1];
  const [axis1, axis2] = [axes[0] ?? lone, axes[1] ?? lone];
  const [count1, count2] = [basis.length > 0 ? frequencies : 0, basis.length > 1 ? frequencies : 0];
  const [n1, n2] = [axis1.length, axis2.length];
  const wave1 = waves(axis1, reach1, count1);
  const wave2 = waves(axis2, reach2, count2);
  const points = Array.from({ length: n1 * n2 }, (_, i) => [axis1[Math.floor(i / n2)], axis2[i % n2]]);
  const values = new Float64Array(n1 * n2 * m * m);
  const volume = basis.reduce((product, _, k) => product * 2 * reaches[k], 1);

  // Trigonometric moments of every coordinate at every frequency (k1 = -count1..count1, k2 = 0..count2).
  const row = 2 * count1 + 1;
  const table = new Float64Array((count2 + 1) * row * d * 3);
  for (let k2 = 0; k2 <= count2; k2++) {
    for (let k1 = -count1; k1 <= count1; k1++) {
      for (let j = 0; j < d; j++) {
        const s = Math.PI * ((first[j] * k1) / reach1 + (second[j] * k2) / reach2);
        trigonometricMoments(s, table, ((k2 * row + k1 + count1) * d + j) * 3);
      }
    }
  }
  const coefficient = (at: number, i: number, k: number): number => productOf(table, at, d, i, k);
  const place = (sum: Float64Array, i: number, k: number): void =>
    placeMoment(values, sum, m * m, (i + 1) * m + k + 1, (k + 1) * m + i + 1);
  // The axes are symmetric: the points of the first half of axis 1, and their mirror images.
  const half = Math.ceil(n1 / 2);
  const [even, odd] = [new Float64Array(half), new Float64Array(half)];
  // Coordinates that the projections treat alike have the same moments: each is summed once.
  const alike = (j: number): string => (j < 0 ? "" : `${first[j]} ${second[j]}`);
  const sums = new Map<string, Float64Array>();
  for (let i = -1; i < d; i++) {
    for (let k = i; k < d; k++) {
      const key = JSON.stringify([[alike(i), alike(k)].sort(), i === k]);
      const known = sums.get(key);
      if (known !== undefined) {
        place(known, i, k);
        continue;
      }
      // A first moment has an odd transform: a sine series. The others are cosine series.
      const isOdd = i < 0 && k >= 0;
      const sum = new Float64Array(n1 * n2);
      sums.set(key, sum);
      for (let k2 = 0; k2 <= count2; k2++) {
        even.fill(0);
        odd.fill(0);
        const at = k2 * row + count1;
        for (let k1 = 0; k1 <= count1; k1++) {
          // The waves of k1 and -k1 are the same, but for the sign of the sine.
          const [plus, minus] = [coefficient(at + k1, i, k), k1 === 0 ? 0 : coefficient(at - k1, i, k)];
          const [cosine, sine] = [plus + minus, plus - minus];
          const base = k1 * n1;
          addWave(even, cosine, wave1.cosine, base);
          addWave(odd, sine, wave1.sine, base);
        }
        const weight = (k2 === 0 ? 1 : 2) / volume;
        const wave = k2 * n2;
        for (let x = 0; x < half; x++) {
          const c = weight * (isOdd ? odd[x] : even[x]);
          const s = weight * (isOdd ? even[x] : -odd[x]);
          addRow(sum, x * n2, c, s, wave2, wave, n2);
        }
      }
      // At -xi a first moment has the other sign, the others are the same.
      const sign = isOdd ? -1 : 1;
      for (let p = 0; p < half * n2; p++) sum[n1 * n2 - 1 - p] = sign * sum[p];
      place(sum, i, k);
    }
  }
  return { points, values };
}
