/**
 * Fixed point sets of equal weight in [0, 1]^d for d too large for tensor rules: rank-1 lattices of Korobov's form,
 * x_i = {i (1, a, a^2, ...) / N}, N prime. The multiplier a is the best of 24 fixed candidates by the worst-case error
 * P_2 with weights 0.3 per coordinate; the baker's transformation 1 - |2x - 1| then makes the lattice second-order
 * for smooth integrands that are not periodic (Hickernell 2002; Sloan and Joe 1994, chapter 4). Nothing is random.
 */

const CANDIDATES = 24;
const COORDINATE_WEIGHT = 0.3;
const TWO_PI_SQUARED = 19.739208802178716;

/** The lattice's worst-case error in the Korobov space: mean over its points of prod_j (1 + w 2 pi^2 B_2(x_j)) - 1. */
function worstCaseError(points: number, multiplier: number, dimension: number): number {
  let sum = 0;
  for (let i = 0; i < points; i++) {
    let product = 1;
    let residue = i;
    for (let j = 0; j < dimension; j++) {
      const x = residue / points;
      product *= 1 + COORDINATE_WEIGHT * TWO_PI_SQUARED * (x * x - x + 1 / 6);
      residue = (residue * multiplier) % points;
    }
    sum += product;
  }
  return sum / points - 1;
}

const multipliers = new Map<string, number>();

function bestMultiplier(points: number, dimension: number): number {
  // The criterion changes little beyond a few coordinates and its product would lose all digits in hundreds of them.
  const judged = Math.min(dimension, 12);
  const key = `${points}/${judged}`;
  const known = multipliers.get(key);
  if (known !== undefined) return known;
  let best = 2;
  let least = Number.POSITIVE_INFINITY;
  for (let c = 1; c <= CANDIDATES; c++) {
    // Spread by the golden ratio over 2..N-1.
    const multiplier = 2 + Math.floor(((c * 0.6180339887498949) % 1) * (points - 3));
    const error = worstCaseError(points, multiplier, judged);
    if (error < least) [best, least] = [multiplier, error];
  }
  multipliers.set(key, best);
  return best;
}

/**
 * The lattice's points after the baker's transformation, row-major: point i is out[i d .. i d + d - 1].
 * @param points a prime below 2^26 (products of residues stay exact)
 */
export function korobovLattice(points: number, dimension: number): Float64Array {
  const multiplier = bestMultiplier(points, dimension);
  const out = new Float64Array(points * dimension);
  for (let i = 0; i < points; i++) {
    // Shifted by a third of a step: no point lies on a face of the cube, before the transformation or after.
    let residue = i;
    for (let j = 0; j < dimension; j++) {
      out[i * dimension + j] = 1 - Math.abs((2 * (residue + 1 / 3)) / points - 1);
      residue = (residue * multiplier) % points;
    }
  }
  return out;
}
