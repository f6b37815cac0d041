import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { InputError } from "../../input-error";
import { type GateKind, gateLength, type Parameters, toVector } from "../../model/by-parameter";
import { type ContaminatedMoe, checkParameters, promptParameters } from "../../model/contaminated-moe";
import { evaluateExpert } from "../../model/expert";
import type { Sample } from "../../model/sample/sample";
import { newPass } from "../likelihood/likelihood";
import { plainLikelihood } from "../likelihood/plain-likelihood";
import { gateRegression } from "./gate-regression";

/** How fast EM is near an optimum: the errors of theta shrink by `rate` in every iteration. */
export interface EmRate {
  /** Largest eigenvalue of 1 - Ic^-1 Io; the closer to 1, the slower. */
  readonly rate: number;
  /** Iterations for one more correct digit of theta: -1 / log10(rate). */
  readonly iterationsPerDigit: number;
}

/**
 * The linear rate of EM at an interior optimum of the likelihood, without running EM: the largest eigenvalue of
 * 1 - Ic^-1 Io, Io = -d2 l the observed information and Ic = -d2 Q the information the data would have if it were
 * known which component each y came from. The eigenvalue is the largest fraction of missing information: where the
 * prompt merges with the frozen model, nearly everything about some direction is missing and the rate tends to 1.
 *
 * Reference: Dempster, Laird and Rubin (1977), J. R. Stat. Soc. B 39: 1-38, section 3; Meng and Rubin (1994), Linear
 * Algebra Appl. 199: 413-425.
 * @throws InputError where lambda is 0 or 1, or -d2 l is not positive definite: there EM has no linear rate.
 */
export function emRate<G extends GateKind>(model: ContaminatedMoe<G>, sample: Sample, optimum: Parameters<G>): EmRate {
  checkParameters(model, optimum, "optimum");
  const given: Parameters<GateKind> = optimum;
  if ("lambda" in given && !(given.lambda > 0 && given.lambda < 1)) {
    throw new InputError(`optimum.lambda is ${given.lambda}; EM's rate is defined strictly between 0 and 1.`);
  }
  const theta = toVector(optimum);
  const p = theta.length;
  const likelihood = plainLikelihood(model, sample);
  const pass = newPass(p);
  likelihood.evaluate(theta, pass);
  const weights = new Float64Array(sample.n);
  likelihood.responsibilities(theta, weights);
  likelihood.release();
  const complete = completeInformation(model, sample, weights, theta);
  const observed = new Matrix(p, p);
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) observed.set(j, k, -pass.hessian[j * p + k]);
  // Ic^-1/2 Io Ic^-1/2 is symmetric and has the eigenvalues of Ic^-1 Io.
  const roots = new EigenvalueDecomposition(complete, { assumeSymmetric: true });
  const inverseRoot = roots.eigenvectorMatrix.mmul(Matrix.diag(roots.realEigenvalues.map((e) => 1 / Math.sqrt(e))));
  const symmetric = inverseRoot.transpose().mmul(observed).mmul(inverseRoot);
  const share = Math.min(...new EigenvalueDecomposition(symmetric, { assumeSymmetric: true }).realEigenvalues);
  if (!(share > 0)) {
    throw new InputError("The observed information is not positive definite here; this is no interior optimum.");
  }
  return { rate: 1 - share, iterationsPerDigit: -Math.LN10 / Math.log1p(-share) };
}

/** -d2 Q at a fixed point of EM: the gate and nu stand apart, eta is a weighted regression. */
function completeInformation(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  weights: Float64Array,
  theta: Float64Array,
): Matrix {
  const { n, dimension: d, x, y } = sample;
  const p = theta.length;
  const g = gateLength(model);
  const q = promptParameters(model);
  const nu = theta[p - 1];
  const eta = theta.subarray(g, g + q);
  const [gradient, hessian, row] = [new Float64Array(q), new Float64Array(q * q), new Float64Array(d)];
  const information = Matrix.zeros(p, p);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) row[j] = x[j * n + i];
    const w = weights[i];
    const r = y[i] - evaluateExpert(model.prompt.expert, row, eta, gradient, hessian);
    total += w;
    for (let j = 0; j < q; j++) {
      for (let k = 0; k < q; k++) {
        const term = (w * (gradient[j] * gradient[k] - r * hessian[j * q + k])) / nu;
        information.set(g + j, g + k, information.get(g + j, g + k) + term);
      }
    }
  }
  if (model.gate.kind === "constant") information.set(0, 0, n / (theta[0] * (1 - theta[0])));
  else {
    const gate = newPass(g);
    gateRegression(sample, weights, theta.slice(0, g), gate);
    for (let j = 0; j < g; j++) for (let k = 0; k < g; k++) information.set(j, k, -gate.hessian[j * g + k]);
  }
  information.set(p - 1, p - 1, total / (2 * nu * nu));
  return information;
}
