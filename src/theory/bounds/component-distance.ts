import type { GateKind, Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { shareColumn } from "../../model/gate";
import { expertColumn } from "../../model/sample/columns";
import type { Sample } from "../../model/sample/sample";
import { exp, expm1 } from "../../numerics/elementary";
import { frozenAtNodes } from "../quadrature/frozen-at";
import { gaussianLogDensity } from "../quadrature/log-ratio";
import { componentShape, ResponseRule } from "../quadrature/response-rule";

/** At most so many rows, evenly spaced, are averaged over. */
const ROWS = 512;

/**
 * The same where f0 is known at the observed responses only: int sqrt(f f0) dy is the mean of sqrt(f f0) / p under the
 * mixture p, and the rows are draws of it if the estimate is right.
 */
function distanceByRows(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  logf0: Float64Array,
  at: Parameters<GateKind>,
): number {
  const { n, x, y } = sample;
  const mean = expertColumn(model.prompt.expert, x, n, at.eta);
  const share = shareColumn(at, x, n);
  let affinity = 0;
  for (let i = 0; i < n; i++) {
    const ratio = gaussianLogDensity(y[i] - mean[i], at.nu) - logf0[i];
    // sqrt(f f0)/p, both over the larger of f and f0.
    const e = exp(-Math.abs(ratio));
    affinity += Math.sqrt(e) / (ratio > 0 ? share[i] + (1 - share[i]) * e : 1 - share[i] + share[i] * e) / n;
  }
  return Math.min(1, Math.max(0, 1 - affinity));
}

/**
 * How far the prompt is from the frozen model at the data's covariates: the squared Hellinger distance
 * (1/2) int (sqrt f - sqrt f0)^2 dy between the two components, averaged over the rows. 0: merged, so that the gate means
 * nothing; 1: no overlap, so that every row shows where it comes from. Where only log f0 of the rows is known, an estimate from the rows.
 */
export function componentDistance(model: ContaminatedMoe<GateKind>, sample: Sample, at: Parameters<GateKind>): number {
  const { pretrained } = model;
  if (sample.frozen?.given === "log-density") return distanceByRows(model, sample, sample.frozen.logDensity, at);
  const { n, dimension, x } = sample;
  const rule = new ResponseRule(16);
  const frozenShape = componentShape(pretrained.density);
  const promptShape = componentShape({ kind: "gaussian" });
  const frozenAt = frozenAtNodes(model, sample);
  const rows = Math.min(n, ROWS);
  const row = new Float64Array(dimension);
  let total = 0;
  for (let k = 0; k < rows; k++) {
    const i = Math.floor((k * n) / rows);
    for (let j = 0; j < dimension; j++) row[j] = x[j * n + i];
    const { mean: frozenMean, scale: frozenScale, logf0, against } = frozenAt(i, row);
    const { promptMean, logRatio } = against(at.eta, at.nu);
    rule.place([
      { shape: frozenShape, mean: 0, scale: frozenScale },
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
