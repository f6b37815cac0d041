import { boxVectors } from "../../model/box";
import { type GateKind, type Parameters, toVector } from "../../model/by-parameter";
import { checkParameters } from "../../model/contaminated-moe";
import { vectorNames } from "../../model/parameters";
import { truthAt } from "../../model/path";
import { withSample } from "../../model/sample/draw-sample";
import type { Sample } from "../../model/sample/sample";
import type { StreamKey } from "../../numerics/random-stream";
import { addressOf, type Cell, failedRecord, type StudyRecord } from "../records/record";
import { type Experiment, streamKey } from "./replicate";

/** What an estimator is given: the data, and for controls that cheat on purpose the truth. */
export interface EstimatorInput<G extends GateKind = "constant"> {
  readonly sample: Sample;
  readonly truth: Parameters<G>;
  /** The replicate's stream, for estimators that draw random numbers. */
  readonly key: StreamKey;
}

/** What an estimator answers. */
export interface OwnEstimate<G extends GateKind = "constant"> {
  readonly estimate: Parameters<G>;
  /** Whether its own criterion was met; true unless told. */
  readonly converged?: boolean;
  /** Why it stopped, in words. */
  readonly reason?: string;
  readonly logLikelihood?: number;
  readonly iterations?: number;
}

/** Any map from a sample to parameters. It may throw: a replicate without an estimate is a failure, and counted. */
export type Estimator<G extends GateKind = "constant"> = (input: EstimatorInput<G>) => OwnEstimate<G>;

function atBound(experiment: Experiment, estimate: Float64Array): readonly string[] {
  const { model } = experiment.path;
  const { lower, upper } = boxVectors(model.box);
  return vectorNames(model).filter((_, j) => estimate[j] <= lower[j] || estimate[j] >= upper[j]);
}

/** Generate, estimate and record one replicate with one's own estimator: the same sample as any study of this seed and path. */
export function runOwnReplicate<G extends GateKind>(
  experiment: Experiment<G>,
  cell: Cell,
  estimator: Estimator<G>,
): StudyRecord {
  const { path, design } = experiment;
  const address = addressOf(path.id, design.seed, cell);
  const key = streamKey(experiment, cell);
  const truth = truthAt<G>(path, cell.n);
  const target = toVector(truth);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    return withSample(path.model, truth, key, (sample) => {
      const { estimate, converged = true, reason, logLikelihood, iterations } = estimator({ sample, truth, key });
      const vector = toVector(checkParameters(path.model, estimate, "the estimate"));
      return {
        ...failedRecord(address, reason ?? (converged ? "estimated" : "not converged"), seconds()),
        estimate: Array.from(vector),
        error: Array.from(vector, (value, j) => value - target[j]),
        logLikelihood: logLikelihood ?? null,
        iterations: iterations ?? null,
        converged,
        atBound: atBound(experiment, vector),
      };
    });
  } catch (error) {
    return failedRecord(address, error instanceof Error ? error.message : String(error), seconds());
  }
}
