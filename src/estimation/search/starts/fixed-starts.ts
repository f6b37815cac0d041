import { isHomogeneous } from "../../../model/contaminated-moe";
import { frozenEta } from "./frozen-eta";
import { gatedStarts } from "./gate-start";
import type { StartData } from "./start-data";
import { tiedStarts } from "./through-rows/tied-responses";
import type { StartUniforms } from "./uniforms";
import { type LinearRegression, weightedRegression } from "./weighted-regression";

/** Index of the fixed starts' own uniforms, which only user-defined experts need. */
export const FIXED_INDEX = 2 ** 20;

/**
 * The starts that every search runs, in order:
 *
 * 1. regressions of y on x over sets of rows, each with lambda about the share it may have: all rows (0.5 and 0.95);
 *    the half and the tenth that f0 explains worst (0.4, 0.1); the quarters with the largest negative and the largest
 *    positive residuals from h0 (0.25 each);
 * 2. outliers: regressions over the q + 2 rows, and the 3 (q + 2), that f0 explains worst, lambda their share;
 * 3. for homogeneous experts, points around the frozen parameters: variance doubled and halved, bias (or the last
 *    parameter) moved by half a standard deviation of y either way, first slope likewise;
 *    otherwise the regression on all rows with half and twice its variance and lambda 0.1, 0.5, 0.9; for sin also h0 itself
 *    with half, once and twice the frozen variance;
 * 4. where many rows share a response, flat curves through it (tied-responses.ts).
 *
 * With a softmax gate each is run twice: with that share everywhere, and with the gate that its posterior probabilities have
 * when they are regressed on x (gate-start.ts).
 *
 * Linear coefficients serve as eta of any activation; the optimiser bends them. A user-defined expert has no linear
 * predictor to regress: its eta is drawn uniformly from its box instead.
 */
export function fixedStarts(data: StartData, uniforms: StartUniforms): readonly Float64Array[] {
  const { model, sample, q, bias, residuals, worstFirst } = data;
  const { expert } = model.prompt;
  const { n } = sample;
  uniforms.begin(FIXED_INDEX);
  const starts: Float64Array[] = [];

  const start = ({ coefficients, variance }: LinearRegression, lambda: number, varianceFactor = 1): void => {
    const eta =
      expert.kind === "custom"
        ? Float64Array.from(model.box.eta, ([low, high]) => uniforms.between(low, high))
        : coefficients.subarray(0, q);
    starts.push(Float64Array.of(lambda, ...eta, Math.max(variance * varianceFactor, 1e-300)));
  };
  const onEqual = (rows: Int32Array): LinearRegression =>
    weightedRegression(sample, { rows, weights: new Float64Array(rows.length).fill(1) }, bias);
  const onRows = (rows: Int32Array, share: number, lambda: number): void => {
    start(onEqual(rows.slice(0, Math.max(q + 2, Math.ceil(share * n))).sort()), lambda);
  };

  const onAllRows = onEqual(Int32Array.from({ length: n }, (_, i) => i));
  const lowFirst = worstFirst.slice().sort((i, k) => residuals[i] - residuals[k] || i - k);
  start(onAllRows, 0.5);
  start(onAllRows, 0.95);
  onRows(worstFirst, 0.5, 0.4);
  onRows(worstFirst, 0.1, 0.1);
  onRows(lowFirst, 0.25, 0.25);
  onRows(lowFirst.slice().reverse(), 0.25, 0.25);
  onRows(worstFirst, 0, Math.min(0.5, (q + 2) / n));
  onRows(worstFirst, (3 * (q + 2)) / n, Math.min(0.5, (3 * (q + 2)) / n));

  if (isHomogeneous(model)) {
    const { eta, nu } = model.pretrained;
    const half = 0.5 * Math.sqrt(nu);
    const moved = (j: number, by: number): Float64Array =>
      Float64Array.of(0.5, ...eta.map((e, k) => (k === j ? e + by : e)), nu);
    starts.push(Float64Array.of(0.5, ...eta, 2 * nu), Float64Array.of(0.5, ...eta, 0.5 * nu));
    starts.push(moved(q - 1, half), moved(q - 1, -half), moved(0, half), moved(0, -half));
  } else {
    for (const factor of [0.5, 2]) for (const lambda of [0.1, 0.5, 0.9]) start(onAllRows, lambda, factor);
    const eta = frozenEta(model);
    const { nu } = model.pretrained;
    if (eta !== undefined) for (const factor of [0.5, 1, 2]) starts.push(Float64Array.of(0.5, ...eta, factor * nu));
  }
  starts.push(...tiedStarts(data));
  return starts.flatMap((one) => gatedStarts(data, one));
}
