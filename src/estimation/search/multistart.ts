import { boxVectors } from "../../model/contaminated-moe";
import { firstRows } from "../../model/sample/sample";
import type { StreamKey } from "../../numerics/random-stream";
import type { Likelihood, Pass } from "../likelihood/likelihood";
import { BoxMaximizer, type TrustRegionOptions } from "./newton/trust-region";
import { CONTENTION, type Certificate, certify } from "./optima/certificate";
import { DistinctOptima, type FoundOptimum, squaredDistance } from "./optima/distinct-optima";
import { fixedStarts } from "./starts/fixed-starts";
import { randomStart } from "./starts/random-start";
import { secondRoot } from "./starts/second-root";
import { startData } from "./starts/start-data";
import { StartUniforms } from "./starts/uniforms";

/** How exactly optima are found: on a subsample an optimum is only a start for more rows. */
export interface Precision {
  readonly run: TrustRegionOptions;
  /** Optima nearer than this are one (DistinctOptima). */
  readonly distance: number;
  /** Runs that end further below the best interior optimum are given up. */
  readonly margin: number;
}

/** When random starts end. */
export interface StopRule {
  /** Exactly so many; otherwise as many as the certificate asks for. */
  readonly draws: number | undefined;
  /** The bound of the unseen mass to be met. */
  readonly target: number;
  /** Random starts after which an unmet bound is reported instead. */
  readonly most: number;
}

/**
 * Many starts on one sample, one after the other: each may be given up, or stopped where it nears a known optimum,
 * because of what those before it found, never of those after it. So more starts never give less.
 */
export class Multistart {
  readonly optima: DistinctOptima;
  starts = 0;
  private readonly maximizer: BoxMaximizer;
  private round = 0;
  /** The best interior value when each round ended. */
  private readonly bars: number[] = [];

  constructor(
    readonly likelihood: Likelihood,
    /** The first so many rows of the likelihood's sample are searched. */
    readonly rows: number,
    private readonly precision: Precision,
  ) {
    const { model } = likelihood;
    const { lower, upper } = boxVectors(model.box);
    this.maximizer = new BoxMaximizer(lower, upper);
    this.optima = new DistinctOptima(model, rows, precision.distance);
  }

  /** Runs one start; `weight` is how many starts it stands for. Undefined where it was given up or overflowed. */
  run(start: Float64Array, weight = 1): FoundOptimum | undefined {
    const { optima, precision, likelihood, rows } = this;
    this.starts += weight;
    let known: FoundOptimum | undefined;
    const end = this.maximizer.run((theta: Float64Array, out: Pass) => likelihood.evaluate(theta, out, rows), start, {
      ...precision.run,
      worthwhile: () => optima.interiorBest - precision.margin,
      known: (theta, value) => {
        known = optima.near(theta, value);
        return known !== undefined;
      },
    });
    if (end.end === "known" && known !== undefined) {
      known.reached += weight;
      return known;
    }
    if (end.end === "given up" || !Number.isFinite(end.score)) return undefined;
    return optima.add(end, weight, this.round);
  }

  /** Ends a round: an optimum is judged by what its own round and those before it have found. */
  endRound(): void {
    this.bars[this.round++] = this.optima.interiorBest;
  }

  /** Optima at most `margin` below the best interior one of their own round and those before it. */
  survivors(margin: number): readonly FoundOptimum[] {
    return this.optima.found.filter(
      ({ maximum, round }) => maximum.pass.logLikelihood >= (this.bars[round] ?? this.optima.interiorBest) - margin,
    );
  }

  /** Runs the second root of an optimum, as a companion and no start of its own, where it lies elsewhere. */
  followFarRoot({ maximum }: FoundOptimum): void {
    const root = secondRoot(this.likelihood.model, maximum.theta);
    if (root && squaredDistance(root, maximum) > 4) this.run(root, 0);
  }

  /** The fixed starts, then random ones until the rule is met; every optimum's far root beside it. */
  search(key: StreamKey, rule: StopRule): void {
    const { likelihood, optima, rows } = this;
    const data = startData(likelihood.model, firstRows(likelihood.sample, rows));
    const uniforms = new StartUniforms(key);
    for (const start of fixedStarts(data, uniforms)) this.run(start);
    let followed = 0;
    const follow = (): void => {
      for (const last = optima.found.length; followed < last; followed++) this.followFarRoot(optima.found[followed]);
    };
    follow();
    this.endRound();
    const most = rule.draws ?? rule.most;
    for (let index = 0; index < most; index++) {
      if (rule.draws === undefined && this.certificate(rule.target).satisfied) break;
      this.run(randomStart(data, uniforms, index, (theta) => likelihood.value(theta, rows)));
      follow();
      this.endRound();
    }
  }

  certificate(target: number, starts: number = this.starts): Certificate {
    const { found, best } = this.optima;
    const top = best?.maximum.pass.logLikelihood ?? Number.NaN;
    const others = found.filter((one) => one !== best && one.maximum.pass.logLikelihood >= top - CONTENTION);
    const counts = [...(best ? [best] : []), ...others].map(({ reached }) => reached);
    return certify(counts, starts, target);
  }
}
