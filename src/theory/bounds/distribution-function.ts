import type { GateKind, Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type Density, logDensity } from "../../model/density";
import { shareColumn } from "../../model/gate";
import { expertColumn } from "../../model/sample/columns";
import { requiredMoments } from "../../model/sample/frozen-rows";
import type { Sample } from "../../model/sample/sample";
import { exp } from "../../numerics/elementary";
import { normalCdf } from "../../numerics/error-function";
import { gaussLegendre } from "../../numerics/gauss-legendre";
import { normalQuantile } from "../../numerics/normal-quantile";
import { componentShape } from "../quadrature/response-rule";

const ORDER = 24;

/**
 * z -> P(Z <= z) for the standardised density (mean 0, variance 1): the error function where it is Gaussian, else
 * Gauss-Legendre on the density's panels, added up once; error below 1e-9.
 */
export function standardDistribution(density: Density): (z: number) => number {
  if (density.kind === "gaussian") return normalCdf;
  const { breaks, kinks } = componentShape(density);
  const cuts = [...new Set([...breaks, ...kinks])].sort((left, right) => left - right);
  const logg = logDensity(density, 1);
  const { nodes, weights } = gaussLegendre(ORDER);
  const integral = (from: number, to: number): number => {
    const [half, middle] = [0.5 * (to - from), 0.5 * (to + from)];
    return nodes.reduce((sum, t, i) => sum + half * weights[i] * exp(logg(middle + half * t, 0)), 0);
  };
  const below = [0];
  for (let k = 1; k < cuts.length; k++) below.push(below[k - 1] + integral(cuts[k - 1], cuts[k]));
  const total = below[below.length - 1];
  return (z) => {
    if (z <= cuts[0]) return 0;
    const next = cuts.findIndex((cut) => cut >= z);
    if (next < 0) return 1;
    return (below[next - 1] + integral(cuts[next - 1], z)) / total;
  };
}

/**
 * Quantile residuals Phi^-1(P(Y <= y_i | x_i)) under the whole mixture: standard normal when the model is right, whatever
 * its components (Dunn and Smyth 1996, J. Comput. Graph. Stat. 5: 236-244). Cut at -+7.
 */
export function quantileResiduals(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  at: Parameters<GateKind>,
): Float64Array {
  const { pretrained, prompt } = model;
  const { mean: frozen, variance } = requiredMoments(model, sample, "A quantile residual");
  const mean = expertColumn(prompt.expert, sample.x, sample.n, at.eta);
  const share = shareColumn(at, sample.x, sample.n);
  const cdf = standardDistribution(pretrained.density);
  const scale = Math.sqrt(at.nu);
  return sample.y.map((y, i) => {
    const u =
      (1 - share[i]) * cdf((y - frozen[i]) / Math.sqrt(variance[i])) + share[i] * normalCdf((y - mean[i]) / scale);
    return Math.min(7, Math.max(-7, normalQuantile(Math.min(1, u))));
  });
}
