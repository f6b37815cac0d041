import type { GateKind, Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { shareColumn } from "../../model/gate";
import { expertColumn } from "../../model/sample/columns";
import { requiredMoments } from "../../model/sample/frozen-rows";
import type { Sample } from "../../model/sample/sample";
import { normalCdf } from "../../numerics/error-function";
import { standardDistribution } from "./distribution-function";

/** The law of a new response at every row's covariates. */
export interface PredictiveDistribution {
  /** h0(x, eta0) and h(x, eta): the means of the two components. */
  readonly frozenMeans: Float64Array;
  readonly promptMeans: Float64Array;
  /** (1 - lambda) h0 + lambda h. */
  readonly means: Float64Array;
  /** Square root of (1 - lambda)(nu0 + h0^2) + lambda (nu + h^2) - mean^2. */
  readonly deviations: Float64Array;
  /** The level-quantile at every row. */
  quantiles(level: number): Float64Array;
}

/** Bisection ends when the interval is this small beside the scale of the mixture. */
const PRECISION = 1e-12;

/** The root of an increasing function between two points where it has the wrong and the right sign. */
function bisect(increasing: (y: number) => number, low: number, high: number, precision: number): number {
  let [below, above] = [low, high];
  for (let step = 0; step < 200 && above - below > precision; step++) {
    const middle = 0.5 * (below + above);
    if (increasing(middle) < 0) below = middle;
    else above = middle;
  }
  return 0.5 * (below + above);
}

/**
 * What the mixture says of y at given covariates, with the parameters taken as known. The mixture's quantile lies between those
 * of its components' locations, widened until it is bracketed.
 *
 * @example
 * ```ts
 * import { drawSample, predictiveDistribution, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const told = predictiveDistribution(path.model, sample, truth);
 * const below = sample.y.filter((y, i) => y < (told.quantiles(0.9)[i] ?? 0)).length;
 * console.log(Math.round((10 * below) / sample.n)); // of 10 observations, below the 90 % quantile: 9
 * ```
 */
export function predictiveDistribution(
  model: ContaminatedMoe<GateKind>,
  rows: Pick<Sample, "n" | "x" | "frozen">,
  at: Parameters<GateKind>,
): PredictiveDistribution {
  const { pretrained, prompt } = model;
  const { n, x } = rows;
  const share = shareColumn(at, x, n);
  const { mean: frozenMeans, variance: frozenVariances } = requiredMoments(model, rows, "Predicting");
  const promptMeans = expertColumn(prompt.expert, x, n, at.eta);
  const means = frozenMeans.map((h0, i) => (1 - share[i]) * h0 + share[i] * promptMeans[i]);
  // In deviations from the mean: no digits are lost when both means are large.
  const deviations = means.map((mean, i) =>
    Math.sqrt(
      (1 - share[i]) * (frozenVariances[i] + (frozenMeans[i] - mean) ** 2) +
        share[i] * (at.nu + (promptMeans[i] - mean) ** 2),
    ),
  );
  const cdf = standardDistribution(pretrained.density);
  const scale = Math.sqrt(at.nu);
  const quantiles = (level: number): Float64Array =>
    means.map((mean, i) => {
      const excess = (offset: number): number => {
        const y = mean + offset;
        const below =
          (1 - share[i]) * cdf((y - frozenMeans[i]) / Math.sqrt(frozenVariances[i])) +
          share[i] * normalCdf((y - promptMeans[i]) / scale);
        return below - level;
      };
      let reach = deviations[i];
      while (reach < 1e6 * deviations[i] && (excess(-reach) > 0 || excess(reach) < 0)) reach *= 2;
      return mean + bisect(excess, -reach, reach, PRECISION * deviations[i]);
    });
  return { frozenMeans, promptMeans, means, deviations, quantiles };
}
