import { boxVectors } from "../../../model/box";
import { fromVector, type GateKind, type Parameters, toVector } from "../../../model/by-parameter";
import { type ContaminatedMoe, checkParameters } from "../../../model/contaminated-moe";
import type { Sample } from "../../../model/sample/sample";
import { plainLikelihood } from "../../likelihood/plain-likelihood";
import { maximizeInBox } from "./trust-region";

/** One run of trust-region Newton, pass by pass. */
export interface NewtonTrace<G extends GateKind = "constant"> {
  readonly estimate: Parameters<G>;
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Passes over the data: value, gradient and Hessian each time. */
  readonly passes: number;
  /** The best log-likelihood after each pass, the start's first. */
  readonly trace: readonly number[];
  /** The point of that value after each pass, the start's first: the way that was taken. */
  readonly points: readonly Parameters<G>[];
}

/**
 * Runs trust-region Newton from one start on all rows and keeps what it reached after every pass.
 *
 * @example
 * ```ts
 * import { drawSample, newtonTrace, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const { trace, passes } = newtonTrace(path.model, sample, truth);
 * console.log(trace.length === passes, (trace.at(-1) ?? 0) > (trace[0] ?? 0)); // true true
 * ```
 */
export function newtonTrace<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  start: Parameters<G>,
): NewtonTrace<G> {
  checkParameters(model, start, "start");
  const likelihood = plainLikelihood(model, sample);
  const { lower, upper } = boxVectors(model.box);
  const trace: number[] = [];
  const points: Parameters<G>[] = [];
  const found = maximizeInBox(
    (theta, out) => {
      likelihood.evaluate(theta, out);
      const before = trace.at(-1) ?? Number.NEGATIVE_INFINITY;
      const stays = out.logLikelihood <= before ? points.at(-1) : undefined;
      trace.push(Math.max(out.logLikelihood, before));
      points.push(stays ?? fromVector(model, theta));
    },
    toVector(start),
    lower,
    upper,
  );
  likelihood.release();
  return {
    estimate: fromVector(model, found.theta),
    logLikelihood: found.pass.logLikelihood,
    converged: found.converged,
    passes: trace.length,
    trace,
    points,
  };
}
