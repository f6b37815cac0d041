import { InputError } from "../../input-error";
import type { Interval } from "../../model/box";
import { byParameter, type GateKind, gateLength, inVectorOrder, type Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { parameterVector } from "../../model/parameters";
import type { Sample } from "../../model/sample/sample";
import type { Fit } from "../fit/fit";
import { type FitOptions, fit, STUDY_UNSEEN } from "../fit/maximum-likelihood";

/** The largest log-likelihood with one parameter held. */
export interface ProfilePoint<G extends GateKind = "constant"> {
  readonly value: number;
  readonly logLikelihood: number;
  readonly estimate: Parameters<G>;
  readonly converged: boolean;
}

/** The parameter that is held, by its name or place ("lambda", "beta[0]", "nu"), or an entry of eta by its index. */
export type Held = string | number;

/** Its position in the parameter vector. @throws InputError when there is none */
export function heldIndex(model: ContaminatedMoe<GateKind>, held: Held): number {
  const entries = parameterVector(model);
  if (typeof held === "number") {
    const q = model.box.eta.length;
    if (!(Number.isInteger(held) && held >= 0 && held < q)) {
      throw new InputError(`eta has ${q} entries; entry ${held} cannot be held.`);
    }
    return gateLength(model) + held;
  }
  const at = entries.findIndex(({ name, place }) => name === held || place === held);
  if (at >= 0) return at;
  throw new InputError(`There is no parameter "${held}"; there are ${entries.map(({ name }) => name).join(", ")}.`);
}

function hold<G extends GateKind>(model: ContaminatedMoe<G>, held: Held, value: number): ContaminatedMoe<G> {
  const at = heldIndex(model, held);
  const intervals = inVectorOrder<Interval>(model.box);
  const box = byParameter(
    model,
    intervals.map((interval, j): Interval => (j === at ? [value, value] : interval)),
  );
  return { ...model, box };
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
export function fitHolding<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  held: Held,
  value: number,
  options: FitOptions<G> = {},
): Fit<G> {
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
export function profileLikelihood<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  held: Held,
  values: readonly number[],
  options: FitOptions<G> = {},
): readonly ProfilePoint<G>[] {
  return values.map((value) => {
    const settings = { unseen: STUDY_UNSEEN, ...options };
    const { logLikelihood, estimate, converged } = fitHolding(model, sample, held, value, settings);
    return { value, logLikelihood, estimate, converged };
  });
}
