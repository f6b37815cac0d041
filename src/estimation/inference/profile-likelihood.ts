import { InputError } from "../../input-error";
import type { Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import type { Fit } from "../fit/fit";
import { type FitOptions, fit, STUDY_UNSEEN } from "../fit/maximum-likelihood";

/** The largest log-likelihood with one parameter held. */
export interface ProfilePoint {
  readonly value: number;
  readonly logLikelihood: number;
  readonly estimate: Parameters;
  readonly converged: boolean;
}

/** The parameter that is held: lambda, nu, or an entry of eta by its index. */
export type Held = "lambda" | "nu" | number;

function hold(model: ContaminatedMoe, held: Held, value: number): ContaminatedMoe {
  const { box } = model;
  const point = [value, value] as const;
  if (typeof held === "number") {
    if (!(held >= 0 && held < box.eta.length)) {
      throw new InputError(`eta has ${box.eta.length} entries; entry ${held} cannot be held.`);
    }
    return { ...model, box: { ...box, eta: box.eta.map((interval, j) => (j === held ? point : interval)) } };
  }
  return { ...model, box: { ...box, [held]: point } };
}

/**
 * The fit with one parameter held at a value: its interval of the box is shrunk to that point.
 *
 * @example
 * ```ts
 * import { drawSample, fit, fitHolding, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const held = fitHolding(path.model, sample, "lambda", 0.3);
 * console.log(held.estimate.lambda, held.logLikelihood < fit(path.model, sample).logLikelihood); // 0.3 true
 * ```
 */
export function fitHolding(
  model: ContaminatedMoe,
  sample: Sample,
  held: Held,
  value: number,
  options: FitOptions = {},
): Fit {
  return fit(hold(model, held, value), sample, options);
}

/**
 * The profile log-likelihood of one parameter: at every given value the maximum over all others, from cold starts each
 * time, so that no valley between two optima is missed.
 *
 * @example
 * ```ts
 * import { drawSample, profileLikelihood, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const points = profileLikelihood(path.model, sample, "lambda", [0.3, 0.5, 0.7]);
 * console.log(points.map(({ value }) => value).join(), points.every(({ converged }) => converged)); // 0.3,0.5,0.7 true
 * ```
 */
export function profileLikelihood(
  model: ContaminatedMoe,
  sample: Sample,
  held: Held,
  values: readonly number[],
  options: FitOptions = {},
): readonly ProfilePoint[] {
  return values.map((value) => {
    const settings = { unseen: STUDY_UNSEEN, ...options };
    const { logLikelihood, estimate, converged } = fitHolding(model, sample, held, value, settings);
    return { value, logLikelihood, estimate, converged };
  });
}
