import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";
import { boxVectors } from "../../model/box";
import { type GateKind, gateLength, type Parameters, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { vectorNames } from "../../model/parameters";
import type { Sample } from "../../model/sample/sample";
import { type LikelihoodFactory, newPass } from "../likelihood/likelihood";
import { plainLikelihood } from "../likelihood/plain-likelihood";

/** How well the data tell the parameters apart at an estimate. */
export interface InformationCondition {
  /**
   * Largest over smallest eigenvalue of the observed information scaled to unit diagonal: 1 when the parameters do
   * not compete, large when some of them do the same thing. null when it is not positive definite.
   */
  readonly condition: number | null;
  /** The direction known worst, in standard-error units: weights of the parameters, the largest 1; [] when none. */
  readonly weakest: readonly { readonly name: string; readonly weight: number }[];
  /** Squared distance of (eta, nu) from `from` in the metric of the information about (eta, nu), the gate unknown. */
  distance(from: Pick<Parameters, "eta" | "nu">): number | null;
}

/** The observed information at an estimate, parameters on a bound held. */
export function informationCondition(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  estimate: Parameters<GateKind>,
  factory: LikelihoodFactory = plainLikelihood,
): InformationCondition {
  const likelihood = factory(model, sample);
  const p = likelihood.parameters;
  const pass = newPass(p);
  const theta = toVector(estimate);
  likelihood.evaluate(theta, pass);
  likelihood.release();
  const { lower, upper } = boxVectors(model.box);
  const names = vectorNames(model);
  const open = names.map((_, j) => j).filter((j) => theta[j] > lower[j] && theta[j] < upper[j]);
  const scale = open.map((j) => Math.sqrt(-pass.hessian[j * p + j]));
  const none: InformationCondition = { condition: null, weakest: [], distance: () => null };
  if (open.length === 0 || !scale.every((s) => s > 0 && Number.isFinite(s))) return none;
  const scaled = open.map((j, r) => open.map((k, c) => -pass.hessian[j * p + k] / (scale[r] * scale[c])));
  const evd = new EigenvalueDecomposition(new Matrix(scaled), { assumeSymmetric: true });
  const values = evd.realEigenvalues;
  const smallest = Math.min(...values);
  if (!(smallest > 1e-14 * open.length)) return none;
  const vector = evd.eigenvectorMatrix.getColumn(values.indexOf(smallest));
  const largest = vector.reduce((top, v) => (Math.abs(v) > Math.abs(top) ? v : top));
  return {
    condition: Math.max(...values) / smallest,
    weakest: open.map((j, r) => ({ name: names[j], weight: vector[r] / largest })),
    distance(from) {
      const g = gateLength(model);
      const target = [...from.eta, from.nu];
      // Schur complement: the information of the gate's free parameters is taken out.
      const gap = open.map((j, r) => (j < g ? 0 : (theta[j] - target[j - g]) * scale[r]));
      const gates = open.flatMap((j, r) => (j < g ? [r] : []));
      let form = 0;
      const cross = gates.map(() => 0);
      for (let r = 0; r < open.length; r++) {
        for (let c = 0; c < open.length; c++) form += gap[r] * gap[c] * scaled[r][c];
        gates.forEach((first, k) => {
          if (!gates.includes(r)) cross[k] += gap[r] * scaled[r][first];
        });
      }
      if (gates.length === 0) return form;
      const block = new Matrix(gates.map((r) => gates.map((c) => scaled[r][c])));
      const solved = new CholeskyDecomposition(block).solve(Matrix.columnVector(cross));
      return form - cross.reduce((sum, value, k) => sum + value * solved.get(k, 0), 0);
    },
  };
}
