import type { Covariates } from "../../model/contaminated-moe";
import type { Expert } from "../../model/expert";

/** Does a relu expert bend inside the support of x? Where it does not it is linear, or zero, there. */
export function bendsInside(expert: Expert, { law, dimension }: Covariates, eta: readonly number[]): boolean {
  if (expert.kind === "custom" || expert.activation !== "relu") return false;
  const reach = eta.slice(0, dimension).reduce((sum, a) => sum + Math.abs(a), 0);
  const intercept = expert.bias ? Math.abs(eta[dimension]) : 0;
  if (reach === 0) return intercept === 0;
  return law === "normal" || intercept < Math.sqrt(3) * reach;
}
