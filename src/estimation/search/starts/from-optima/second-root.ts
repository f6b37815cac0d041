import type { GateKind } from "../../../../model/by-parameter";
import { type ContaminatedMoe, isHomogeneous } from "../../../../model/contaminated-moe";

/**
 * The second root of linear experts: near merging, the density depends on (lambda, beta = b - b0, v = nu - nu0) through
 * lambda beta, lambda (beta^2 + v) and lambda (beta^3 + 3 beta v), which two parameters share; their proportions have
 * the ratio rho = 2 beta^2 / (beta^2 + 3 v). On all rows there can be an optimum at either although a subsample shows
 * only one, so each is followed by its companion. Undefined for a softmax gate and where the model or the roots have none.
 */
export function secondRoot(model: ContaminatedMoe<GateKind>, theta: Float64Array): Float64Array | undefined {
  const { expert } = model.prompt;
  if (!isHomogeneous(model) || expert.kind === "custom" || expert.activation !== "identity" || !expert.bias) return;
  if (model.gate.kind !== "constant") return;
  const { eta, nu } = model.pretrained;
  const q = eta.length;
  const lambda = theta[0];
  const beta = theta[q] - eta[q - 1];
  const v = theta[q + 1] - nu;
  const rho = Math.min((2 * beta * beta) / (beta * beta + 3 * v), 1 / lambda);
  if (!(rho > 0) || !(lambda > 0)) return;
  const far = beta / rho;
  const variance = nu + (beta * beta + v) / rho - far * far;
  if (!(variance > 0)) return;
  return Float64Array.of(lambda * rho, ...eta.map((e, j) => e + (theta[j + 1] - e) / rho), variance);
}
