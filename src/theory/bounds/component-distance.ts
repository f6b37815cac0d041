import type { Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { expertValue } from "../../model/expert";
import type { Sample } from "../../model/sample/sample";
import { exp, expm1 } from "../../numerics/elementary";
import { frozenLogDensity, promptAgainstFrozen } from "../quadrature/log-ratio";
import { componentShape, ResponseRule } from "../quadrature/response-rule";

/** At most so many rows, evenly spaced, are averaged over. */
const ROWS = 512;

/**
 * How far the prompt is from the frozen model at the data's covariates: the squared Hellinger distance
 * (1/2) int (sqrt f - sqrt f0)^2 dy between the two components, averaged over the rows. 0: merged, so that lambda means
 * nothing; 1: no overlap, so that every row shows where it comes from.
 */
export function componentDistance(model: ContaminatedMoe, sample: Sample, at: Parameters): number {
  const { pretrained } = model;
  const { n, dimension, x } = sample;
  const rule = new ResponseRule(16);
  const frozenShape = componentShape(pretrained.density);
  const promptShape = componentShape({ kind: "gaussian" });
  const logf0 = frozenLogDensity(model);
  const compare = promptAgainstFrozen(model);
  const rows = Math.min(n, ROWS);
  const row = new Float64Array(dimension);
  let total = 0;
  for (let k = 0; k < rows; k++) {
    const i = Math.floor((k * n) / rows);
    for (let j = 0; j < dimension; j++) row[j] = x[j * n + i];
    const frozenMean = expertValue(pretrained.expert, row, pretrained.eta);
    const { promptMean, logRatio } = compare(row, frozenMean, at.eta, at.nu);
    rule.place([
      { shape: frozenShape, mean: 0, scale: Math.sqrt(pretrained.nu) },
      { shape: promptShape, mean: promptMean - frozenMean, scale: Math.sqrt(at.nu) },
    ]);
    let distance = 0;
    for (let m = 0; m < rule.count; m++) {
      const ratio = logRatio(rule.nodes[m]);
      // (sqrt f - sqrt f0)^2, by the larger of the two.
      const larger = exp(0.5 * (logf0(rule.nodes[m]) + Math.max(ratio, 0)));
      const difference = larger * expm1(-0.5 * Math.abs(ratio));
      distance += rule.weights[m] * difference * difference;
    }
    total += 0.5 * distance;
  }
  return total / rows;
}
