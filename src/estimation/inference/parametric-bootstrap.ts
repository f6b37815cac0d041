import { InputError } from "../../input-error";
import { type GateKind, inVectorOrder, type Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { drawResponses } from "../../model/sample/plain-sample";
import { type Rounding, rounded } from "../../model/sample/rounding";
import type { Sample } from "../../model/sample/sample";
import type { Fit } from "../fit/fit";

export interface ParametricBootstrapOptions {
  /** Samples drawn at the estimate. */
  readonly replications: number;
  readonly seed: number;
  /** The grid of the data's responses: samples are rounded alike. */
  readonly rounding?: Rounding | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Estimates from samples of the fitted model. */
export interface BootstrapEstimates<G extends GateKind = "constant"> {
  readonly estimates: readonly Parameters<G>[];
  /** Fits that did not converge; they are left out. */
  readonly failures: number;
}

/**
 * Estimates from new responses of the fitted model at the data's covariates, each found as the data's own was. The frozen
 * model is known, so the two components never change places.
 */
export function parametricBootstrap<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  at: Parameters<G>,
  refit: (drawn: Sample, replicate: number) => Fit<G>,
  { replications, seed, rounding, onProgress }: ParametricBootstrapOptions,
): BootstrapEstimates<G> {
  const estimates: Parameters<G>[] = [];
  for (let replicate = 0; replicate < replications; replicate++) {
    const key = { seed, path: "bootstrap", n: sample.n, replicate };
    const found = refit(rounded(drawResponses(model, at, sample, key), rounding), replicate);
    if (found.converged) estimates.push(found.estimate);
    onProgress?.(replicate + 1, replications);
  }
  return { estimates, failures: replications - estimates.length };
}

/**
 * Percentile intervals (Efron 1979): from the alpha/2 to the 1 - alpha/2 quantile of every parameter's estimates.
 * @throws InputError when there are too few estimates to show the level
 */
export function percentileIntervals(
  estimates: readonly Parameters<GateKind>[],
  level: number,
): readonly { readonly low: number; readonly high: number }[] {
  const count = estimates.length;
  const outside = 0.5 * (1 - level) * (count + 1);
  if (outside < 1 - 1e-9) {
    const needed = Math.ceil(2 / (1 - level) - 1 - 1e-9);
    throw new InputError(`${count} bootstrap estimates cannot show a level of ${level}; take at least ${needed}.`);
  }
  const at = Math.max(0, Math.floor(outside + 1e-9) - 1);
  const vectors = estimates.map((one) => inVectorOrder(one));
  return Array.from({ length: vectors[0].length }, (_, j) => {
    const values = Float64Array.from(vectors, (vector) => vector[j]).sort();
    return { low: values[at], high: values[count - 1 - at] };
  });
}
