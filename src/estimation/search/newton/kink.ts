import { isOnBound } from "../../../model/box";
import { type GateKind, gateLength } from "../../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../../model/contaminated-moe";
import { hasActivation } from "../../../model/expert";
import type { Sample } from "../../../model/sample/sample";
import { newPass, type Pass } from "../../likelihood/likelihood";
import { KinkManifold } from "./kink-manifold";
import { type BoxedExpert, maximizeOnManifold } from "./manifold-run";
import type { LocalMaximum, Objective } from "./trust-region";

/** Rows whose predictor is this small, in units of its largest term, are taken to lie on the kink. */
const NEAR_KINK = 1e-3;
/** Where all terms vanish, as in every row where eta = 0, they are measured by this share of the prompt's standard deviation. */
const LEAST_TERM = 1e-3;
/** To look beside a kink the predictor is moved by this, in the same units. */
const BESIDE = 1e-7;
/** A side of a kink that promises less, by its slope and the curvature, is no way up. */
const LEAST_GAIN = 1e-8;
/** A loss of this in log-likelihood is the rounding error of a step onto a manifold. */
const ROUNDING = 1e-9;
/** Rows are put on the kink and taken off it at most so many times. */
const MOST_MOVES = 60;

/** A row near the kink: |u_i| over the size of its terms, and that size. */
interface NearRow {
  readonly i: number;
  readonly gap: number;
  readonly size: number;
}

function termSize({ n, dimension: d, x }: Sample, eta: Float64Array, least: number, i: number): NearRow {
  let u = eta.length > d ? eta[d] : 0;
  let size = Math.max(least, Math.abs(u));
  for (let j = 0; j < d; j++) {
    const term = x[j * n + i] * eta[j];
    u += term;
    size = Math.max(size, Math.abs(term));
  }
  return { i, gap: Math.abs(u) / size, size };
}

/**
 * The likelihood of a relu prompt is not differentiable where a'x_i + b = 0 for some row, and its maximum often lies
 * there, where Newton's method stalls. This finds the local maximum that is near such a point by an active set: it
 * maximises on the manifold on which some rows stay on the kink, where the likelihood is smooth and q falls by one per
 * row; where that stalls (or crawls, in haste) the nearest row joins them; where it converges, a row beside which the
 * likelihood rises, on either side of its kink, leaves them. It ends where no row wants to leave: at a local maximum.
 *
 * Reference: Nocedal and Wright (2006), Numerical Optimization, section 16.5, active sets of a piecewise smooth function.
 */
class KinkSearch implements BoxedExpert {
  private readonly p: number;
  readonly g: number;
  readonly q: number;
  private readonly beside: Pass;

  constructor(
    model: ContaminatedMoe<GateKind>,
    private readonly sample: Sample,
    private readonly objective: Objective,
    readonly lower: Float64Array,
    readonly upper: Float64Array,
    private readonly hasty: boolean,
  ) {
    this.p = lower.length;
    this.g = gateLength(model);
    this.q = promptParameters(model);
    this.beside = newPass(this.p);
  }

  from(stalled: LocalMaximum): LocalMaximum {
    let best = stalled;
    let manifold = this.joined(best, undefined);
    for (let moves = 0; moves < MOST_MOVES && manifold !== undefined; moves++) {
      const { end, next } = this.move(best, manifold, this.hasty);
      const { iterations } = end;
      // The nearest row need not be one that the run stalled at: then its manifold lies lower.
      if (!(end.pass.logLikelihood >= best.pass.logLikelihood - ROUNDING)) return stopped({ ...best, iterations });
      best = end;
      if (!end.converged) {
        manifold = next;
        continue;
      }
      const off = this.left(best, manifold);
      if (off === undefined) return best;
      best = { ...off.at, iterations };
      manifold = off.manifold;
    }
    return stopped(best);
  }

  /** Where a run on a manifold ends and, unless it converged, the manifold with one row more; a run that crawls with no row to join goes on. */
  private move(
    from: LocalMaximum,
    manifold: KinkManifold,
    hasty: boolean,
  ): { readonly end: LocalMaximum; readonly next: KinkManifold | undefined } {
    const end = this.maximise(from, manifold, hasty);
    const next = end.converged ? undefined : this.joined(end, manifold);
    return end.end === "crawling" && next === undefined ? this.move(end, manifold, false) : { end, next };
  }

  private eta({ theta }: LocalMaximum): Float64Array {
    return theta.subarray(this.g, this.g + this.q);
  }

  private least({ theta }: LocalMaximum): number {
    return LEAST_TERM * Math.sqrt(theta[this.p - 1]);
  }

  /** The manifold with the nearest row that does not depend on those on it; undefined where there is none. */
  private joined(at: LocalMaximum, manifold: KinkManifold | undefined): KinkManifold | undefined {
    const { sample, q } = this;
    const rows = manifold?.rows ?? [];
    const [eta, least] = [this.eta(at), this.least(at)];
    if (rows.length === q) return undefined;
    const near: NearRow[] = [];
    for (let i = 0; i < sample.n; i++) {
      const row = termSize(sample, eta, least, i);
      if (row.gap < NEAR_KINK && !rows.includes(i)) near.push(row);
    }
    for (const { i } of near.sort((one, other) => one.gap - other.gap)) {
      const next = KinkManifold.of(sample, [...rows, i], q);
      if (next !== undefined) return next;
    }
    return undefined;
  }

  /** Which entries of eta stand on a bound of their box. */
  private held(at: LocalMaximum): readonly boolean[] {
    const { lower, upper, g } = this;
    return Array.from(this.eta(at), (value, j) => isOnBound(value, [lower[g + j], upper[g + j]]));
  }

  /** The same manifold with pivots that stand on no bound at this point. */
  private pivoted(at: LocalMaximum, manifold: KinkManifold): KinkManifold {
    return KinkManifold.of(this.sample, manifold.rows, this.q, this.held(at)) ?? manifold;
  }

  /** Maximises on a manifold; where a pivot runs into its bound, again with another one in its place. */
  private maximise(from: LocalMaximum, manifold: KinkManifold, untilItCrawls: boolean): LocalMaximum {
    let at = from;
    for (let change = 0; ; change++) {
      const pivoted = this.pivoted(at, manifold);
      const end = maximizeOnManifold(this.objective, this, at, pivoted, { untilItCrawls });
      const [before, now] = [this.held(at), this.held(end)];
      if (end.converged || change === this.q || !pivoted.pivots.some((j) => now[j] && !before[j])) return end;
      at = end;
    }
  }

  /** A point beside the kink of one of the rows from which the likelihood rises, the steepest way, and the other rows. */
  private left(
    at: LocalMaximum,
    manifold: KinkManifold,
  ): { readonly at: LocalMaximum; readonly manifold: KinkManifold } | undefined {
    const { sample, q, g, p, lower, upper, objective, beside } = this;
    const [eta, least] = [this.eta(at), this.least(at)];
    let most = LEAST_GAIN;
    let found: { readonly theta: Float64Array; readonly pass: Pass; readonly row: number } | undefined;
    const pivoted = this.pivoted(at, manifold);
    manifold.rows.forEach((i, k) => {
      const direction = pivoted.leaving(k, q);
      const { size } = termSize(sample, eta, least, i);
      for (const side of [1, -1]) {
        const theta = at.theta.slice();
        for (let j = 0; j < q; j++) theta[g + j] += side * BESIDE * size * direction[j];
        if (!theta.every((value, j) => value >= lower[j] && value <= upper[j])) continue;
        objective(theta, beside);
        let slope = 0;
        let curvature = 0;
        for (let j = 0; j < q; j++) {
          slope += side * direction[j] * beside.gradient[g + j];
          for (let l = 0; l < q; l++) curvature += direction[j] * beside.hessian[(g + j) * p + g + l] * direction[l];
        }
        const gain = slope > 0 ? (slope * slope) / Math.max(2 * Math.abs(curvature), 1e-300) : 0;
        if (!(gain > most && Number.isFinite(beside.logLikelihood))) continue;
        most = gain;
        const pass = { ...beside, gradient: beside.gradient.slice(), hessian: beside.hessian.slice() };
        found = { theta, pass, row: i };
      }
    });
    if (found === undefined) return undefined;
    const { theta, pass, row } = found;
    const rows = manifold.rows.filter((i) => i !== row);
    const rest = KinkManifold.of(sample, rows, q);
    return rest && { at: { ...at, theta, pass }, manifold: rest };
  }
}

/** A point that is no maximum as far as this search knows. */
function stopped(at: LocalMaximum): LocalMaximum {
  return at.converged ? { ...at, end: "failed", converged: false, criterion: "stalled among kinks of relu" } : at;
}

/**
 * The local maximum on kinks of relu near a run that stalled; the run itself where the expert has no kink. See KinkSearch. `hasty`: rows join as soon as a run
 * crawls; otherwise when it stands still, which takes about thirty iterations more.
 */
export function maximizeOnKinks(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  objective: Objective,
  stalled: LocalMaximum,
  lower: Float64Array,
  upper: Float64Array,
  hasty = false,
): LocalMaximum {
  if (!hasActivation(model.prompt.expert, "relu")) return stalled;
  const end = new KinkSearch(model, sample, objective, lower, upper, hasty).from(stalled);
  return end.pass.logLikelihood >= stalled.pass.logLikelihood ? end : stalled;
}
