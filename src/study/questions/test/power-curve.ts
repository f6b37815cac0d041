import { InputError } from "../../../input-error";
import type { Parameters } from "../../../model/by-parameter";
import { type ContaminatedMoe, checkParameters } from "../../../model/contaminated-moe";
import type { Rounding } from "../../../model/sample/rounding";
import { checkTestable, empiricalQuantile, proportionError } from "./bootstrap-test";
import type { SearchUnits } from "./likelihood-ratio";
import { type ParallelOptions, statistics } from "./statistics-in-parallel";

/** How often the test finds a prompt that is there. */
export interface PowerPoint {
  readonly n: number;
  readonly lambda: number;
  readonly power: number;
  /** Of the share of rejections and of the simulated critical value together. */
  readonly mcse: number;
  /** The likelihood ratio that a sample of this size must reach. */
  readonly critical: number;
}

export interface PowerOptions extends ParallelOptions {
  /** Level of the test; 0.05 unless told. */
  readonly level?: number;
  /** Samples of the frozen model per size; 499 unless told. */
  readonly bootstrap?: number;
  /** Samples of every alternative; 200 unless told. */
  readonly replications?: number;
  readonly seed?: number;
  readonly starts?: number;
  /** Where every sample is searched, as for the test itself; in the data's units unless told. */
  readonly units?: SearchUnits;
  /** The grid on which responses are written down: samples are rounded to it. */
  readonly rounding?: Rounding | undefined;
}

/**
 * The power of the bootstrap test of lambda = 0 at sizes n and shares lambda, with eta and nu of the alternative and
 * covariates drawn anew from the model's law. The null distribution is simulated once per size. (eta, nu) is told to
 * nobody: every sample is fitted cold, in the units and the box in which the test would fit it.
 */
export async function powerCurve(
  model: ContaminatedMoe,
  alternative: Parameters,
  sizes: readonly number[],
  shares: readonly number[] = [alternative.lambda],
  options: PowerOptions = {},
): Promise<readonly PowerPoint[]> {
  checkTestable(model);
  const { level = 0.05, bootstrap = 499, replications = 200, seed = 1, starts = 8, onProgress, ...rest } = options;
  const { units = "data", rounding } = options;
  if (!(level * (bootstrap + 1) >= 1)) {
    throw new InputError(
      `${bootstrap} samples cannot show a level of ${level}; take at least ${Math.ceil(1 / level)}.`,
    );
  }
  for (const lambda of shares) checkParameters(model, { ...alternative, lambda }, "alternative");
  const total = sizes.length * (bootstrap + shares.length * replications);
  let before = 0;
  const run = async (n: number, lambda: number, count: number, stream: string): Promise<Float64Array> => {
    const job = {
      model,
      source: { kind: "new x", n, truth: { ...alternative, lambda }, ...(rounding === undefined ? {} : { rounding }) },
      seed,
      stream,
      starts,
      units,
    } as const;
    const progress = (done: number): void => onProgress?.(before + done, total);
    const values = await statistics(job, count, { ...rest, onProgress: progress });
    before += count;
    return values;
  };
  const points: PowerPoint[] = [];
  for (const n of sizes) {
    const reference = (await run(n, 0, bootstrap, "power/null")).sort();
    const critical = empiricalQuantile(reference, 1 - level);
    // Rejection needs p <= level: strictly above the critical order statistic.
    for (const lambda of shares) {
      const values = await run(n, lambda, replications, `power/${lambda}`);
      const power = values.filter((value) => value > critical).length / replications;
      // Moving the critical value by its own error (in level units) moves the power by about as much at most.
      const mcse = Math.sqrt(proportionError(power, replications) ** 2 + proportionError(level, bootstrap) ** 2);
      points.push({ n, lambda, power, mcse, critical });
    }
  }
  return points;
}
