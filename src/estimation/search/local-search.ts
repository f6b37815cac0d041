import { boxVectors } from "../../model/box";
import { hasActivation } from "../../model/expert";
import { firstRows } from "../../model/sample/sample";
import type { Likelihood } from "../likelihood/likelihood";
import { maximizeOnKinks } from "./newton/kink";
import { runAmongKinks } from "./newton/run-among-kinks";
import { BoxMaximizer, type LocalMaximum, type Objective, type TrustRegionOptions } from "./newton/trust-region";

/** The likelihood of the first rows of a sample, and its local maxima in the model's box. */
export class LocalSearch {
  private readonly maximizer: BoxMaximizer;
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  /** Are runs put on the kinks of relu as soon as they crawl? */
  private readonly hasty: boolean;

  constructor(
    private readonly likelihood: Likelihood,
    /** The first so many rows of the likelihood's sample are searched. */
    private readonly rows: number,
    thorough: boolean,
  ) {
    const { model } = likelihood;
    const { lower, upper } = boxVectors(model.box);
    this.lower = lower;
    this.upper = upper;
    this.maximizer = new BoxMaximizer(lower, upper);
    this.hasty = thorough && hasActivation(model.prompt.expert, "relu");
  }

  private readonly objective: Objective = (theta, out) => this.likelihood.evaluate(theta, out, this.rows);

  readonly value = (theta: Float64Array): number => this.likelihood.value(theta, this.rows);

  /** The prompt's posterior probability of every row searched. */
  readonly posteriors = (theta: Float64Array): Float64Array => {
    const out = new Float64Array(this.rows);
    this.likelihood.responsibilities(theta, out, this.rows);
    return out;
  };

  /** The local maximum that a run from this start ends at. */
  run(start: Float64Array, options: TrustRegionOptions): LocalMaximum {
    const { maximizer, objective, onKinks } = this;
    return this.hasty
      ? runAmongKinks(maximizer, objective, start, options, onKinks)
      : maximizer.run(objective, start, options);
  }

  /** A run that stalled may stand on a kink of relu. */
  readonly onKinks = (stalled: LocalMaximum): LocalMaximum => {
    const { likelihood, rows, objective, lower, upper, hasty } = this;
    const { model, sample } = likelihood;
    return maximizeOnKinks(model, firstRows(sample, rows), objective, stalled, lower, upper, hasty);
  };
}
