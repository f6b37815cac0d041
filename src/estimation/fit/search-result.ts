import { boxVectors } from "../../model/box";
import { byParameter, fromVector, type GateKind, gateLength } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { canonicalEta } from "../../model/expert-symmetry";
import { vectorNames } from "../../model/parameters";
import type { Likelihood } from "../likelihood/likelihood";
import type { Multistart } from "../search/multistart";
import type { LocalMaximum } from "../search/newton/trust-region";
import type { Certificate } from "../search/optima/certificate";
import type { FoundOptimum } from "../search/optima/distinct-optima";
import { promptRowsOf } from "../search/optima/nature";
import type { Precision } from "../search/rules";
import type { Fit, Optimum } from "./fit";
import { standardErrors } from "./standard-errors";

/** On all rows optima are found to the last digit; those more than 6 below the best are given up. */
export const ON_ALL_ROWS: Precision = { run: {}, distance: 1e-4, merge: true, margin: 6, thorough: false };

/**
 * The observations overflow the arithmetic: the model or the data need rescaling.
 *
 * @example
 * ```ts
 * import { OverflowError } from "contaminated-moe";
 * console.log(new OverflowError("x is too large") instanceof Error); // true
 * ```
 */
export class OverflowError extends Error {
  override readonly name = "OverflowError";
}

/** The point's representative (expert-symmetry.ts) and derivatives there. */
function canonical(likelihood: Likelihood, { maximum }: FoundOptimum): LocalMaximum {
  const { model } = likelihood;
  const { eta } = fromVector(model, maximum.theta);
  const member = canonicalEta(model, eta);
  if (member.every((value, j) => value === eta[j])) return maximum;
  const theta = maximum.theta.slice();
  theta.set(member, gateLength(model));
  const pass = { ...maximum.pass, gradient: maximum.pass.gradient.slice(), hessian: maximum.pass.hessian.slice() };
  likelihood.evaluate(theta, pass);
  return { ...maximum, theta, pass };
}

/** The fit that a search on all rows amounts to; `interior` asks for the best optimum that is no spike, if there is one. */
export function fitOf<G extends GateKind>(
  model: ContaminatedMoe<G>,
  search: Multistart,
  certificate: Certificate,
  passes: number,
  interior: boolean,
): Fit<G> {
  const { likelihood } = search;
  const { parameters: p, sample } = likelihood;
  const promptRows = promptRowsOf(model, sample, sample.n);
  const found = [...search.optima.found].sort(
    (one, other) => other.maximum.pass.logLikelihood - one.maximum.pass.logLikelihood,
  );
  if (found.length === 0) {
    throw new OverflowError("The likelihood overflows at every start: rescale y, x and the frozen model together.");
  }
  const bestInterior = found.find(({ nature }) => nature !== "spike");
  const chosen = (interior ? bestInterior : undefined) ?? found[0];
  const best = canonical(likelihood, chosen);
  const { lower, upper } = boxVectors(model.box);
  const onBound = Array.from(best.theta, (x, j) => x === lower[j] || x === upper[j]);
  const errors = standardErrors(
    best.pass.hessian,
    p,
    onBound.map((held) => !held),
  );
  const optimumOf = (one: FoundOptimum): Optimum<G> => {
    const at = fromVector(model, one.maximum.theta);
    const { logLikelihood } = one.maximum.pass;
    const rows = promptRows(one.maximum.theta);
    const eta = canonicalEta(model, at.eta);
    return Object.assign(at, { eta, logLikelihood, nature: one.nature, promptRows: rows });
  };
  // lambda = 0 is the frozen model for every (eta, nu): unless it wins, some other (eta, nu) rises from it.
  const listed = found.filter((one) => one === chosen || (one.maximum.converged && one.nature !== "frozen"));
  return {
    estimate: fromVector(model, best.theta),
    logLikelihood: best.pass.logLikelihood,
    nature: chosen.nature,
    score: best.score,
    standardErrors: byParameter(model, errors),
    converged: best.converged,
    criterion: best.criterion,
    iterations: best.iterations,
    passes,
    starts: certificate.starts,
    certificate,
    optima: listed.map(optimumOf),
    interior: bestInterior === undefined ? null : optimumOf(bestInterior),
    atBound: vectorNames(model).filter((_, j) => onBound[j]),
  };
}
