import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A quadratic model m(s) = g's + s'Bs/2 to be minimised; B symmetric p x p, row-major. */
export interface Quadratic {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** m(s). */
export function modelValue({ gradient, hessian }: Quadratic, s: Float64Array): number {
  const p = gradient.length;
  let value = 0;
  for (let j = 0; j < p; j++) {
    let row = 0;
    for (let k = 0; k < p; k++) row += hessian[j * p + k] * s[k];
    value += s[j] * (gradient[j] + 0.5 * row);
  }
  return value;
}

/**
 * Minimises g's + s'Bs/2 subject to ||s|| <= radius, to full accuracy: B = V diag(e) V', s = -V (e + m)^(-1) V'g with
 * m >= max(0, -e_min) such that ||s|| = radius unless the Newton step lies inside. The hard case (g orthogonal to the
 * eigenvectors of e_min) moves along one of them to the boundary.
 * Reference: More and Sorensen (1983), "Computing a trust region step", SIAM J. Sci. Stat. Comput. 4: 553-572.
 */
export function unconstrainedStep(gradient: Float64Array, hessian: number[][], radius: number): Float64Array {
  const p = gradient.length;
  const evd = new EigenvalueDecomposition(new Matrix(hessian), { assumeSymmetric: true });
  const values = evd.realEigenvalues;
  const vectors = evd.eigenvectorMatrix;
  const c = new Float64Array(p);
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) c[i] += vectors.get(j, i) * gradient[j];
  const lowest = Math.min(...values);
  const largest = Math.max(...values.map(Math.abs));
  const tiny = 1e-15 * largest;
  const normAt = (shift: number): number => {
    let sum = 0;
    for (let i = 0; i < p; i++) {
      const t = c[i] / (values[i] + shift);
      sum += t * t;
    }
    return Math.sqrt(sum);
  };
  const inside = lowest > tiny && normAt(0) <= radius;
  let shift = 0;
  let along = 0;
  if (!inside) {
    let low = Math.max(0, -lowest) + Math.max(tiny, Number.MIN_VALUE);
    if (!(normAt(low) > radius)) {
      shift = low; // hard case, or a flat direction without gradient
      if (lowest < 0) along = Math.sqrt(Math.max(0, radius * radius - normAt(low) ** 2));
    } else {
      let high = low + Math.sqrt(c.reduce((s, v) => s + v * v, 0)) / radius;
      shift = low;
      for (let round = 0; round < 100; round++) {
        // Newton on 1/||s|| - 1/radius, which is nearly linear in the shift; bisection keeps it inside [low, high].
        const norm = normAt(shift);
        if (Math.abs(norm - radius) <= 1e-6 * radius) break;
        if (norm > radius) low = shift;
        else high = shift;
        let slope = 0;
        for (let i = 0; i < p; i++) slope += (c[i] / (values[i] + shift)) ** 2 / (values[i] + shift);
        const next = shift + ((norm * norm) / slope) * ((norm - radius) / radius);
        shift = next > low && next < high ? next : 0.5 * (low + high);
      }
    }
  }
  const s = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    const lowestOne = values[i] === lowest;
    const t = -c[i] / (values[i] + shift) + (along > 0 && lowestOne ? (c[i] > 0 ? -along : along) : 0);
    if (!Number.isFinite(t)) continue;
    if (along > 0 && lowestOne) along = 0;
    for (let j = 0; j < p; j++) s[j] += t * vectors.get(j, i);
  }
  return s;
}

/**
 * A step that decreases the model within the box lower <= s <= upper and the ellipse ||D s|| <= radius: the trust
 * region step in the free variables; those that would leave the box are put on its face and the rest solved again.
 * `free` says which variables may move.
 */
export function boxedStep(
  quadratic: Quadratic,
  scale: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  free: readonly boolean[],
  radius: number,
): Float64Array {
  const { gradient, hessian } = quadratic;
  const p = gradient.length;
  const s = new Float64Array(p);
  const isOpen = free.slice();
  let left = radius;
  for (;;) {
    const open: number[] = [];
    for (let j = 0; j < p; j++) if (isOpen[j]) open.push(j);
    if (open.length === 0) return s;
    // Plain loops: this runs once per iteration of every start, and closures cost more than the arithmetic.
    const g = new Float64Array(open.length);
    const b: number[][] = [];
    for (let i = 0; i < open.length; i++) {
      const j = open[i];
      let sum = gradient[j];
      for (let k = 0; k < p; k++) if (!isOpen[k]) sum += hessian[j * p + k] * s[k];
      g[i] = sum / scale[j];
      const row = new Array<number>(open.length);
      for (let l = 0; l < open.length; l++) row[l] = hessian[j * p + open[l]] / (scale[j] * scale[open[l]]);
      b.push(row);
    }
    const step = unconstrainedStep(g, b, left);
    let inside = true;
    for (let i = 0; i < open.length; i++) {
      const j = open[i];
      s[j] = step[i] / scale[j];
      if (!(s[j] < lower[j] || s[j] > upper[j])) continue;
      inside = false;
      isOpen[j] = false;
      s[j] = s[j] < lower[j] ? lower[j] : upper[j];
      left = Math.sqrt(Math.max(1e-4 * radius * radius, left * left - (s[j] * scale[j]) ** 2));
    }
    if (inside) return s;
  }
}
