/** A function to be minimised at a point: its value (infinite outside its domain), and its gradient written to `gradient`. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

export interface BfgsOptions {
  /** Ends when no entry of the gradient is larger; 1e-5, scipy's default, unless told. */
  readonly tolerance?: number;
  /** Steps before it ends in any case; 400 unless told. */
  readonly maxSteps?: number;
}

export interface BfgsResult {
  readonly at: Float64Array;
  readonly value: number;
  readonly steps: number;
}

/** Sufficient decrease of a step, and the shortest step that is tried (Nocedal and Wright, section 3.1). */
const ARMIJO = 1e-4;
const SHORTEST = 1e-14;

/** H <- (I - s y'/y's) H (I - y s'/y's) + s s'/y's, in place; unchanged where y's is not positive (6.17). */
function update(H: Float64Array, s: Float64Array, y: Float64Array): void {
  const p = s.length;
  const Hy = times(H, y);
  let sy = 0;
  let yHy = 0;
  for (let i = 0; i < p; i++) {
    sy += s[i] * y[i];
    yHy += y[i] * Hy[i];
  }
  if (!(sy > 1e-300)) return;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++)
      H[i * p + j] += ((1 + yHy / sy) * s[i] * s[j]) / sy - (Hy[i] * s[j] + s[i] * Hy[j]) / sy;
  }
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const p = vector.length;
  return Float64Array.from(vector, (_, i) => {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += matrix[i * p + j] * vector[j];
    return sum;
  });
}

/**
 * The method of Broyden, Fletcher, Goldfarb and Shanno with a step that is halved until it descends enough, from H = I;
 * the first length tried is scipy's, 2.02 (f_k - f_(k-1)) / slope, at most 1 (3.60 there). Not how this package maximises
 * anything: it is the M-step of the successor's experiments (arXiv 2505.18455), kept to see what that choice does.
 *
 * Source: Nocedal and Wright, Numerical Optimization (2006), algorithm 6.1 with algorithm 3.1 as its line search.
 */
export function bfgs(objective: Objective, start: Float64Array, options: BfgsOptions = {}): BfgsResult {
  const { tolerance = 1e-5, maxSteps = 400 } = options;
  const p = start.length;
  let at = start.slice();
  let gradient = new Float64Array(p);
  let value = objective(at, gradient);
  // As if the step before had gained |gradient|/2: a first trial of length one.
  let before = value + Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0)) / 2;
  const H = Float64Array.from({ length: p * p }, (_, i) => (i % (p + 1) === 0 ? 1 : 0));
  let steps = 0;
  for (; steps < maxSteps && gradient.some((g) => Math.abs(g) > tolerance); steps++) {
    const direction = times(H, gradient).map((each) => -each);
    const slope = gradient.reduce((sum, g, i) => sum + g * direction[i], 0);
    const after = new Float64Array(p);
    let length = Math.min(1, (2.02 * (value - before)) / slope);
    let next = at.map((v, i) => v + length * direction[i]);
    let lowered = objective(next, after);
    while (!(lowered <= value + ARMIJO * length * slope) && length > SHORTEST) {
      length /= 2;
      next = at.map((v, i) => v + length * direction[i]);
      lowered = objective(next, after);
    }
    // No step descends: rounding, at the minimum or where H is of no use any more.
    if (!(lowered <= value)) break;
    update(
      H,
      next.map((v, i) => v - at[i]),
      after.map((v, i) => v - gradient[i]),
    );
    [at, gradient, before, value] = [next, after, value, lowered];
    // Nothing was gained: the next trial would have no length.
    if (value === before) break;
  }
  return { at, value, steps };
}
