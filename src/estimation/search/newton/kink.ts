import { type GateKind, gateLength } from "../../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../../model/contaminated-moe";
import type { Sample } from "../../../model/sample/sample";
import { newPass } from "../../likelihood/likelihood";
import { BoxMaximizer, type LocalMaximum, type Objective } from "./trust-region";

/** Rows whose predictor is this small, in units of its largest term, are taken to lie on the kink. */
const NEAR_KINK = 1e-3;
/** Where all terms vanish, as in every row where eta = 0, they are measured by this share of the prompt's standard deviation. */
const LEAST_TERM = 1e-3;

/** Coordinates of eta that rows on the kink determine: eta_pivot = -sum_k weight_k eta_k over the others. */
interface Elimination {
  readonly pivots: readonly number[];
  /** Row per pivot, one weight per entry of eta, 0 at the pivots. */
  readonly weights: readonly Float64Array[];
}

/** z_i = (x_i, 1). */
function predictorRow({ n, dimension, x }: Sample, i: number, q: number): Float64Array {
  return Float64Array.from({ length: q }, (_, j) => (j < dimension ? x[j * n + i] : 1));
}

/** Solves z_i'eta = 0 over the given rows for as many entries of eta; undefined where the rows do not allow it. */
function eliminate(rows: readonly Float64Array[], q: number): Elimination | undefined {
  const reduced = rows.map((row) => row.slice());
  const pivots: number[] = [];
  for (let r = 0; r < reduced.length; r++) {
    let pivot = -1;
    for (let j = 0; j < q; j++) {
      if (pivots.includes(j)) continue;
      if (pivot < 0 || Math.abs(reduced[r][j]) > Math.abs(reduced[r][pivot])) pivot = j;
    }
    if (pivot < 0 || !(Math.abs(reduced[r][pivot]) > 1e-9)) return undefined;
    const head = reduced[r][pivot];
    for (let j = 0; j < q; j++) reduced[r][j] /= head;
    for (let other = 0; other < reduced.length; other++) {
      if (other === r) continue;
      const factor = reduced[other][pivot];
      for (let j = 0; j < q; j++) reduced[other][j] -= factor * reduced[r][j];
    }
    pivots.push(pivot);
  }
  return { pivots, weights: reduced.map((row) => row.map((w, j) => (pivots.includes(j) ? 0 : w))) };
}

/**
 * The rows with the least |u_i| over the size of their terms, the nearest to the kink first; those that depend on nearer
 * ones (ties, or x = 0 without a bias, which always lies on the kink) say nothing more. `least` is the least size.
 */
function nearestRows(sample: Sample, eta: Float64Array, least: number, count: number): readonly Float64Array[] {
  const { n, dimension: d, x } = sample;
  const q = eta.length;
  const near: { readonly i: number; readonly gap: number }[] = [];
  for (let i = 0; i < n; i++) {
    let u = q > d ? eta[d] : 0;
    let size = Math.max(least, Math.abs(u));
    for (let j = 0; j < d; j++) {
      const term = x[j * n + i] * eta[j];
      u += term;
      size = Math.max(size, Math.abs(term));
    }
    const gap = Math.abs(u) / size;
    if (gap < NEAR_KINK) near.push({ i, gap });
  }
  const nearest: Float64Array[] = [];
  for (const { i } of near.sort((a, b) => a.gap - b.gap)) {
    if (nearest.length === count) break;
    const row = predictorRow(sample, i, q);
    if (eliminate([...nearest, row], q) !== undefined) nearest.push(row);
  }
  return nearest;
}

/**
 * The likelihood of a relu prompt is not differentiable where a'x_i + b = 0 for some row, and its maximum often lies
 * there, where Newton's method stalls. From such a point this maximises on the manifold on which the nearest row (then the
 * two nearest, ...) stays on the kink: there the likelihood is smooth, and q falls by one per row. Returns the best point
 * found, or the stalled run itself.
 */
export function maximizeOnKinks(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  objective: Objective,
  stalled: LocalMaximum,
  lower: Float64Array,
  upper: Float64Array,
): LocalMaximum {
  const { expert } = model.prompt;
  if (expert.kind === "custom" || expert.activation !== "relu") return stalled;
  const p = stalled.theta.length;
  const g = gateLength(model);
  const q = promptParameters(model);
  let best = stalled;
  for (let count = 1; count <= q; count++) {
    const rows = nearestRows(sample, best.theta.subarray(g, g + q), LEAST_TERM * Math.sqrt(best.theta[p - 1]), count);
    const elimination = rows.length === count ? eliminate(rows, q) : undefined;
    if (elimination === undefined) return best;
    const { pivots, weights } = elimination;
    const kept = Array.from({ length: p }, (_, j) => j).filter((j) => !pivots.includes(j - g));
    const whole = (part: Float64Array): Float64Array => {
      const theta = new Float64Array(p);
      kept.forEach((j, k) => {
        theta[j] = part[k];
      });
      pivots.forEach((pivot, r) => {
        for (let j = 0; j < q; j++) if (j !== pivot) theta[pivot + g] -= weights[r][j] * theta[j + g];
      });
      return theta;
    };
    /** d theta_j / d part_k. */
    const jacobian = new Float64Array(p * kept.length);
    kept.forEach((j, k) => {
      jacobian[j * kept.length + k] = 1;
      pivots.forEach((pivot, r) => {
        if (j >= g && j < g + q) jacobian[(pivot + g) * kept.length + k] = -weights[r][j - g];
      });
    });
    const pass = newPass(p);
    const reduced: Objective = (part, out) => {
      const theta = whole(part);
      objective(theta, pass);
      const m = kept.length;
      out.gradient.fill(0);
      out.hessian.fill(0);
      const inside = theta.every((value, j) => value >= lower[j] && value <= upper[j]);
      out.logLikelihood = inside ? pass.logLikelihood : Number.NaN;
      for (let j = 0; j < p; j++) {
        for (let k = 0; k < m; k++) {
          const jk = jacobian[j * m + k];
          if (jk === 0) continue;
          out.gradient[k] += jk * pass.gradient[j];
          for (let i = 0; i < p; i++) {
            for (let l = 0; l < m; l++) out.hessian[k * m + l] += jk * pass.hessian[j * p + i] * jacobian[i * m + l];
          }
        }
      }
    };
    const at = (bounds: Float64Array): Float64Array => Float64Array.from(kept, (j) => bounds[j]);
    const end = new BoxMaximizer(at(lower), at(upper)).run(reduced, at(best.theta));
    if (!(end.pass.logLikelihood > best.pass.logLikelihood)) return best;
    const theta = whole(end.theta);
    objective(theta, pass);
    best = {
      theta,
      pass: { ...pass, gradient: pass.gradient.slice(), hessian: pass.hessian.slice() },
      score: end.score,
      end: end.end,
      converged: end.converged,
      criterion: end.converged
        ? `maximum where relu has its kink in ${count === 1 ? "one row" : `${count} rows`}`
        : end.criterion,
      iterations: best.iterations + end.iterations,
    };
    if (end.converged) return best;
  }
  return best;
}
