import type { Fit } from "../../estimation/fit/fit";
import { fit, STUDY_UNSEEN } from "../../estimation/fit/maximum-likelihood";
import { InputError } from "../../input-error";
import { type GateKind, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { nearestEquivalent } from "../../model/expert-symmetry";
import { vectorNames } from "../../model/parameters";
import { type Path, truthAt } from "../../model/path";
import { drawSample, withSample } from "../../model/sample/draw-sample";
import type { Sample } from "../../model/sample/sample";
import type { StreamKey } from "../../numerics/random-stream";
import type { Design } from "../design/design";
import { pathOf } from "../design/path-json";
import { addressOf, type Cell, failedRecord, type StudyRecord } from "../records/record";

/** What of a design a replicate depends on, its path apart. */
export type ReplicateDesign = Pick<Design, "sizes" | "seed" | "start" | "starts">;

/** A design made ready to run: its path is built once. */
export interface Experiment<G extends GateKind = GateKind> {
  readonly design: ReplicateDesign;
  readonly path: Path<G>;
  readonly parameters: readonly string[];
}

export function experimentOf(design: Design): Experiment {
  const path = pathOf(design);
  return { design, path, parameters: vectorNames(path.model) };
}

/** The stream of one replicate: a function of the design's seed, the path's id and the cell, nothing else. */
export function streamKey({ design, path }: Experiment, { n, replicate }: Cell): StreamKey {
  return { seed: design.seed, path: path.id, n, replicate };
}

/** Generate: truth and data of one replicate. */
export function generate<G extends GateKind>(
  experiment: Experiment<G>,
  cell: Cell,
): { readonly truth: Parameters<G>; readonly sample: Sample } {
  const truth = truthAt<G>(experiment.path, cell.n);
  return { truth, sample: drawSample(experiment.path.model, truth, streamKey(experiment, cell)) };
}

/** Fit: maximum likelihood as the design asks for it. */
export function fitReplicate<G extends GateKind>(
  experiment: Experiment<G>,
  cell: Cell,
  sample: Sample,
  truth: Parameters<G>,
): Fit<G> {
  const { start, starts } = experiment.design;
  return fit(experiment.path.model, sample, {
    key: streamKey(experiment, cell),
    ...(starts === null ? { unseen: STUDY_UNSEEN } : { starts }),
    ...(start === "warm" ? { warm: truth } : {}),
  });
}

/** Estimate minus truth, from the estimate's equivalent nearest to the truth (expert-symmetry.ts). */
export function errorOf(
  model: ContaminatedMoe<GateKind>,
  estimate: Parameters<GateKind>,
  truth: Parameters<GateKind>,
): readonly number[] {
  const eta = nearestEquivalent(model.prompt.expert, estimate.eta, truth.eta);
  const target = toVector(truth);
  return Array.from(toVector({ ...estimate, eta }), (value, j) => value - target[j]);
}

/** Record: what is kept of a fit. */
export function recordOf(
  experiment: Experiment,
  cell: Cell,
  truth: Parameters<GateKind>,
  result: Fit<GateKind>,
  seconds: number,
): StudyRecord {
  const { model } = experiment.path;
  const { interior, certificate } = result;
  const { starts, reachedBest, seenOnce, unseenBound, satisfied } = certificate;
  return {
    ...addressOf(experiment.path.id, experiment.design.seed, cell),
    estimate: Array.from(toVector(result.estimate)),
    error: errorOf(model, result.estimate, truth),
    logLikelihood: result.logLikelihood,
    nature: result.nature,
    interior:
      result.nature !== "spike" || interior === null
        ? null
        : {
            estimate: Array.from(toVector(interior)),
            error: errorOf(model, interior, truth),
            logLikelihood: interior.logLikelihood,
          },
    search: { starts, reachedBest, seenOnce, unseenBound, satisfied },
    score: result.score,
    iterations: result.iterations,
    passes: result.passes,
    optima: result.optima.length,
    converged: result.converged,
    atBound: result.atBound,
    reason: result.criterion,
    seconds,
  };
}

/** Generate, fit and record one replicate. Never throws for what the fit does: failures are data. */
export function runReplicate(experiment: Experiment, cell: Cell): StudyRecord {
  if (!experiment.design.sizes.includes(cell.n)) {
    throw new InputError(`n = ${cell.n} is no size of this study; it has ${experiment.design.sizes.join(", ")}.`);
  }
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    const truth = truthAt(experiment.path, cell.n);
    // Fitted in the memory in which it was drawn, which the next replicate uses again.
    return withSample(experiment.path.model, truth, streamKey(experiment, cell), (sample) =>
      recordOf(experiment, cell, truth, fitReplicate(experiment, cell, sample, truth), seconds()),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failedRecord(addressOf(experiment.path.id, experiment.design.seed, cell), reason, seconds());
  }
}
