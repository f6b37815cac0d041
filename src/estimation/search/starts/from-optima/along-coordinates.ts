import { isOnBound } from "../../../../model/box";
import { gateLength } from "../../../../model/by-parameter";
import { hasActivation } from "../../../../model/expert";
import type { LocalMaximum } from "../../newton/trust-region";
import type { StartData } from "../start-data";

/** Values of a coordinate of eta: 0, both bounds, and +-2^k per standard deviation of its covariate, k from -4 to 7. */
const POWERS = Array.from({ length: 12 }, (_, k) => 2 ** (k - 4));
/** Humps of the likelihood along a coordinate that are lower than this below the maximum lead nowhere. */
const DEPTH = 30;

/** Does a coordinate of eta stand on a bound of its box, or is the likelihood flat along it: a step as wide as the box is nothing? */
function isOpen({ model }: StartData, { theta, pass }: LocalMaximum): boolean {
  const [g, p] = [gateLength(model), theta.length];
  return model.box.eta.some(([low, high], j) => {
    const [at, width] = [theta[g + j], high - low];
    const information = -pass.hessian[(g + j) * (p + 1)];
    return isOnBound(at, [low, high]) || information * width * width < 1;
  });
}

/**
 * Starts for leaving a maximum where the activation saturates: eta stands on a bound of its box, or the likelihood is flat along
 * a coordinate. Each coordinate of eta in turn runs through its box, all others held, and the humps of the likelihood along
 * it are the starts. None where the curvature says what is near; none for sin, which has frequencies instead.
 * @param value the log-likelihood of a parameter vector
 */
export function alongCoordinates(
  data: StartData,
  maximum: LocalMaximum,
  value: (theta: Float64Array) => number,
): readonly Float64Array[] {
  const { model, deviations } = data;
  const { theta, pass } = maximum;
  const g = gateLength(model);
  if (hasActivation(model.prompt.expert, "sin") || !isOpen(data, maximum)) return [];
  return model.box.eta.flatMap(([low, high], j) => {
    const unit = 1 / (deviations[j] ?? 1);
    const values = [0, low, high, ...POWERS.flatMap((power) => [power * unit, -power * unit])]
      .filter((at) => at >= low && at <= high)
      .sort((left, right) => left - right);
    const starts = values.map((at) => {
      const start = theta.slice();
      start[g + j] = at;
      return start;
    });
    const heights = starts.map(value);
    // On a plateau the first point stands for all.
    return starts.filter((_, k) => {
      const [before, after] = [heights[k - 1] ?? Number.NEGATIVE_INFINITY, heights[k + 1] ?? Number.NEGATIVE_INFINITY];
      return heights[k] > before && heights[k] >= after && heights[k] > pass.logLikelihood - DEPTH;
    });
  });
}
