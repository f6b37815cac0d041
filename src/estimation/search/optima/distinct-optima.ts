import { type GateKind, gateLength } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { symmetryOf } from "../../../model/expert-symmetry";
import type { LocalMaximum } from "../newton/trust-region";
import { type Nature, natureOf, type PromptRows } from "./nature";

/** A local maximum and how often it was found. */
export interface FoundOptimum {
  /** The highest of the runs that ended here. */
  maximum: LocalMaximum;
  nature: Nature;
  /** Starts that led here. */
  reached: number;
  /** The round of starts (see Multistart) in which it was first found. */
  readonly round: number;
}

/** A run whose quadratic model promises less than this many squared standard errors is compared with what is known. */
const NEAR = 0.02;
/** And this little, in log-likelihood, may be left unexplained by the known maximum's quadratic model. */
const UNEXPLAINED = 2e-4;

/** Squared standard errors between two points, by the curvature at a maximum. */
export function squaredDistance(theta: Float64Array, { theta: from, pass }: LocalMaximum): number {
  const p = theta.length;
  let form = 0;
  for (let j = 0; j < p; j++) {
    const gap = theta[j] - from[j];
    for (let k = 0; k < p; k++) form -= gap * (theta[k] - from[k]) * pass.hessian[j * p + k];
  }
  return Math.abs(form);
}

/**
 * The distinct local maxima found so far, in the order of their discovery. Two are one when their log-likelihoods and
 * their places agree within `distance` (places in squared standard errors, modulo the expert's symmetries); all points
 * where the frozen model is alone are one.
 */
export class DistinctOptima {
  readonly found: FoundOptimum[] = [];
  private top: FoundOptimum | undefined;
  private bar = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly model: ContaminatedMoe<GateKind>,
    private readonly promptRows: PromptRows,
    private readonly distance: number,
  ) {}

  /** The highest. */
  get best(): FoundOptimum | undefined {
    return this.top;
  }

  /** The log-likelihood of the highest that is no spike: spikes must not hide what lies below them. */
  get interiorBest(): number {
    return this.bar;
  }

  /** The optimum whose quadratic model explains this point and value: a run there would only find it again. */
  near(theta: Float64Array, value: number): FoundOptimum | undefined {
    return this.found.find(({ maximum }) => {
      const below = maximum.pass.logLikelihood - value;
      if (!(below >= -1e-6 && below <= NEAR)) return false;
      const squared = squaredDistance(this.towards(theta, maximum), maximum);
      return squared <= NEAR && Math.abs(below - 0.5 * squared) <= UNEXPLAINED;
    });
  }

  /** The optimum that a stalled run stands beside: on a kink there is no quadratic model, only a neighbourhood. */
  besides({ theta, pass }: LocalMaximum): FoundOptimum | undefined {
    return this.found.find(({ maximum }) => {
      const below = maximum.pass.logLikelihood - pass.logLikelihood;
      if (!(below >= -1e-6 && below <= 0.05)) return false;
      const p = theta.length;
      return theta.every((value, j) => {
        const gap = value - maximum.theta[j];
        return gap * gap * Math.abs(maximum.pass.hessian[j * p + j]) <= 1;
      });
    });
  }

  add(maximum: LocalMaximum, weight: number, round: number): FoundOptimum {
    const value = maximum.pass.logLikelihood;
    const nature = natureOf(this.model, maximum.theta, this.promptRows(maximum.theta));
    for (const known of this.found) {
      if (!this.same(maximum, nature, known)) continue;
      known.reached += weight;
      if (value > known.maximum.pass.logLikelihood) {
        known.maximum = maximum;
        known.nature = nature;
        this.raise(known);
      }
      return known;
    }
    const fresh: FoundOptimum = { maximum, nature, reached: weight, round };
    this.found.push(fresh);
    this.raise(fresh);
    return fresh;
  }

  private raise(one: FoundOptimum): void {
    const value = one.maximum.pass.logLikelihood;
    if (this.top === undefined || value > this.top.maximum.pass.logLikelihood) this.top = one;
    if (one.nature !== "spike") this.bar = Math.max(this.bar, value);
  }

  private same(one: LocalMaximum, nature: Nature, { maximum: other, nature: known }: FoundOptimum): boolean {
    if (Math.abs(one.pass.logLikelihood - other.pass.logLikelihood) > this.distance) return false;
    if (nature === "frozen" || known === "frozen") return nature === known;
    return squaredDistance(this.towards(one.theta, other), other) <= this.distance;
  }

  /** theta with eta replaced by its equivalent nearest to another optimum. */
  private towards(theta: Float64Array, other: LocalMaximum): Float64Array {
    const nearest = symmetryOf(this.model.prompt.expert);
    if (nearest === undefined) return theta;
    const g = gateLength(this.model);
    const eta = nearest(Array.from(theta.subarray(g, -1)), Array.from(other.theta.subarray(g, -1)));
    const moved = theta.slice();
    moved.set(eta, g);
    return moved;
  }
}
