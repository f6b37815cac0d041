import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { exp } from "../../numerics/elementary";
import { TriangularFactor } from "../../numerics/triangular-factor";
import { frozenLogDensity, gaussianLogDensity } from "../quadrature/log-ratio";
import { componentShape, ResponseRule } from "../quadrature/response-rule";

/** Triangular R of (f, f', .., f0) at one x: columns are the functions' coordinates. */
export type ResponseMetric = (mean0: number, mean: number) => Float64Array;

/** Where f is f0: f, f', .. are orthogonal in L2(dy/f), of norm sqrt(k!) nu^(-k/2). */
export function mergedMetric(nu: number, slots: number): ResponseMetric {
  const metric = new Float64Array(slots * slots);
  let norm = 1;
  for (let k = 0; k < slots - 1; k++) {
    metric[k * slots + k] = norm;
    norm *= Math.sqrt((k + 1) / nu);
  }
  // f0 is f.
  metric[slots - 1] = 1;
  return () => metric;
}

/** Where f and f0 differ: by quadrature in y. */
export function separateMetric(model: ContaminatedMoe<GateKind>, nu: number, slots: number): ResponseMetric {
  const { pretrained } = model;
  const [frozenShape, promptShape] = [componentShape(pretrained.density), componentShape({ kind: "gaussian" })];
  const logf0 = frozenLogDensity(model);
  const response = new ResponseRule(4);
  const factor = new TriangularFactor(slots);
  const scale = Math.sqrt(nu);
  return (mean0, mean) => {
    response.place([
      { shape: frozenShape, mean: 0, scale: Math.sqrt(pretrained.nu) },
      { shape: promptShape, mean: mean - mean0, scale },
    ]);
    factor.clear();
    for (let k = 0; k < response.count; k++) {
      const y = response.nodes[k];
      const z = (y - (mean - mean0)) / scale;
      const [f0, f] = [exp(logf0(y)), exp(gaussianLogDensity(z * scale, nu))];
      const both = 0.5 * (f0 + f);
      if (!(both > 1e-300)) continue;
      const root = Math.sqrt(response.weights[k] / both);
      const { buffer, offset } = factor.nextRow();
      let [previous, hermite] = [0, root * f];
      for (let order = 0; order < slots - 1; order++) {
        buffer[offset + order] = hermite;
        [previous, hermite] = [hermite / scale, (z * hermite - order * previous) / scale];
      }
      buffer[offset + slots - 1] = root * f0;
    }
    return Float64Array.from(factor.fold());
  };
}
