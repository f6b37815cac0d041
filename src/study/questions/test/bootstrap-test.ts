import type { Fit } from "../../../estimation/fit/fit";
import { InputError } from "../../../input-error";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { promptParameters } from "../../../model/contaminated-moe";
import { checkMoments } from "../../../model/sample/frozen-rows";
import { type Rounding, roundingOf } from "../../../model/sample/rounding";
import type { Sample } from "../../../model/sample/sample";
import { chiSquaredTail } from "../../../numerics/chi-squared";
import { likelihoodRatio, type SearchUnits, type StatisticJob } from "./likelihood-ratio";
import { type ParallelOptions, statistics } from "./statistics-in-parallel";

export interface BootstrapOptions extends ParallelOptions {
  /** Samples of the frozen model; 999 unless told. */
  readonly bootstrap?: number;
  readonly seed?: number;
  /** Random starts of every fit, the observed one included: statistics are only comparable when found alike. */
  readonly starts?: number;
  /** Where every sample is searched, the observed one included; in the data's units unless told. */
  readonly units?: SearchUnits;
}

/** A law that textbooks would offer for the statistic, and what it would have said. */
export interface ChiSquaredAnswer {
  readonly law: string;
  readonly p: number;
  /** How often its test at 5 % rejects samples of the frozen model; with its MCSE. Right would be 0.05. */
  readonly level: number;
  readonly levelMcse: number;
}

export interface BootstrapTest {
  /** 2 (max l - l at lambda = 0) of the data. */
  readonly statistic: number;
  readonly fit: Fit;
  /** The parameters whose interval, which nobody stated, was widened for the data; null samples follow the same rule. */
  readonly widened: readonly string[];
  readonly bootstrap: number;
  /** (1 + number of null statistics >= the observed one) / (bootstrap + 1). */
  readonly p: number;
  /** Monte Carlo standard error of p. */
  readonly mcse: number;
  /** 90, 95 and 99 % points of the null statistics. */
  readonly quantiles: readonly { readonly level: number; readonly value: number }[];
  /** Share of null statistics that are 0: no prompt found at all. */
  readonly zeros: number;
  readonly chiSquared: readonly ChiSquaredAnswer[];
  /** The grid on which the data's responses lie, to which the null samples were rounded too; null when they lie on none. */
  readonly rounding: Rounding | null;
  /** The null statistics in ascending order. */
  readonly null: readonly number[];
}

/** A proportion's Monte Carlo standard error. */
export function proportionError(share: number, count: number): number {
  return Math.sqrt((share * (1 - share)) / count);
}

/** The smallest value that at least `level` of the ascending values do not exceed. */
export function empiricalQuantile(ascending: ArrayLike<number>, level: number): number {
  const at = Math.min(ascending.length - 1, Math.max(0, Math.ceil(level * (ascending.length + 1)) - 1));
  return ascending[at];
}

/** (1 + #{null >= statistic}) / (B + 1). */
export function monteCarloP(ascending: ArrayLike<number>, statistic: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] >= statistic) high = middle;
    else low = middle + 1;
  }
  return (1 + ascending.length - low) / (ascending.length + 1);
}

/** The laws in question: one parameter; one on the edge of its interval; all q + 2, as if identified. */
export function chiSquaredLaws(
  model: ContaminatedMoe,
): readonly { readonly law: string; readonly tail: (x: number) => number }[] {
  const p = promptParameters(model) + 2;
  return [
    { law: "chi-squared, 1 df", tail: (x) => chiSquaredTail(x, 1) },
    { law: "half of chi-squared, 1 df (boundary)", tail: (x) => (x > 0 ? 0.5 * chiSquaredTail(x, 1) : 1) },
    { law: `chi-squared, ${p} df (all parameters)`, tail: (x) => chiSquaredTail(x, p) },
  ];
}

export function checkTestable(model: ContaminatedMoe): void {
  checkMoments(model, "The test of lambda = 0");
  if (model.box.lambda[0] !== 0) {
    throw new InputError(`box.lambda is [${model.box.lambda}]; a test of lambda = 0 needs 0 as its lower end.`);
  }
}

/**
 * Samples of the frozen model at the covariates of a sample, rounded as its responses are: a narrow prompt fits ties, so
 * that rounded data reach likelihood ratios that exact data do not.
 */
export function nullJob(
  model: ContaminatedMoe,
  sample: Sample,
  seed: number,
  starts: number,
  { stream = "null", units = "data" }: { readonly stream?: string; readonly units?: SearchUnits } = {},
): StatisticJob {
  const covariates = { ...sample, y: new Float64Array(sample.n) };
  const rounding = roundingOf(sample.y);
  const source = { kind: "frozen at fixed x", covariates, ...(rounding === undefined ? {} : { rounding }) } as const;
  return { model, source, seed, stream: `test/${stream}`, starts, units };
}

/**
 * Is there a prompt at all? The likelihood ratio of lambda = 0, judged by its distribution over new samples of the frozen
 * model at the data's covariates.
 *
 * Under lambda = 0 the parameters eta and nu are not identified and lambda is on the edge of its interval, so no
 * chi-squared law holds (the statistic is the maximum of a process over (eta, nu) and depends on the box). But the null
 * hypothesis is *simple*: the frozen model is known. Sampling from it is no approximation, and the p value
 * (1 + #{null >= observed}) / (B + 1) is exact for every n and B: P(p <= alpha) <= alpha, with equality when
 * alpha (B + 1) is whole (Barnard 1963; Davison and Hinkley 1997, section 4.2). Data that were rounded are compared with
 * samples rounded to the same grid. Exactness is only lost if the frozen model, its variance included, was itself fitted to
 * these data.
 */
export async function bootstrapTest(
  model: ContaminatedMoe,
  sample: Sample,
  options: BootstrapOptions = {},
): Promise<BootstrapTest> {
  checkTestable(model);
  const { bootstrap = 999, seed = 1, starts = 8, units = "data" } = options;
  const key = { seed, path: "test/data", n: sample.n, replicate: 0 };
  const { statistic, fit, widened } = likelihoodRatio(model, sample, { key, starts, units });
  const values = (await statistics(nullJob(model, sample, seed, starts, { units }), bootstrap, options)).sort();
  const p = monteCarloP(values, statistic);
  return {
    statistic,
    fit,
    widened,
    bootstrap,
    p,
    mcse: proportionError(p, bootstrap),
    quantiles: [0.9, 0.95, 0.99].map((level) => ({ level, value: empiricalQuantile(values, level) })),
    zeros: values.filter((value) => value === 0).length / bootstrap,
    chiSquared: chiSquaredLaws(model).map(({ law, tail }) => {
      const level = values.filter((value) => tail(value) <= 0.05).length / bootstrap;
      return { law, p: tail(statistic), level, levelMcse: proportionError(level, bootstrap) };
    }),
    rounding: roundingOf(sample.y) ?? null,
    null: Array.from(values),
  };
}
