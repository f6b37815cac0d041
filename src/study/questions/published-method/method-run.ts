import { expectationMaximization } from "../../../estimation/em/em";
import { InputError } from "../../../input-error";
import type { Parameters } from "../../../model/by-parameter";
import { type Path, truthAt } from "../../../model/path";
import { withSample } from "../../../model/sample/draw-sample";
import { exp } from "../../../numerics/elementary";
import { sumOfSquares } from "../../../theory/rates/loss";
import type { Cell } from "../../records/record";
import { READINGS, startOf } from "./readings";

/** |e^tau - e^tau*|, ||beta - beta*||, ||eta - eta*||, |nu - nu*|: the four errors that the successor reports. */
export type ReportedErrors = readonly [tau: number, beta: number, eta: number, nu: number];

/** Where one run of the method ended. */
export interface MethodRun extends Cell {
  readonly path: string;
  /** Name of the reading. */
  readonly reading: string;
  readonly errors: ReportedErrors;
  readonly logLikelihood: number;
  readonly iterations: number;
  /** Whether its own rule stopped it; false where it ran out of iterations. */
  readonly converged: boolean;
}

export function reportedErrors(at: Parameters<"softmax">, truth: Parameters<"softmax">): ReportedErrors {
  return [
    Math.abs(exp(at.tau) - exp(truth.tau)),
    Math.sqrt(sumOfSquares(at.beta, truth.beta, "beta")),
    Math.sqrt(sumOfSquares(at.eta, truth.eta)),
    Math.abs(at.nu - truth.nu),
  ];
}

/**
 * One run: the sample of the study with this seed, as a study draws it, the reading's start and EM from there.
 * @throws InputError for an unknown reading.
 */
export function runMethod(path: Path<"softmax">, seed: number, reading: string, { n, replicate }: Cell): MethodRun {
  const found = READINGS.find(({ name }) => name === reading);
  if (!found) {
    throw new InputError(`Reading "${reading}": choose one of ${READINGS.map(({ name }) => `"${name}"`).join(", ")}.`);
  }
  const truth = truthAt(path, n);
  return withSample(path.model, truth, { seed, path: path.id, n, replicate }, (sample) => {
    const start = startOf(found.start, truth, n, replicate);
    const { estimate, logLikelihood, iterations, converged } = expectationMaximization(
      path.model,
      sample,
      start,
      found.em(n),
    );
    const errors = reportedErrors(estimate, truth);
    return { path: path.id, reading, n, replicate, errors, logLikelihood, iterations, converged };
  });
}
