import { expertValue } from "../../../../model/expert";
import { log } from "../../../../numerics/elementary";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";
import { elementalFit, type RowChoice } from "./elemental";

/** Elemental fits that are compared, at most, and rows of the sample for one: among few rows single fits meet by themselves. */
const TRIALS = 200;
const ROWS_PER_TRIAL = 5;
/** They are compared on so many rows at most: the worst explained, or the first ones. */
const JUDGING_ROWS = 48;

/**
 * Of up to 200 elemental fits through rows of the choice, the one that most of these rows agree with: the largest
 *
 *   sum_i max(0, log(lambda f(y_i | h_i, nu)) - log((1 - lambda) f0(y_i)))
 *
 * over 48 rows, to which those off its curve add nothing. Where few of many far rows lie on one curve, or some of
 * all rows exactly, one fit in thousands passes through such rows alone. Undefined for a user's own expert.
 * Reference: Torr and Zisserman (2000), "MLESAC", Computer Vision and Image Understanding 78: 138-156 (their MSAC).
 */
export function consensusEta(
  data: StartData,
  uniforms: StartUniforms,
  choice: RowChoice,
  lambda: number,
  nu: number,
): Float64Array | undefined {
  const { model, sample, worstFirst, worst, frozen } = data;
  const { expert } = model.prompt;
  const { n, dimension, x, y } = sample;
  const worstRows = worstFirst.subarray(0, Math.min(worst, JUDGING_ROWS));
  const rows = choice === "all rows" ? Int32Array.from({ length: Math.min(n, JUDGING_ROWS) }, (_, i) => i) : worstRows;
  const ahead = log(lambda) - log(1 - lambda) - 0.5 * log(2 * Math.PI * nu);
  const point = new Float64Array(dimension);
  const trials = Math.min(TRIALS, Math.ceil(n / ROWS_PER_TRIAL));
  let best: Float64Array | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (let trial = 0; trial < trials; trial++) {
    const eta = elementalFit(data, uniforms, choice);
    if (eta === undefined) return undefined;
    model.box.eta.forEach(([low, high], j) => {
      eta[j] = Math.min(high, Math.max(low, eta[j]));
    });
    let agreement = 0;
    for (const i of rows) {
      for (let j = 0; j < dimension; j++) point[j] = x[j * n + i];
      const residual = y[i] - expertValue(expert, point, eta);
      const gain = ahead - frozen[i] - (0.5 * residual * residual) / nu;
      if (gain > 0) agreement += gain;
    }
    if (agreement > most) {
      most = agreement;
      best = eta;
    }
  }
  return best;
}
