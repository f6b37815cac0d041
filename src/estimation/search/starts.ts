import { type ContaminatedMoe, isHomogeneous, promptParameters } from "../../model/contaminated-moe";
import { COLUMN } from "../../model/sample/columns";
import { frozenCentres } from "../../model/sample/frozen-rows";
import type { Sample } from "../../model/sample/sample";
import { RandomStream, type StreamKey } from "../../numerics/random-stream";
import { frozenLogDensities } from "../likelihood/likelihood";
import { type LinearRegression, weightedRegression } from "./weighted-regression";

/** A random start needs a stream; this one is used where the caller names none. */
export const DEFAULT_STARTS_KEY: StreamKey = { seed: 20241016, path: "starts", n: 0, replicate: 0 };

/**
 * Cold starting points, from the data and the frozen model alone. In order:
 *
 * 1. regressions of y on x over six sets of rows, each with lambda about the share it may have: all rows (0.5 and
 *    0.95); the half and the tenth that f0 explains worst (0.4, 0.1); the quarters with the largest positive and the
 *    largest negative residuals from h0 (0.25 each);
 * 2. for homogeneous experts, six points around the frozen parameters: variance doubled and halved, bias (or the
 *    last parameter) moved by half a standard deviation of y either way, first slope likewise;
 *    otherwise the regression on all rows with half and twice its variance and lambda 0.1, 0.5, 0.9;
 * 3. `draws` seeded random elemental fits: regressions on 2(q + 1) random rows, lambda uniform.
 *
 * Linear coefficients serve as eta of any activation; the optimiser bends them. A user-defined expert has no linear
 * predictor to regress: its eta is drawn uniformly from its box instead, everywhere.
 */
export function coldStarts(
  model: ContaminatedMoe,
  sample: Sample,
  draws: number,
  key: StreamKey = DEFAULT_STARTS_KEY,
): readonly Float64Array[] {
  const { expert } = model.prompt;
  const { n: rows } = sample;
  const frozen = frozenLogDensities(model, sample);
  const q = promptParameters(model);
  const uniforms = new Float64Array((draws + 16) * (2 * q + 4));
  new RandomStream(key).uniforms(COLUMN.starts, uniforms);
  let drawn = 0;
  const draw = (): number => uniforms[drawn++];
  const starts: Float64Array[] = [];
  const bias = expert.kind === "custom" || expert.bias;

  const start = ({ coefficients, variance }: LinearRegression, lambda: number, varianceFactor = 1): void => {
    const eta =
      expert.kind === "custom"
        ? Float64Array.from(model.box.eta, ([low, high]) => low + (high - low) * draw())
        : coefficients.subarray(0, q);
    starts.push(Float64Array.of(lambda, ...eta, Math.max(variance * varianceFactor, 1e-300)));
  };
  const fromWeights = (weights: ArrayLike<number>, lambda: number): void =>
    start(weightedRegression(sample, weights, bias), lambda);
  /** Weight 1 for the `share` of rows with the smallest key. */
  const smallest = (values: Float64Array, share: number): Float64Array => {
    const count = Math.min(rows, Math.max(q + 2, Math.ceil(share * rows)));
    const threshold = Float64Array.from(values).sort()[count - 1];
    return Float64Array.from({ length: rows }, (_, i) => (values[i] <= threshold ? 1 : 0));
  };

  const onAllRows = weightedRegression(sample, new Float64Array(rows).fill(1), bias);
  const residuals = frozenCentres(model, sample).map((centre, i) => sample.y[i] - centre);
  start(onAllRows, 0.5);
  start(onAllRows, 0.95);
  fromWeights(smallest(frozen, 0.5), 0.4);
  fromWeights(smallest(frozen, 0.1), 0.1);
  fromWeights(smallest(residuals, 0.25), 0.25);
  fromWeights(
    smallest(
      residuals.map((r) => -r),
      0.25,
    ),
    0.25,
  );

  if (isHomogeneous(model)) {
    const { eta, nu } = model.pretrained;
    const half = 0.5 * Math.sqrt(nu);
    const moved = (j: number, by: number): Float64Array =>
      Float64Array.of(0.5, ...eta.map((e, k) => (k === j ? e + by : e)), nu);
    starts.push(Float64Array.of(0.5, ...eta, 2 * nu), Float64Array.of(0.5, ...eta, 0.5 * nu));
    starts.push(moved(q - 1, half), moved(q - 1, -half), moved(0, half), moved(0, -half));
  } else {
    for (const factor of [0.5, 2]) for (const lambda of [0.1, 0.5, 0.9]) start(onAllRows, lambda, factor);
  }

  const elemental = Math.min(rows, 2 * (q + 1));
  for (let drawnStarts = 0; drawnStarts < draws; drawnStarts++) {
    const weights = new Float64Array(rows);
    const lambda = draw();
    for (let k = 0; k < elemental; k++) weights[Math.floor(draw() * rows)] += 1;
    fromWeights(weights, lambda);
  }
  return starts;
}

/**
 * The second root of linear experts: near merging, the density depends on (lambda, beta = b - b0, v = nu - nu0) through
 * lambda beta, lambda (beta^2 + v) and lambda (beta^3 + 3 beta v), which two parameters share; their proportions have
 * the ratio rho = 2 beta^2 / (beta^2 + 3 v). On all rows there can be an optimum at either although a subsample shows
 * only one, so each is followed by its companion. Undefined where the model or the roots have none.
 */
export function secondRoot(model: ContaminatedMoe, theta: Float64Array): Float64Array | undefined {
  const { expert } = model.prompt;
  if (!isHomogeneous(model) || expert.kind === "custom" || expert.activation !== "identity" || !expert.bias) return;
  const { eta, nu } = model.pretrained;
  const q = eta.length;
  const lambda = theta[0];
  const beta = theta[q] - eta[q - 1];
  const v = theta[q + 1] - nu;
  const rho = Math.min((2 * beta * beta) / (beta * beta + 3 * v), 1 / lambda);
  if (!(rho > 0) || !(lambda > 0)) return;
  const variance = nu + (beta * beta + v) / rho - (beta / rho) ** 2;
  if (!(variance > 0)) return;
  return Float64Array.of(lambda * rho, ...eta.map((e, j) => e + (theta[j + 1] - e) / rho), variance);
}
