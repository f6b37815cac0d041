import { boxVectors } from "../../model/box";
import { gateLength } from "../../model/by-parameter";
import { firstRows } from "../../model/sample/sample";
import type { StreamKey } from "../../numerics/random-stream";
import type { Likelihood } from "../likelihood/likelihood";
import { maximizeOnKinks } from "./newton/kink";
import { BoxMaximizer, type LocalMaximum, type Objective, type TrustRegionOptions } from "./newton/trust-region";
import { type Certificate, CONTENTION, certify } from "./optima/certificate";
import { DistinctOptima, type FoundOptimum, squaredDistance } from "./optima/distinct-optima";
import { type PromptRows, promptRowsOf } from "./optima/nature";
import { fixedStarts } from "./starts/fixed-starts";
import { randomStart } from "./starts/random-start";
import { secondRoot } from "./starts/second-root";
import { type StartData, startData } from "./starts/start-data";
import { StartUniforms } from "./starts/uniforms";

/** After so many random starts one starts near an optimum that is among the twelve best, at most 4 below the best. */
const HOP_EVERY = 4;
const HOP_WINDOW = 4;
const HOP_FROM = 12;
/** Each coordinate of eta moves by up to so many sqrt(nu) per standard deviation of its covariate, or standard errors. */
const HOP_LENGTH = 6;
const HOP_ERRORS = 3;

/** The candidates of the first so many random starts are judged by the likelihood of at most so many rows. */
const QUICK_STARTS = 32;
const JUDGING_ROWS = 512;

/** An optimum with fewer rows than so many per parameter competes with other small sets of rows. */
const FEW_ROWS = 20;

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
  /** The bound where the best optimum is the frozen model, a spike, or carried by few rows (see certificate). */
  readonly strictTarget: number;
  /** Iterations of all runs together after which an unmet bound is reported instead. */
  readonly mostIterations: number;
}

/**
 * Many starts on one sample, one after the other: each may be given up, or stopped where it nears a known optimum,
 * because of what those before it found, never of those after it. So more starts never give less.
 */
export class Multistart {
  readonly optima: DistinctOptima;
  starts = 0;
  private iterations = 0;
  /** Rows that the prompt carries. */
  private readonly promptRows: PromptRows;
  private readonly maximizer: BoxMaximizer;
  private readonly objective: Objective = (theta, out) => this.likelihood.evaluate(theta, out, this.rows);
  private round = 0;
  /** So many of the optima had their far roots followed. */
  private followed = 0;
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
    this.promptRows = promptRowsOf(model, likelihood.sample, rows);
    this.optima = new DistinctOptima(model, this.promptRows, precision.distance);
  }

  /** Runs one start; `weight` is how many starts it stands for. Undefined where it was given up or overflowed. */
  run(start: Float64Array, weight = 1): FoundOptimum | undefined {
    const { optima, precision } = this;
    this.starts += weight;
    let known: FoundOptimum | undefined;
    const end = this.maximizer.run(this.objective, start, {
      ...precision.run,
      worthwhile: () => optima.interiorBest - precision.margin,
      known: (theta, value) => {
        known = optima.near(theta, value);
        return known !== undefined;
      },
    });
    this.iterations += end.iterations;
    if (end.end === "known" && known !== undefined) {
      known.reached += weight;
      return known;
    }
    if (end.end === "given up" || !Number.isFinite(end.score)) return undefined;
    if (end.converged) return optima.add(end, weight, this.round);
    const again = optima.besides(end);
    if (again === undefined) return optima.add(this.polished(end), weight, this.round);
    again.reached += weight;
    return again;
  }

  /** A run that stalled may stand on a kink of relu. */
  private polished(stalled: LocalMaximum): LocalMaximum {
    const { likelihood, rows } = this;
    const { model, sample } = likelihood;
    const { lower, upper } = boxVectors(model.box);
    return maximizeOnKinks(model, firstRows(sample, rows), this.objective, stalled, lower, upper);
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

  /** The highest optimum that was first found in this round of starts. */
  bestOfRound(round: number): FoundOptimum | undefined {
    const found = this.optima.found.filter((one) => one.round === round);
    return found.sort((a, b) => b.maximum.pass.logLikelihood - a.maximum.pass.logLikelihood)[0];
  }

  /**
   * Runs the second root of an optimum, as a companion and no start of its own, where it lies elsewhere. Every start that
   * reaches one of the two reaches the other as well, since the companion is always run.
   */
  followFarRoot({ maximum, reached }: FoundOptimum): void {
    const root = secondRoot(this.likelihood.model, maximum.theta);
    if (!root || squaredDistance(root, maximum) <= 4) return;
    const companion = this.run(root, 0);
    if (companion) companion.reached = Math.max(companion.reached, reached);
  }

  /** Follows the far root of every optimum that was found since this was last done, and of those found thereby. */
  followFarRoots(): void {
    const { found } = this.optima;
    for (; this.followed < found.length; this.followed++) this.followFarRoot(found[this.followed]);
  }

  /** The fixed starts, then random ones until the rule is met; every optimum's far root beside it. */
  search(key: StreamKey, rule: StopRule): void {
    const { likelihood, rows } = this;
    const data = startData(likelihood.model, firstRows(likelihood.sample, rows));
    const uniforms = new StartUniforms(key);
    for (const start of fixedStarts(data, uniforms)) this.run(start);
    this.followFarRoots();
    this.endRound();
    const { draws, mostIterations } = rule;
    const { expert } = likelihood.model.prompt;
    /** Every row that may cross the kink of relu adds its own small optima. */
    const rough = expert.kind === "activation" && expert.activation === "relu";
    for (let index = 0; index !== draws; index++) {
      if (draws === undefined && (this.iterations > mostIterations || this.certificate(rule).satisfied)) break;
      const judged = index < QUICK_STARTS ? Math.min(rows, JUDGING_ROWS) : rows;
      this.run(randomStart(data, uniforms, index, (theta) => likelihood.value(theta, judged)));
      if (rough || index % HOP_EVERY === HOP_EVERY - 1) this.run(this.hop(data, uniforms), 0);
      this.followFarRoots();
      this.endRound();
    }
  }

  /**
   * A contender moved: by several sqrt(nu), for the next spike is often near a high one, or by a few standard errors, to
   * leave a small bump.
   */
  private hop({ sample, deviations, q }: StartData, uniforms: StartUniforms): Float64Array {
    const { found, best } = this.optima;
    const top = best?.maximum.pass.logLikelihood ?? Number.NaN;
    const near = found
      .filter(({ maximum }) => maximum.pass.logLikelihood >= top - HOP_WINDOW)
      .sort((one, other) => other.maximum.pass.logLikelihood - one.maximum.pass.logLikelihood)
      .slice(0, HOP_FROM);
    const u = uniforms.next();
    const from = near[Math.floor(near.length * u * u)]?.maximum;
    const g = gateLength(this.likelihood.model);
    const p = this.likelihood.parameters;
    const theta = from?.theta.slice() ?? new Float64Array(p);
    const far = uniforms.next() < 0.5;
    for (let j = 0; j < q; j++) {
      const information = Math.abs(from?.pass.hessian[(j + g) * (p + 1)] ?? 0);
      const reach = far
        ? (HOP_LENGTH * Math.sqrt(theta[p - 1])) / (j < sample.dimension ? deviations[j] : 1)
        : HOP_ERRORS / Math.sqrt(Math.max(information, 1e-12));
      theta[j + g] += uniforms.between(-reach, reach);
    }
    return theta;
  }

  /**
   * Must other sets of rows be feared? Where the best optimum is the frozen model, a spike or carried by
   * few rows, there are very many sets that may carry a better one.
   */
  contested(optimum: FoundOptimum | undefined = this.optima.best): boolean {
    if (optimum === undefined || optimum.nature !== "interior") return true;
    const { theta } = optimum.maximum;
    return this.promptRows(theta) < FEW_ROWS * theta.length;
  }

  /** What the starts so far say; `starts` counts those whose optima were followed here from subsamples. */
  certificate({ target, strictTarget }: StopRule, starts: number = this.starts): Certificate {
    const { found, best } = this.optima;
    const top = best?.maximum.pass.logLikelihood ?? Number.NaN;
    const others = found.filter((one) => one !== best && one.maximum.pass.logLikelihood >= top - CONTENTION);
    const counts = [...(best ? [best] : []), ...others].map(({ reached }) => reached);
    return certify(counts, starts, this.contested() ? strictTarget : target);
  }
}
