import { firstRows } from "../../model/sample/sample";
import type { StreamKey } from "../../numerics/random-stream";
import type { Likelihood } from "../likelihood/likelihood";
import { LocalSearch } from "./local-search";
import type { LocalMaximum } from "./newton/trust-region";
import { type Certificate, CONTENTION, certify } from "./optima/certificate";
import { DistinctOptima, type FoundOptimum, squaredDistance } from "./optima/distinct-optima";
import { type PromptRows, promptRowsOf } from "./optima/nature";
import { iterationRows, type Precision, type StopRule } from "./rules";
import type { Companion } from "./starts/companion";
import { fixedStarts } from "./starts/fixed-starts";
import { acrossKinks, KINK_ROWS } from "./starts/from-optima/across-kinks";
import { alongCoordinates } from "./starts/from-optima/along-coordinates";
import { movedContenders } from "./starts/from-optima/moved-contenders";
import { resonantGrids } from "./starts/from-optima/resonant";
import { secondRoot } from "./starts/from-optima/second-root";
import { randomStart, startBeside } from "./starts/random-start";
import { hasOutliers, hasTies, type StartData, startData } from "./starts/start-data";
import { StartUniforms } from "./starts/uniforms";

/** Neighbours beyond kinks, and humps along coordinates, are tried of optima at most so far below the best. */
const NEIGHBOUR_WINDOW = 0.05;
/** Close neighbours differ by less. */
const CLOSE_WINDOW = 1e-3;
/**
 * Neighbours beyond kinks wait while they have taken more than this share of a thorough search: a new best optimum may spare it those of the last. Where
 * the number of starts is given none waits: what is run then hangs on nothing but the starts before, so that more of them never give less.
 */
const KINK_SHARE = 0.25;

/**
 * The candidates of the first so many random starts are judged by the likelihood of at most so many rows, and those of later ones by that of all; in a thorough
 * search only those of every fourth later one are.
 */
const QUICK_STARTS = 32;
const JUDGING_ROWS = 512;
const ALL_ROWS_EVERY = 4;

/** An optimum with fewer rows than so many per parameter competes with other small sets of rows. */
const FEW_ROWS = 20;

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
  private readonly local: LocalSearch;
  private round = 0;
  /** Do far outliers make the variance of y, or are responses tied, so that sets of such rows may carry optima of their own? */
  private uneven = false;
  /** Optima whose neighbours beyond kinks were not run yet, and the iterations that those of others took. */
  private readonly waiting: FoundOptimum[] = [];
  private kinkIterations = 0;
  private kinkShare = Number.POSITIVE_INFINITY;
  /** So many of the optima had their far roots followed, and were scanned along coordinates. */
  private followed = 0;
  private scanned = 0;
  /** The best interior value when each round ended. */
  private readonly bars: number[] = [];

  constructor(
    readonly likelihood: Likelihood,
    /** The first so many rows of the likelihood's sample are searched. */
    readonly rows: number,
    private readonly precision: Precision,
  ) {
    const { model } = likelihood;
    this.local = new LocalSearch(likelihood, rows, precision.thorough);
    this.promptRows = promptRowsOf(model, likelihood.sample, rows);
    const { distance, merge } = precision;
    this.optima = new DistinctOptima(model, this.promptRows, distance, merge ? this.local.posteriors : undefined);
  }

  /**
   * Runs one start; `weight` is how many starts it stands for; `onward` goes on where the run nears a known optimum. Undefined
   * where it was given up or overflowed.
   */
  run(start: Float64Array, weight = 1, onward = false): FoundOptimum | undefined {
    const { optima, precision } = this;
    this.starts += weight;
    let known: FoundOptimum | undefined;
    const end = this.local.run(start, {
      ...precision.run,
      worthwhile: (theta) => (precision.thorough ? optima.barFor(theta) : optima.interiorBest) - precision.margin,
      known: (theta, value) => {
        known = onward ? undefined : optima.near(theta, value);
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
    // Far below the others a stalled run is not worth the search of its kinks.
    const low = end.pass.logLikelihood < optima.interiorBest - precision.margin;
    const polished = low ? end : this.local.onKinks(end);
    this.iterations += polished.iterations - end.iterations;
    const again = polished.converged ? undefined : optima.besides(polished);
    if (again === undefined) return optima.add(polished, weight, this.round);
    again.reached += weight;
    return again;
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

  private isAboutBest({ pass }: LocalMaximum, window: number = NEIGHBOUR_WINDOW): boolean {
    return pass.logLikelihood >= (this.optima.best?.maximum.pass.logLikelihood ?? Number.NaN) - window;
  }

  /** Runs the neighbours beyond relu's kinks of an optimum that is about as high as the best, as companions. */
  private followAcrossKinks({ maximum }: FoundOptimum): void {
    const { likelihood, precision, rows } = this;
    if (!precision.merge || rows > KINK_ROWS || !this.isAboutBest(maximum)) return;
    const before = this.iterations;
    const { far, close } = acrossKinks(likelihood.model, firstRows(likelihood.sample, rows), maximum);
    for (const start of far) this.run(start, 0);
    // Two optima on the sides of one kink are nearer to each other than a quadratic model tells.
    if (precision.thorough && this.isAboutBest(maximum, CLOSE_WINDOW))
      for (const start of close) this.run(start, 0, true);
    this.kinkIterations += this.iterations - before;
  }

  /**
   * Follows the far root of every optimum that was found since this was last done, and of those found thereby; and what lies
   * beyond the kinks of relu, the newest first, as far as their share of iterations goes or, at last, all.
   */
  followFarRoots(atLast = false): void {
    const { waiting } = this;
    for (;;) {
      const found = this.optima.found.at(this.followed);
      if (found) {
        this.followed++;
        this.followFarRoot(found);
        waiting.push(found);
      }
      const affordable = atLast || this.kinkIterations <= this.kinkShare * Math.max(1, this.iterations);
      const next = affordable ? waiting.pop() : undefined;
      if (next) this.followAcrossKinks(next);
      if (!found && !next) return;
    }
  }

  /** The fixed starts, then random ones until the rule is met; every optimum's far root beside it. */
  search(key: StreamKey, rule: StopRule): void {
    const { likelihood, rows } = this;
    const { draws, mostIterations } = rule;
    if (this.precision.thorough && draws === undefined) this.kinkShare = KINK_SHARE;
    const data = startData(likelihood.model, firstRows(likelihood.sample, rows));
    const uniforms = new StartUniforms(key);
    this.uneven = this.precision.thorough && (hasOutliers(data) || hasTies(data));
    for (const start of fixedStarts(data, uniforms)) this.run(start);
    this.follow(data);
    this.endRound();
    const thorough = this.precision.thorough
      ? { grids: resonantGrids(data), bands: new WeakMap(), contested: () => this.contested() }
      : undefined;
    for (let index = 0; index !== draws; index++) {
      if (draws === undefined && (this.iterations > mostIterations || this.isCertified(rule))) break;
      const quick = index < QUICK_STARTS || (this.precision.thorough && index % ALL_ROWS_EVERY !== ALL_ROWS_EVERY - 1);
      const judged = quick ? Math.min(rows, JUDGING_ROWS) : rows;
      const height = (theta: Float64Array): number => likelihood.value(theta, judged);
      this.run(randomStart(data, uniforms, index, height));
      const moved = movedContenders(data, this.optima, this.local, uniforms, index, thorough);
      for (const companion of moved) this.accompany(companion);
      const beside = thorough && startBeside(data, uniforms, index, height);
      if (beside) this.accompany(beside);
      this.follow(data);
      this.endRound();
    }
    this.followFarRoots(true);
  }

  /** Is the bound met, and still so when what waited was run? */
  private isCertified(rule: StopRule): boolean {
    if (!this.certificate(rule).satisfied) return false;
    this.followFarRoots(true);
    return this.certificate(rule).satisfied;
  }

  /** Runs a start that is none of the certificate's own, and counts what making it took. */
  private accompany({ start, rows }: Companion): void {
    this.iterations += rows / (this.rows + iterationRows(this.precision.thorough));
    this.run(start, 0);
  }

  /** All that is run because of optima found since: far roots, kinks, and in a thorough search humps along coordinates. */
  private follow(data: StartData): void {
    this.followFarRoots();
    const { found } = this.optima;
    for (; this.precision.thorough && this.scanned < found.length; this.scanned++) {
      const { maximum } = found[this.scanned];
      if (!this.isAboutBest(maximum)) continue;
      for (const start of alongCoordinates(data, maximum, this.local.value)) this.run(start, 0);
      this.followFarRoots();
    }
  }

  /**
   * Must other sets of rows be feared? Where responses have far outliers or ties, and where the best optimum is the frozen model, a spike or carried by
   * few rows, there are very many sets that may carry a better one.
   */
  private contested(): boolean {
    const optimum = this.optima.best;
    if (this.uneven || optimum === undefined || optimum.nature !== "interior") return true;
    const { theta } = optimum.maximum;
    return this.promptRows(theta) < FEW_ROWS * theta.length;
  }

  /** What the starts so far say; `starts` counts those whose optima were followed here from subsamples. */
  certificate({ target, strictTarget }: StopRule, starts: number = this.starts): Certificate {
    const counts = this.optima.contenders(CONTENTION).map(({ reached }) => reached);
    return certify(counts, starts, this.contested() ? strictTarget : target);
  }
}
