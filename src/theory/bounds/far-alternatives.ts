import type { Box } from "../../model/box";
import { byParameter, type GateKind, type Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import { logistic, logOdds } from "../../model/gate";

/** lambda/lambda* at which the ridge is tried, with the exact far root of scenario L added. */
const RATIOS = [0.5, 0.65, 0.8, 0.9, 1.1, 1.25, 1.5, 1.75] as const;

/**
 * lambda/lambda* = 2 Db^2 / (Db^2 + 3 Dnu), where another truth of linear experts matches the first three moments
 * (notebooks/04-linear-experts); it is 1, a double root, at resonance. undefined where Db = 0 or the root is not positive.
 */
export function farRootRatio(biasGap: number, varianceGap: number): number | undefined {
  const square = biasGap * biasGap;
  const denominator = square + 3 * varianceGap;
  return square > 0 && denominator > 0 ? (2 * square) / denominator : undefined;
}

/**
 * Truths far from the given one that a sample hardly tells apart: the mean lambda m is kept while lambda changes by
 * the ratio R, so the gaps become Deta/R; the variance keeps the second moment of the bias gap, lambda (Db^2 + Dnu),
 * which linear experts can trade (elsewhere Dnu/R). Only homogeneous experts have them: else none.
 */
export function farStarts<G extends GateKind>(
  model: ContaminatedMoe<G>,
  truth: Parameters<G>,
): readonly Parameters<G>[] {
  const frozen = frozenCoordinates(model);
  if (frozen === undefined || model.pretrained.density.kind !== "gaussian") return [];
  const { expert } = model.prompt;
  const nu0 = model.pretrained.nu;
  const varianceGap = truth.nu - nu0;
  const trades = expert.kind === "activation" && expert.activation === "identity" && expert.bias;
  const biasGap = trades ? truth.eta[truth.eta.length - 1] - frozen[frozen.length - 1] : 0;
  const root = farRootRatio(biasGap, varianceGap);
  const given: Parameters<GateKind> = truth;
  const box: Box<GateKind> = model.box;
  // The share at x = 0 moves by the ratio: a softmax gate's tau alone.
  const share = "lambda" in given ? given.lambda : logistic(given.tau);
  const top = "lambda" in box ? box.lambda[1] : logistic(box.tau[1]);
  const largest = top / share;
  const ratios = [...RATIOS, largest, ...(root === undefined ? [] : [root])];
  return ratios.flatMap((ratio) => {
    if (!(ratio > 0) || ratio > largest) return [];
    const second = (biasGap * biasGap + varianceGap) / ratio - (biasGap * biasGap) / (ratio * ratio);
    const nu = nu0 + second;
    if (!(nu > 0)) return [];
    const gate = "lambda" in given ? [ratio * share] : [logOdds(Math.min(ratio * share, 1 - 1e-9)), ...given.beta];
    return [byParameter(model, [...gate, ...truth.eta.map((e, j) => frozen[j] + (e - frozen[j]) / ratio), nu])];
  });
}
