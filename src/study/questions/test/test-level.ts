import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import type { Sample } from "../../../model/sample/sample";
import { checkTestable, chiSquaredLaws, monteCarloP, nullJob, proportionError } from "./bootstrap-test";
import type { SearchUnits } from "./likelihood-ratio";
import { type ParallelOptions, statistics } from "./statistics-in-parallel";

/** How often a test rejects although there is no prompt. */
export interface TestLevel {
  readonly test: string;
  readonly nominal: number;
  readonly level: number;
  readonly mcse: number;
}

export interface TestLevelOptions extends ParallelOptions {
  /** Null samples that are tested; 400 unless told. */
  readonly samples?: number;
  /** Null statistics they are compared with; 1999 unless told. */
  readonly bootstrap?: number;
  readonly nominal?: number;
  readonly seed?: number;
  readonly starts?: number;
  /** As for the test itself. */
  readonly units?: SearchUnits;
}

/**
 * The level of the bootstrap test and of the chi-squared tests over samples of the frozen model at the covariates of
 * `sample`, rounded as its responses are. The null hypothesis is simple and the covariates are the same in every sample, so all samples have one null
 * distribution: it is simulated once (stream "null") and the tested samples (stream "level") are independent of it.
 * The MCSE counts both: level (1 - level) (1/samples + 1/bootstrap) for the bootstrap test, whose critical value is
 * simulated too.
 */
export async function testLevels(
  model: ContaminatedMoe,
  sample: Sample,
  options: TestLevelOptions = {},
): Promise<readonly TestLevel[]> {
  checkTestable(model);
  const { samples = 400, bootstrap = 1999, nominal = 0.05, seed = 1, starts = 8, units = "data" } = options;
  const reference = (await statistics(nullJob(model, sample, seed, starts, { units }), bootstrap, options)).sort();
  const tested = await statistics(nullJob(model, sample, seed, starts, { stream: "level", units }), samples, options);
  const share = (rejects: (statistic: number) => boolean): number => tested.filter(rejects).length / samples;
  const own = share((statistic) => monteCarloP(reference, statistic) <= nominal);
  const ownError = proportionError(nominal, samples) * Math.sqrt(1 + samples / bootstrap);
  return [
    { test: "parametric bootstrap", nominal, level: own, mcse: ownError },
    ...chiSquaredLaws(model).map(({ law, tail }) => {
      const level = share((statistic) => tail(statistic) <= nominal);
      return { test: law, nominal, level, mcse: proportionError(level, samples) };
    }),
  ];
}
