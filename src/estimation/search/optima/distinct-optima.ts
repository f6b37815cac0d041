import { type GateKind, gateLength } from "../../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../../model/contaminated-moe";
import { symmetryOf, writeNearest } from "../../../model/expert-symmetry";
import { vectorLength } from "../../likelihood/likelihood";
import type { LocalMaximum } from "../newton/trust-region";
import { ByHeight } from "./by-height";
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
  /** The rows' posterior probabilities there, once they were asked for. */
  posteriors?: Float64Array | undefined;
}

/** A run whose quadratic model promises less than this many squared standard errors is compared with what is known. */
const NEAR = 0.02;
/** And this little, in log-likelihood, may be left unexplained by the known maximum's quadratic model. */
const UNEXPLAINED = 2e-4;
/** Posterior probabilities that agree to this in every row are the same. */
const SAME_POSTERIOR = 1e-3;

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
 * where the frozen model is alone are one. So are two of one height that give every row the same posterior
 * probability, and therefore the same density: the sample cannot tell them apart, wherever they lie. Frequencies of sin that
 * differ by a multiple of what tied or rounded covariates resolve are such, and curves through the same few rows.
 */
export class DistinctOptima {
  readonly found: FoundOptimum[] = [];
  private readonly byHeight = new ByHeight<FoundOptimum>();
  private readonly moved: Float64Array;
  private bar = Number.NEGATIVE_INFINITY;

  /** @param posteriors the prompt's posterior probability of every row at theta; without it places alone decide */
  constructor(
    private readonly model: ContaminatedMoe<GateKind>,
    private readonly promptRows: PromptRows,
    private readonly distance: number,
    private readonly posteriors?: (theta: Float64Array) => Float64Array,
  ) {
    this.moved = new Float64Array(vectorLength(model));
  }

  /** The highest. */
  get best(): FoundOptimum | undefined {
    return this.byHeight.sorted[0];
  }

  /** The log-likelihood of the highest that is no spike: spikes must not hide what lies below them. */
  get interiorBest(): number {
    return this.bar;
  }

  /** What a run must reach that is here now: the highest of all where it would end at a spike, otherwise the highest that is none. */
  barFor(theta: Float64Array): number {
    const { best } = this;
    return best !== undefined && this.natureAt(theta) === "spike" ? best.maximum.pass.logLikelihood : this.bar;
  }

  private natureAt(theta: Float64Array): Nature {
    return natureOf(this.model, theta, this.promptRows(theta));
  }

  /** Those at most `margin` below the highest, from it downwards. */
  contenders(margin: number): readonly FoundOptimum[] {
    const { best } = this;
    return best === undefined ? [] : this.byHeight.from(best.maximum.pass.logLikelihood - margin);
  }

  /** The optimum whose quadratic model explains this point and value: a run there would only find it again. */
  near(theta: Float64Array, value: number): FoundOptimum | undefined {
    return this.byHeight.find(value - 1e-6, value + NEAR, ({ maximum }) => {
      const below = maximum.pass.logLikelihood - value;
      const squared = squaredDistance(this.towards(theta, maximum), maximum);
      return squared <= NEAR && Math.abs(below - 0.5 * squared) <= UNEXPLAINED;
    });
  }

  /** The optimum that a stalled run stands beside: on a kink there is no quadratic model, only a neighbourhood. */
  besides({ theta, pass }: LocalMaximum): FoundOptimum | undefined {
    const value = pass.logLikelihood;
    return this.byHeight.find(value - 1e-6, value + 0.05, ({ maximum }) => {
      const p = theta.length;
      return theta.every((value, j) => {
        const gap = value - maximum.theta[j];
        return gap * gap * Math.abs(maximum.pass.hessian[j * p + j]) <= 1;
      });
    });
  }

  add(maximum: LocalMaximum, weight: number, round: number): FoundOptimum {
    const value = maximum.pass.logLikelihood;
    const nature = this.natureAt(maximum.theta);
    const [low, high] = [value - this.distance, value + this.distance];
    const fresh: FoundOptimum = { maximum, nature, reached: weight, round };
    const known =
      this.byHeight.find(low, high, (other) => this.samePlace(fresh, other)) ??
      this.byHeight.find(low, high, (other) => this.sameDensities(fresh, other));
    if (known === undefined) {
      this.found.push(fresh);
      this.insert(fresh);
      return fresh;
    }
    known.reached += weight;
    if (value > known.maximum.pass.logLikelihood) {
      this.byHeight.remove(known);
      known.maximum = maximum;
      known.nature = nature;
      known.posteriors = fresh.posteriors;
      this.insert(known);
    }
    return known;
  }

  private insert(one: FoundOptimum): void {
    this.byHeight.add(one);
    if (one.nature !== "spike") this.bar = Math.max(this.bar, one.maximum.pass.logLikelihood);
  }

  private samePlace({ maximum: one, nature }: FoundOptimum, { maximum: other, nature: known }: FoundOptimum): boolean {
    if (nature === "frozen" || known === "frozen") return nature === known;
    return squaredDistance(this.towards(one.theta, other), other) <= this.distance;
  }

  private sameDensities(one: FoundOptimum, other: FoundOptimum): boolean {
    const { posteriors } = this;
    if (posteriors === undefined || one.nature !== other.nature) return false;
    one.posteriors ??= posteriors(one.maximum.theta);
    other.posteriors ??= posteriors(other.maximum.theta);
    const [here, there] = [one.posteriors, other.posteriors];
    for (let i = 0; i < here.length; i++) if (!(Math.abs(here[i] - there[i]) <= SAME_POSTERIOR)) return false;
    return true;
  }

  /** theta with eta replaced by its equivalent nearest to another optimum; storage is made once. */
  private towards(theta: Float64Array, other: LocalMaximum): Float64Array {
    const { model, moved } = this;
    const { expert } = model.prompt;
    if (symmetryOf(expert) === undefined) return theta;
    moved.set(theta);
    writeNearest(expert, theta, other.theta, gateLength(model), promptParameters(model), moved);
    return moved;
  }
}
