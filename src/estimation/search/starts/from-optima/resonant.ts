import { gateLength } from "../../../../model/by-parameter";
import { hasActivation } from "../../../../model/expert";
import { type Rounding, roundingOf } from "../../../../model/sample/rounding";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";

/** Candidates of each start; the one with the highest likelihood is run. */
const CANDIDATES = 12;

/** The grids of the covariates where every one has one coarse enough for a quarter turn in its box; undefined elsewhere. */
export function resonantGrids({ model, sample }: StartData): readonly Rounding[] | undefined {
  if (!hasActivation(model.prompt.expert, "sin")) return undefined;
  const { n, dimension, x } = sample;
  const grids: Rounding[] = [];
  for (let j = 0; j < dimension; j++) {
    const grid = roundingOf(x.subarray(j * n, (j + 1) * n));
    const [low, high] = model.box.eta[j];
    if (grid === undefined || quarterTurn(grid) > Math.max(-low, high)) return undefined;
    grids.push(grid);
  }
  return grids;
}

/** The slope at which the predictor makes a quarter turn from one point of the grid to the next. */
function quarterTurn({ step }: Rounding): number {
  return Math.PI / (2 * step);
}

/**
 * For sin(a'x + b) with rounded covariates: slopes at which the predictor moves by whole quarter turns along the grid, and such
 * a phase, so that the curve takes the values -1, 0 and 1 alone. Where responses are tied too, many rows lie on it exactly,
 * and its basin is narrow. Of twelve drawn, with the gate and nu of the optimum given, the one with the highest likelihood.
 */
export function resonantStart(
  { model, bias, q }: StartData,
  grids: readonly Rounding[],
  from: Float64Array,
  uniforms: StartUniforms,
  value: (theta: Float64Array) => number,
): Float64Array {
  const g = gateLength(model);
  let best = from;
  let most = Number.NEGATIVE_INFINITY;
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    const theta = from.slice();
    let phase = (uniforms.below(4) * Math.PI) / 2;
    grids.forEach((grid, j) => {
      const [low, high] = model.box.eta[j];
      const turn = quarterTurn(grid);
      const [first, last] = [Math.ceil(low / turn), Math.floor(high / turn)];
      const slope = turn * (first + uniforms.below(last - first + 1));
      theta[g + j] = slope;
      phase -= slope * grid.offset;
    });
    if (bias) theta[g + q - 1] = phase - 2 * Math.PI * Math.round(phase / (2 * Math.PI));
    const height = value(theta);
    if (!(height > most)) continue;
    most = height;
    best = theta;
  }
  return best;
}
