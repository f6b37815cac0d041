import { likelihoodOf } from "../../../estimation/likelihood/wasm-likelihood";
import { type Parameters, toVector } from "../../../model/by-parameter";
import { type ContaminatedMoe, checkParameters } from "../../../model/contaminated-moe";
import { drawSample } from "../../../model/sample/draw-sample";
import type { Estimated } from "../../measures/monte-carlo-error";

export interface BestTestOptions {
  readonly n: number;
  /** Samples from each of the two truths. */
  readonly replications: number;
  readonly seed: number;
  /** Names the random streams. */
  readonly stream: string;
}

/** The best test between two known truths, by simulation. */
export interface BestTest {
  /** log p_left - log p_right of whole samples drawn from `left` and from `right`. */
  readonly logRatioAtLeft: readonly number[];
  readonly logRatioAtRight: readonly number[];
  /** Mean of the two error probabilities; (1 - TV) / 2 of the samples' laws. */
  readonly error: Estimated;
}

/** The log-likelihood ratio of one sample between two truths. */
export function logLikelihoodRatio(
  model: ContaminatedMoe,
  left: Parameters,
  right: Parameters,
  options: { readonly from: Parameters; readonly n: number; readonly seed: number; readonly stream: string },
  replicate: number,
): number {
  const { from, n, seed, stream } = options;
  const sample = drawSample(model, from, { seed, path: stream, n, replicate });
  const likelihood = likelihoodOf(model, sample);
  const ratio = likelihood.value(toVector(left)) - likelihood.value(toVector(right));
  likelihood.release();
  return ratio;
}

/**
 * Neyman and Pearson's test decides for the truth with the higher likelihood. No test, whatever it computes, has a
 * smaller sum of its two error probabilities, which is 1 - TV(P_left^n, P_right^n).
 */
export function bestTest(
  model: ContaminatedMoe,
  left: Parameters,
  right: Parameters,
  { n, replications, seed, stream }: BestTestOptions,
): BestTest {
  checkParameters(model, left, "left");
  checkParameters(model, right, "right");
  const draw = (from: Parameters, name: string): readonly number[] =>
    Array.from({ length: replications }, (_, replicate) =>
      logLikelihoodRatio(model, left, right, { from, n, seed, stream: `${stream}/${name}` }, replicate),
    );
  const logRatioAtLeft = draw(left, "left");
  const logRatioAtRight = draw(right, "right");
  const wrongAtLeft = logRatioAtLeft.filter((ratio) => ratio < 0).length / replications;
  const wrongAtRight = logRatioAtRight.filter((ratio) => ratio >= 0).length / replications;
  const variance = (share: number): number => (share * (1 - share)) / replications;
  const mcse = 0.5 * Math.sqrt(variance(wrongAtLeft) + variance(wrongAtRight));
  return { logRatioAtLeft, logRatioAtRight, error: { value: 0.5 * (wrongAtLeft + wrongAtRight), mcse } };
}
