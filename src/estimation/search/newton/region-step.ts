import { ShiftedCholesky } from "./cholesky";

/** The step's length may miss the radius by this share: a better one costs more than it gains. */
const LENGTH_TOLERANCE = 0.1;
/** In the hard case at most this share of the least value that the model has within the region is given away. */
const HARD_CASE_SHARE = 0.1;
const MAX_FACTORS = 60;

function norm(v: Float64Array, size: number): number {
  let sum = 0;
  for (let j = 0; j < size; j++) sum += v[j] * v[j];
  return Math.sqrt(sum);
}

/**
 * Minimises g's + s'Bs/2 subject to ||s|| <= radius: s = -(B + m I)^-1 g with the shift m >= 0 for which B + m I is
 * positive definite and ||s|| = radius (within a tenth), or m = 0 where the Newton step lies inside. The shift is found
 * by Newton's method on 1/||s|| - 1/radius, which is nearly linear in it, kept between bounds; each trial costs one
 * Cholesky factor and no eigenvalue. In the hard case (g orthogonal to the eigenvectors of the least eigenvalue) the step
 * goes on along such an eigenvector, found by inverse iteration, to the boundary.
 *
 * Reference: More and Sorensen (1983), "Computing a trust region step", SIAM J. Sci. Stat. Comput. 4: 553-572.
 */
export class RegionStep {
  private readonly cholesky: ShiftedCholesky;
  private readonly work: Float64Array;
  private readonly along: Float64Array;
  private readonly candidate: Float64Array;

  constructor(capacity: number) {
    this.cholesky = new ShiftedCholesky(capacity);
    this.work = new Float64Array(capacity);
    this.along = new Float64Array(capacity);
    this.candidate = new Float64Array(capacity);
  }

  /** Writes the step to `s`; g has `size` entries, B size x size row-major. */
  solve(g: Float64Array, b: Float64Array, size: number, radius: number, s: Float64Array): void {
    const { cholesky, work, candidate } = this;
    let frobenius = 0;
    let leastDiagonal = Number.POSITIVE_INFINITY;
    for (let j = 0; j < size * size; j++) frobenius += b[j] * b[j];
    frobenius = Math.sqrt(frobenius);
    for (let j = 0; j < size; j++) leastDiagonal = Math.min(leastDiagonal, b[j * size + j]);
    const pull = norm(g, size) / radius;
    let low = Math.max(0, -leastDiagonal, pull - frobenius);
    let high = pull + 1.01 * frobenius;
    let shift = 0;
    s.fill(0, 0, size);
    for (let factors = 0; factors < MAX_FACTORS; factors++) {
      if (!cholesky.factor(b, size, shift)) {
        low = Math.max(low, shift);
        shift = between(low, high);
        continue;
      }
      cholesky.solve(g, candidate);
      for (let j = 0; j < size; j++) s[j] = -candidate[j];
      const length = norm(s, size);
      if (length <= radius && shift === 0) return;
      if (Math.abs(length - radius) <= LENGTH_TOLERANCE * radius) return;
      if (length > radius) low = Math.max(low, shift);
      else {
        high = Math.min(high, shift);
        if (this.hardCase(g, size, radius, shift, frobenius, s)) return;
      }
      cholesky.forward(s, work);
      const slope = norm(work, size);
      const next = shift + ((length / slope) * (length / slope) * (length - radius)) / radius;
      shift = next > low && next < high ? next : between(low, high);
      if (high - low <= 1e-14 * high) return;
    }
  }

  /** Lengthens a step that is too short along the flattest direction, where that is nearly the best possible. */
  private hardCase(
    g: Float64Array,
    size: number,
    radius: number,
    shift: number,
    frobenius: number,
    s: Float64Array,
  ): boolean {
    const { cholesky, along, work } = this;
    // Entries without a pattern: orthogonal to no eigenvector that a model would have.
    for (let j = 0; j < size; j++) along[j] = 1 - 0.8 * ((j * 0.6180339887) % 1);
    for (let round = 0; round < 3; round++) {
      cholesky.solve(along, work);
      const length = norm(work, size);
      for (let j = 0; j < size; j++) along[j] = work[j] / length;
    }
    // z'(B + m)z = |L'z|^2. Not 1/(z'(B + m)^-1 z), which is the same for an eigenvector only and less for any mixture.
    const curvature = cholesky.form(along);
    let product = 0;
    let square = 0;
    let descent = 0;
    for (let j = 0; j < size; j++) {
      product += along[j] * s[j];
      square += s[j] * s[j];
      descent -= g[j] * s[j];
    }
    // A direction that is flat, not curved downwards, promises nothing: the step is whole without it.
    if (curvature - shift > -1e-13 * frobenius) return shift <= 1e-9 * frobenius;
    const rest = radius * radius - square;
    const reach = rest / (Math.abs(product) + Math.sqrt(product * product + rest));
    const signed = product < 0 ? -reach : reach;
    // Lemma 3.4 there: the model's value is -(descent + m radius^2 - reach^2 z'(B + m)z) / 2, and no step of this length has
    // one below -(descent + m radius^2) / 2.
    if (!(reach * reach * curvature <= HARD_CASE_SHARE * (descent + shift * radius * radius))) return false;
    for (let j = 0; j < size; j++) s[j] += signed * along[j];
    return true;
  }
}

/** A shift between two bounds, nearer to the lower one. */
function between(low: number, high: number): number {
  return Math.max(Math.sqrt(low * high), low + 0.01 * (high - low));
}
