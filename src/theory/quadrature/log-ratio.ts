import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { logDensity } from "../../model/density";
import { expertValue } from "../../model/expert";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import { log, log1p } from "../../numerics/elementary";
import { expertDifference } from "./expert-difference";
import { isGaussian } from "./gaussian-shape";

const HALF_LOG_2PI = 0.9189385332046727418;

/** log N(y; mean, nu). */
export function gaussianLogDensity(residual: number, nu: number): number {
  return -HALF_LOG_2PI - 0.5 * log(nu) - (0.5 * residual * residual) / nu;
}

/**
 * (r0) -> log N(y; m0 + gap, nu) - log N(y; m0, nu0) with r0 = y - m0, formed from the gaps:
 *
 *   -1/2 log(1 + v/nu0) + [gap (r + r0) + v r0^2/nu0] / (2 nu),   v = nu - nu0, r = r0 - gap
 *
 * so nothing cancels when the two normal laws merge.
 */
export function gaussianLogRatio(gap: number, nu: number, nu0: number): (r0: number) => number {
  return logRatioOf(gaussianTerms(gap, nu, nu0));
}

/** What of a log ratio does not depend on y: constant + half (gap (2 r0 - gap) + quadratic r0^2). */
export interface RatioTerms {
  /** Formed from the parameters' gaps: with more digits than a difference of the means. */
  readonly gap: number;
  readonly constant: number;
  readonly half: number;
  readonly quadratic: number;
}

function gaussianTerms(gap: number, nu: number, nu0: number): RatioTerms {
  const v = nu - nu0;
  return { gap, constant: -0.5 * log1p(v / nu0), half: 0.5 / nu, quadratic: v / nu0 };
}

function logRatioOf({ gap, constant, half, quadratic }: RatioTerms): (r0: number) => number {
  return (r0) => constant + half * (gap * (2 * r0 - gap) + quadratic * r0 * r0);
}

/** What the prompt f(y | h(x, eta), nu) is, seen from the frozen f0(y | h0(x, eta0), nu0), at one x. */
export interface PromptAt {
  readonly promptMean: number;
  /** Those of the log ratio where f0 is Gaussian; elsewhere only the constant, that of log f, counts. */
  readonly terms: RatioTerms;
  /** log f - log f0 at y = frozenMean + r0. */
  readonly logRatio: (r0: number) => number;
}

/** log f0 at y = frozenMean + r0. */
export function frozenLogDensity(model: ContaminatedMoe<GateKind>): (r0: number) => number {
  const logf0 = logDensity(model.pretrained.density, model.pretrained.nu);
  return (r0) => logf0(r0, 0);
}

/** (x, frozen mean, eta, nu) -> the prompt relative to f0, differenced analytically wherever f0 is Gaussian. */
export function promptAgainstFrozen(
  model: ContaminatedMoe<GateKind>,
): (x: Float64Array, frozenMean: number, eta: ArrayLike<number>, nu: number) => PromptAt {
  const { pretrained, prompt } = model;
  const frozen = frozenCoordinates(model);
  const logf0 = frozenLogDensity(model);
  const gaussian = isGaussian(pretrained.density);
  return (x, frozenMean, eta, nu) => {
    const gap = frozen
      ? expertDifference(prompt.expert, x, eta, frozen)
      : expertValue(prompt.expert, x, eta) - frozenMean;
    const promptMean = frozenMean + gap;
    if (gaussian) {
      const terms = gaussianTerms(gap, nu, pretrained.nu);
      return { promptMean, terms, logRatio: logRatioOf(terms) };
    }
    const constant = -HALF_LOG_2PI - 0.5 * log(nu);
    return {
      promptMean,
      terms: { gap, constant, half: 0, quadratic: 0 },
      logRatio: (r0) => {
        const r = r0 - gap;
        return constant - (0.5 * r * r) / nu - logf0(r0);
      },
    };
  };
}
